/**
 * That the tick of a clock is short for the delays there are, with the remedy.
 *
 *   ticks of 1 ms are short for the delays met when it stopped; each tick of a timer is a state of its own:
 *     node1 (machine node): after heartbeatTimeout, 5 s, 5,000 ticks
 *   All of them are multiples of 1 s: say clock: { tickMs: 1000 }.
 */
import { delayText } from '../system/delay-text.ts';
import type { TickFineness } from '../property/tick-fineness.ts';
import { eventText } from '../trace/step-words.ts';
import { paint, plain, wrapped, type Page } from './page.ts';
import { countOf } from './quantities.ts';

/** The JSON has the others. */
const delaysMax = 3;

export function tickLines(page: Page, { tickMs, coarsestMs, delays }: TickFineness): readonly string[] {
  const left = delays.length - delaysMax;
  const lines = delays.slice(0, delaysMax).map(({ actor, machine, delayed, delayMs }) => `${actor} (machine ${machine}): ${eventText({ type: delayed })}, ${delayText(delayMs)}, ${countOf(delayMs / tickMs, 'tick')}`);
  return [
    ...wrapped(`ticks of ${delayText(tickMs)} are short for the delays met when it stopped; each tick of a timer is a state of its own:`, page.width - 2).map((line) => paint(page, 'doubt', `  ${line}`)),
    ...lines.flatMap((line) => wrapped(plain(page, line), page.width - 8).map((part, i) => `${i === 0 ? '    ' : '      '}${part}`)),
    ...(left <= 0 ? [] : [paint(page, 'quiet', `    and ${left} more; --json has them all`)]),
    ...wrapped(remedyFor(tickMs, coarsestMs), page.width - 4).map((line) => `  ${line}`),
  ];
}

function remedyFor(tickMs: number, coarsestMs: number): string {
  return coarsestMs > tickMs
    ? `All of them are multiples of ${delayText(coarsestMs)}: say clock: { tickMs: ${coarsestMs} }.`
    : `No coarser tick divides all of them. Round them to multiples of one, and give the clock that.`;
}
