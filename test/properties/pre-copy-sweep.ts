/**
 * The theorem on pre-copy at one point of a grid: the model against the closed form, and against the calculator.
 */
import { expect } from 'vitest';
import { switchOverMs } from '../../machines/systems/timed-live-migration.ts';
import { converges, pagesLeftMost, pagesSentMost, passesMost, type PreCopy } from '../../properties/theorems/pre-copy-convergence.ts';
import { calculated, measure, timingOf, type Measured } from './measured-migration.ts';

const second = 1_000;

export function pointText({ pages, writablePages, copyTime, dirtyInterval, passesMax, remainingMax }: PreCopy): string {
  return `${pages} pages, ${writablePages} written to, copied in ${copyTime} s, dirty every ${dirtyInterval} s, ${passesMax} passes, ${remainingMax} may remain`;
}

/** Under a cap: brownout, passes and blackout. Nothing may remain. */
export async function expectCapped(point: PreCopy): Promise<void> {
  const timing = timingOf(point);
  const measured = await measure(timing, { passesAsked: Array.from({ length: point.passesMax + 1 }, (_, i) => i + 1) });
  const passes = Math.max(...measured.passes);
  const text = pointText(point);
  const pages = pagesSentMost(point);
  const page = point.copyTime * second;
  const left = ((measured.blackoutMostMs ?? NaN) - switchOverMs(timing, 'csv')) / page;
  const sent = (measured.brownoutMostMs ?? NaN) / page;
  expect([text, sent <= pages, left <= pagesLeftMost(point), passes <= passesMost(point)]).toEqual([text, true, true, true]);
  if (point.writablePages === point.pages) expect([text, sent]).toEqual([text, pages]);
  if (!converges(point)) expect([text, sent, passes, left]).toEqual([text, pages, point.passesMax, point.writablePages]);
  // A guest that writes nothing: one pass, and no page in the blackout.
  expect([text, measured.brownoutLeastMs, measured.blackoutLeastMs]).toEqual([text, point.pages * page, switchOverMs(timing, 'csv')]);
  expectLikeTheCalculator(point, measured, { sent, left, passes });
}

/** Where both speak of the same: an idle guest, one as fast as the link and faster; and to within a page in between. */
function expectLikeTheCalculator(point: PreCopy, measured: Measured, { sent, left, passes }: Record<'sent' | 'left' | 'passes', number>): void {
  const timing = timingOf(point);
  const text = pointText(point);
  const page = point.copyTime * second;
  const idle = calculated(timing, 'csv', { dirtyMibPerS: 0 });
  const busy = calculated(timing, 'csv');
  if (idle.kind !== 'switched' || busy.kind !== 'switched') throw new Error(`${text}: the calculator finds no end under a cap`);
  expect([text, idle.passes.length, idle.times.brownoutMs, idle.times.blackoutMs]).toEqual([text, 1, measured.brownoutLeastMs, measured.blackoutLeastMs]);
  if (!converges(point)) {
    expect([text, busy.passes.length, busy.times.brownoutMs, busy.times.blackoutMs]).toEqual([text, point.passesMax, measured.brownoutMostMs, measured.blackoutMostMs]);
    return;
  }
  const calculatedLeft = (busy.times.blackoutMs - switchOverMs(timing, 'csv')) / page;
  const calculatedSent = busy.times.brownoutMs / page;
  const infiniteSum = (point.pages * point.dirtyInterval) / (point.dirtyInterval - point.copyTime);
  const nothing = 1e-9;
  expect([text, Math.abs(left - calculatedLeft) <= 1 + nothing, busy.passes.length <= passes, calculatedSent <= sent + nothing, sent <= infiniteSum + 1]).toEqual([text, true, true, true, true]);
}

/** Without a cap: whether the passes end, and if so after how much. Returns what was measured. */
export async function expectUncapped(point: Omit<PreCopy, 'passesMax'>): Promise<number | null> {
  const uncapped: PreCopy = { ...point, passesMax: Infinity };
  const timing = timingOf(uncapped);
  const { brownoutMostMs } = await measure(timing, { uncapped: true });
  const text = pointText(uncapped);
  const sent = brownoutMostMs === null ? null : brownoutMostMs / (point.copyTime * second);
  expect([text, sent !== null, calculated(timing, 'csv').kind]).toEqual([text, converges(uncapped), converges(uncapped) ? 'switched' : 'too-long']);
  if (sent !== null && point.remainingMax === 0 && point.writablePages === point.pages) expect([text, sent]).toEqual([text, pagesSentMost(uncapped)]);
  return sent;
}
