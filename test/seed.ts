/**
 * Random tests: in CI the same runs each time, elsewhere new ones.
 *
 * A test that counts what its runs have met holds the counts to a least only where they are the same each time: runs from another
 * seed are right, too, but may meet too few of a kind.
 */
export const isSeeded = process.env['CI'] !== undefined;

export function seeded(seed: number): { readonly seed?: number } {
  return isSeeded ? { seed } : {};
}
