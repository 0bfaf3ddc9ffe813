/** Bars of a chart, to an eighth of a column; on an ASCII page to a whole one. */

const eighths = ['', '▏', '▎', '▍', '▌', '▋', '▊', '▉'] as const;

/**
 * A bar as long as the share of the width. What is more than nothing shows.
 *
 * @example bar(0.3, 10, false) // '███'
 */
export function bar(share: number, width: number, ascii: boolean): string {
  if (share <= 0) return '';
  const steps = ascii ? 1 : 8;
  const filled = Math.min(width * steps, Math.max(1, Math.round(share * width * steps)));
  if (ascii) return '#'.repeat(filled);
  return '█'.repeat(Math.floor(filled / 8)) + (eighths[filled % 8] ?? '');
}
