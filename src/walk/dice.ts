/**
 * Dice: a source of whole numbers, fast-check's own or one that follows from a text.
 *
 * Shrinking has no random numbers of fast-check's to draw on, and must give the same candidates each time; so it throws
 * dice that are loaded by the walk it shrinks. The generator is Marsaglia's xorshift32, seeded by FNV-1a.
 */

export interface Dice {
  /** A whole number from `min` to `max`, both included. */
  nextInt(min: number, max: number): number;
}

/** Dice that fall the same way for the same text. */
export function diceFrom(text: string): Dice {
  let state = 0x811c9dc5;
  for (let i = 0; i < text.length; i += 1) state = Math.imul(state ^ text.charCodeAt(i), 0x01000193);
  // Zero is the one state that xorshift never leaves.
  state = state === 0 ? 1 : state;
  return {
    nextInt: (min, max) => {
      state ^= state << 13;
      state ^= state >>> 17;
      state ^= state << 5;
      return min + ((state >>> 0) % (max - min + 1));
    },
  };
}
