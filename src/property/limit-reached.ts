/**
 * A limit that is met in the middle of a step, where there is no room to go on: thrown up to the search, which ends
 * with its reason. What was found before stays found.
 */
import type { StopReason } from './verdict.ts';

export class LimitReached extends Error {
  readonly reason: StopReason;

  constructor(reason: StopReason) {
    super(`limit reached: ${reason.kind}`);
    this.name = 'LimitReached';
    this.reason = reason;
  }
}

/** @throws {LimitReached} when there is a reason to stop. */
export function refuseAt(reason: StopReason | null): void {
  if (reason !== null) throw new LimitReached(reason);
}

/** Acts, and returns the limit that was met on the way; null when none was. */
export function limitMetBy(act: () => void): StopReason | null {
  try {
    act();
    return null;
  } catch (error) {
    if (error instanceof LimitReached) return error.reason;
    throw error;
  }
}
