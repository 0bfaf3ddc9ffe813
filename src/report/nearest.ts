/** The existing name that a mistyped one was probably meant to be. */

/** The candidate that takes the fewest changed letters; null when there are no candidates. */
export function nearest(given: string, candidates: readonly string[]): string | null {
  const ranked = candidates.map((candidate) => ({ candidate, distance: distance(given.toLowerCase(), candidate.toLowerCase()) }));
  return ranked.toSorted((a, b) => a.distance - b.distance)[0]?.candidate ?? null;
}

/** Levenshtein: letters to insert, delete or replace. @example distance('smal', 'small') // 1 */
export function distance(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, i) => i);
  for (let i = 1; i <= from.length; i++) {
    const next = [i];
    for (let j = 1; j <= to.length; j++) {
      const replaced = (row[j - 1] ?? 0) + (from[i - 1] === to[j - 1] ? 0 : 1);
      next.push(Math.min(replaced, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[to.length] ?? 0;
}
