/**
 * How far an exploration goes before it looks whether to stop.
 *
 * States are expanded in rounds, and only after a round is a violation or a limit of states a reason to stop. So an explorer may take
 * the states of a round in batches, or share them out among workers, and still stops where every other does. A round lies within
 * one depth, and is a sixteenth of what has been found, at most 16,384 states, and shorter as a limit comes near.
 */

export const roundMax = 16_384;

/** The first state after the round that begins with state `next`, when `found` states are known and those before `levelEnd` lie no deeper. */
export function endOfRound(next: number, found: number, levelEnd: number, statesMax: number | undefined): number {
  const left = statesMax === undefined ? roundMax : (statesMax - found) >> 6;
  return Math.min(levelEnd, next + Math.max(1, Math.min(roundMax, found >> 4, left)));
}
