/**
 * Where passes settle that no limit ends, and whether they end at all.
 *
 * A pass that is sent whole is followed by one of v → min(W, D(v / B)). D is concave, so this settles: at 0, at W, or between,
 * for a power law at v* = B (c / B)^(1 / (1 - a)) (domain.md 5.1). QEMU's passes go on for ever, once one has the threshold θ or
 * more to send, exactly if in a window w of 100 ms, or in the time θ / B if that is less, as much becomes dirty as is sent, and W ≥ θ:
 *
 *   D(t) ≥ B t   for t = min(w, θ / B)
 *
 * - if so, a pass that runs out took θ / B or more, and finds θ or more. One that does not leaves θ - B w or more and took w or more,
 *   so it finds B t or more beside that: θ or more again.
 * - if not, B t - D(t) only grows with t from there on, as D is concave. So each pass has at least that much less to send than the
 *   one before, until one has less than θ.
 */
import { dirtiedBytes } from './dirty-curve.ts';
import { passRate, wireFactor, type Migration } from './migration.ts';
import { passesOf } from './passes.ts';
import { windowSeconds } from './stop-rule.ts';

/** What passes have to send once they have settled; QEMU's go up and down a little, because they end with a window. */
export interface Plateau {
  readonly leastBytes: number;
  readonly meanBytes: number;
  readonly greatestBytes: number;
}

/** Passes to let go by, and then to look at. Rates that differ by less than a thousandth may not have settled by then. */
const settlingPasses = 10_000;
const seenPasses = 1_000;

/** Where the passes would settle if nothing stopped them. */
export function plateauOf(migration: Migration, thresholdBytes: number): Plateau {
  const seen: number[] = [];
  for (const { number, toSendBytes, dirtyBytes } of passesOf(migration, thresholdBytes)) {
    if (number > settlingPasses || dirtyBytes === toSendBytes) seen.push(toSendBytes);
    if (dirtyBytes === toSendBytes || seen.length >= seenPasses) break;
  }
  const sum = seen.reduce((total, bytes) => total + bytes, 0);
  return { leastBytes: Math.min(...seen), meanBytes: sum / seen.length, greatestBytes: Math.max(...seen) };
}

/** Why passes by windows never end: in a window the guest dirties as much as is sent; or it does so in the time of the limit, which is shorter. */
export type EndlessCause = 'dirties-as-much' | 'limit-too-short';

/** Why passes by windows go on for ever, given that one has at least the threshold to send; null when they end. */
export function causeOfEndlessness(migration: Migration, thresholdBytes: number): EndlessCause | null {
  const rate = passRate(migration) / wireFactor(migration.framing);
  const keepsUp = (seconds: number): boolean => dirtiedBytes(migration.dirty, seconds) >= rate * seconds;
  if (migration.dirty.writableBytes < thresholdBytes || !keepsUp(Math.min(windowSeconds, thresholdBytes / rate))) return null;
  return keepsUp(windowSeconds) ? 'dirties-as-much' : 'limit-too-short';
}
