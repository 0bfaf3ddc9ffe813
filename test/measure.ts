/**
 * How much a check does that could always do more: what CI has time for on a slow day, or in `npm run test:full` its full measure.
 *
 * What else a test asserts, that enough of each kind was met for example, holds of both.
 */
export const isFull = process.env['QUIESCE_FULL'] !== undefined;

export function measure(usual: number, full: number): number {
  return isFull ? full : usual;
}
