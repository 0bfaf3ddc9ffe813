/** How many threads a search may use. */
import { availableParallelism } from 'node:os';

/**
 * As many as asked for, and no more than the machine runs at once. Default: as many as that.
 *
 * @throws {RangeError} when what is asked for is no whole number of at least 1.
 */
export function workersOf(asked: number = availableParallelism()): number {
  if (!Number.isSafeInteger(asked) || asked < 1) throw new RangeError(`workers is a whole number of at least 1, not ${asked}`);
  return Math.min(asked, availableParallelism());
}
