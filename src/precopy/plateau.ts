/**
 * Where passes settle that no limit ends, and whether they end at all.
 *
 * A pass that is sent whole is followed by one of v → min(W, D(v / B)). D is concave, so this settles: at 0, at W, or between,
 * for a power law at v* = B (c / B)^(1 / (1 - a)) (domain.md 5.1). QEMU's passes go on for ever, once one has the threshold θ or
 * more to send, exactly if a window of 100 ms makes dirty as much as it sends, or as the threshold: D(w) ≥ min(b w, θ), and W ≥ θ.
 *
 * - if so, a pass leaves θ - b w or more, and nothing less than nothing, and finds D(w) or more beside it. That is θ or more.
 * - if not, D(k w) ≤ k D(w), as D is concave. So a pass of k windows has at least k (b w - D(w)) less to send than the one before;
 *   or it leaves nothing, and then finds less than θ if k is 1, and if not, at least b w - D(w) less than it had to send.
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

/** Whether passes by windows go on for ever, given that one has at least the threshold to send. */
export function neverEnds(migration: Migration, thresholdBytes: number): boolean {
  const { dirty, framing } = migration;
  const windowBytes = (passRate(migration) * windowSeconds) / wireFactor(framing);
  return dirtiedBytes(dirty, windowSeconds) >= Math.min(windowBytes, thresholdBytes) && dirty.writableBytes >= thresholdBytes;
}
