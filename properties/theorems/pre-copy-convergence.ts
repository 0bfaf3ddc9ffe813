/**
 * Pre-copy converges when the dirty rate is below the rate of copying, and the cap on passes bounds it when not.
 *
 *   N pages, W of them written to; a page is copied in c ticks, and becomes dirty every d; K passes at most; m may remain
 *
 *   without a cap, passes end          ⇔  c < d, or W ≤ m
 *   and then, for m = 0, W > 0         at most ⌊N d / (d - c)⌋ + 1 pages are sent in at most ⌊N c / (d - c)⌋ + 2 passes
 *   with a cap, for m = 0              no more than that, than N + (K - 1) W pages, and than K passes
 *
 * Why: of the pages sent, all but N were made dirty before, by a guest that writes ⌊t / d⌋ + 1 times in a time t; and of the first s
 * pages the last has been sent at s c. So s can be followed by another one only if s + 1 ≤ N + ⌊s c / d⌋ + 1. Each pass but the first
 * sends one of them at least. The infinite sum of the calculator, N / (1 - c / d), is that number before it is rounded: model and
 * arithmetic agree to within a page. Where the whole memory is written to, the model attains the number of pages; tests hold it to
 * that, and to the rest, at every point of a grid.
 */
import { longest, reachable, type Property } from '../../src/index.ts';
import { readMigration, type Migration } from '../live-migration-reading.ts';

/** In whatever unit of time. */
export interface PreCopy {
  /** N, W, c, d, K, m of above. */
  readonly pages: number;
  readonly writablePages: number;
  readonly copyTime: number;
  readonly dirtyInterval: number;
  readonly passesMax: number;
  readonly remainingMax: number;
}

/** Whether the passes end by themselves. */
export function converges({ copyTime, dirtyInterval, writablePages, remainingMax }: PreCopy): boolean {
  return copyTime < dirtyInterval || writablePages <= remainingMax;
}

/** How many pages are sent before the VM is stopped, at most. */
export function pagesSentMost({ pages, writablePages, copyTime, dirtyInterval, passesMax }: PreCopy): number {
  const allowed = pages + (passesMax - 1) * writablePages;
  return copyTime < dirtyInterval ? Math.min(allowed, Math.floor((pages * dirtyInterval) / (dirtyInterval - copyTime)) + 1) : allowed;
}

/** How many passes there are before the VM is stopped, at most. */
export function passesMost({ pages, copyTime, dirtyInterval, passesMax }: PreCopy): number {
  return copyTime < dirtyInterval ? Math.min(passesMax, Math.floor((pages * copyTime) / (dirtyInterval - copyTime)) + 2) : passesMax;
}

/**
 * How many pages are left for the blackout, at most: what may remain when the passes end by themselves; else no more than can be
 * written in a pass, and what may be written at all.
 */
export function pagesLeftMost(preCopy: PreCopy): number {
  const { pages, writablePages, copyTime, dirtyInterval, passesMax, remainingMax } = preCopy;
  const passPages = passesMax === 1 ? pages : writablePages;
  const written = Math.min(writablePages, Math.floor((copyTime * passPages) / dirtyInterval) + 1);
  const endsByItself = copyTime < dirtyInterval && Math.floor((pages * copyTime) / (dirtyInterval - copyTime)) + 2 <= passesMax;
  return endsByItself ? Math.min(remainingMax, written) : copyTime < dirtyInterval ? written : writablePages;
}

export function isInBrownout({ workers }: Migration): boolean {
  return workers.some((worker) => worker.matches({ source: 'brownout' }));
}

/** LM-5 in time. The limit is a closed form of what the system is made of. */
export function passesEndInTime(atMostMs: number): Property {
  return longest({
    id: 'passes-end-in-time',
    requirements: ['LM-5'],
    statement: 'The passes over memory end, within the time that follows from memory, link, dirty rate and cap.',
    during: (state) => isInBrownout(readMigration(state)),
    atMostMs,
  });
}

/** Keeps the claim above from holding because no page is ever sent twice. */
export const thePassesAreSeveral = reachable({
  id: 'the-passes-are-several',
  requirements: ['LM-3', 'LM-5'],
  statement: 'A guest can make another pass over its memory necessary.',
  holds: (state) => readMigration(state).workers.some(({ context }) => context.pass > 1),
});

/** The guest can be ahead of the link as often as it is allowed to. */
export const theCapIsReached = reachable({
  id: 'the-cap-is-reached',
  requirements: ['LM-5'],
  statement: 'A VM is stopped after the last pass with pages left that are dirty.',
  holds: (state) => {
    const migration = readMigration(state);
    return migration.workers.some((worker) => worker.matches({ source: 'blackout' }) && worker.context.pass === worker.context.passesMax && migration.partitions.some(({ context }) => context.node === worker.context.node && context.dirty?.includes(true) === true));
  },
});
