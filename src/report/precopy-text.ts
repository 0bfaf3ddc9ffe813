/**
 * What a migration will be like, as a page: the passes with a bar each, how it ends, the totals and what bounds them.
 *
 *   PASS   TO SEND    TIME   DIRTIED
 *      1     8 GiB   6.9 s  1.34 GiB  │████████████████████████████████│
 *      2  1.34 GiB   1.2 s   231 MiB  │█████▎                          │
 *   last   231 MiB  193 ms         -  │▉                               │
 *
 * A narrow page loses the bars. Many passes are folded in the middle; the JSON has them all.
 */
import type { Bound, Bounds } from '../precopy/bounds.ts';
import { dirtiedBytes, type DirtyCurve } from '../precopy/dirty-curve.ts';
import { passRate, wireFactor, type Migration } from '../precopy/migration.ts';
import type { Pass } from '../precopy/passes.ts';
import type { Plateau } from '../precopy/plateau.ts';
import type { Endless, Ending, Prediction } from '../precopy/predict.ts';
import { windowSeconds, xenMemoryFactorMax, type StopRule } from '../precopy/stop-rule.ts';
import { bar } from './bar.ts';
import { padded, paint, plain, widthOf, wrapped, type Page, type Style } from './page.ts';
import { binaryText, countOf, countText, durationText } from './quantities.ts';

const shownFirst = 10;
const shownLast = 2;
const barWidthMin = 10;
const margin = 2;
const gap = 2;

export function precopyLines(page: Page, migration: Migration, prediction: Prediction, bounds: Bounds): readonly string[] {
  return [
    ...wrapped(plain(page, headingText(migration)), page.width),
    '',
    ...passTable(page, prediction),
    '',
    ...factLines(page, factsOf(migration, prediction, bounds)),
  ];
}

/** The inputs, so that the page can be read without the command. */
function headingText(migration: Migration): string {
  const { memoryBytes, nonZeroShare, linkBytesPerSecond, cap, dirty, rule, switchOverMs } = migration;
  const share = nonZeroShare === 1 ? '' : `, ${Number((nonZeroShare * 100).toPrecision(3))} % of it to send,`;
  const capped = cap.kind === 'none' ? '' : `, passes${cap.lastPass === 'lifted' ? ' but the last' : ''} capped at ${rateText(cap.bytesPerSecond)}`;
  const switching = switchOverMs === 0 ? '' : `; switch-over ${durationText(switchOverMs)}`;
  return `precopy  ${binaryText(memoryBytes)}${share} over ${rateText(linkBytesPerSecond)}${capped}; ${curveText(dirty, memoryBytes)}; ${ruleText(rule)}${switching}`;
}

function curveText(curve: DirtyCurve, memoryBytes: number): string {
  const most = curve.writableBytes === memoryBytes ? '' : `, ${binaryText(curve.writableBytes)} at most`;
  switch (curve.kind) {
    case 'constant':
      return `dirtied at ${rateText(curve.bytesPerSecond)}${most}`;
    case 'saturating':
      return `dirtied at ${rateText(curve.bytesPerSecond)} at first, saturating at ${binaryText(curve.writableBytes)}`;
    case 'power-law':
      return `dirtied by ${binaryText(curve.bytesInFirstSecond)} × t^${curve.exponent} in t seconds${most}`;
  }
}

function ruleText(rule: StopRule): string {
  switch (rule.kind) {
    case 'hyper-v':
      return `Hyper-V: less than ${binaryText(rule.thresholdBytes)} dirty, or ${countOf(rule.passesMax, 'pass', 'passes')}`;
    case 'qemu':
      return `QEMU: what is left fits into ${durationText(rule.downtimeLimitMs)}${rule.bandwidth.kind === 'given' ? ` at ${rateText(rule.bandwidth.bytesPerSecond)}` : ''}`;
    case 'xen':
      return `Xen: fewer than 50 pages dirty, or ${countOf(rule.passesMax, 'pass', 'passes')}`;
    case 'xen-2011':
      return `Xen of 2011: a pass of fewer than 50 pages, ${countOf(rule.passesMax, 'pass', 'passes')}, or ${xenMemoryFactorMax} times the memory sent`;
  }
}

interface PassRow {
  /** One for each column, or one for the whole line. */
  readonly cells: readonly string[];
  /** Null where there is nothing to compare. */
  readonly bytes: number | null;
  readonly style: Style;
}

function passTable(page: Page, prediction: Prediction): readonly string[] {
  const rows = [{ cells: ['PASS', 'TO SEND', 'TIME', 'DIRTIED'], bytes: null, style: 'quiet' } as const, ...passRows(prediction)];
  const widths = [0, 1, 2, 3].map((column) => Math.max(...rows.map(({ cells }) => widthOf(cells.length === 4 ? (cells[column] ?? '') : ''))));
  const barWidth = page.width - margin - widths.reduce((sum, width) => sum + width + gap, 0) - 2;
  const largest = Math.max(...rows.map(({ bytes }) => bytes ?? 0));
  return rows.flatMap(({ cells, bytes, style }) => {
    const indent = ' '.repeat(margin);
    if (cells.length !== 4) return wrapped(plain(page, cells.join('')), page.width - margin).map((line) => `${indent}${paint(page, style, line)}`);
    const line = `${indent}${paint(page, style, plain(page, cells.map((cell, i) => padded(cell, widths[i] ?? 0, 'right')).join(' '.repeat(gap))))}`;
    if (bytes === null || barWidth < barWidthMin) return [line];
    const edge = page.ascii ? '|' : '│';
    return [`${line}${' '.repeat(gap)}${edge}${padded(bar(largest === 0 ? 0 : bytes / largest, barWidth, page.ascii), barWidth)}${edge}`];
  });
}

function passRows(prediction: Prediction): readonly PassRow[] {
  const { passes } = prediction;
  const rowOf = ({ number, toSendBytes, durationMs, dirtiedBytes: dirtied }: Pass): PassRow => ({ cells: [countText(number), binaryText(toSendBytes), timeText(durationMs), binaryText(dirtied)], bytes: toSendBytes, style: 'plain' });
  const more: readonly PassRow[] = prediction.kind === 'switched' ? [] : [{ cells: ['   … and so on'], bytes: null, style: 'quiet' }];
  const last: readonly PassRow[] = prediction.kind === 'switched' ? [{ cells: ['last', binaryText(prediction.last.toSendBytes), timeText(prediction.last.durationMs), '-'], bytes: prediction.last.toSendBytes, style: 'strong' }] : [];
  const folded = passes.slice(shownFirst, -shownLast);
  if (folded.length < 2) return [...passes.map(rowOf), ...last, ...more];
  const sizes = folded.map(({ toSendBytes }) => toSendBytes);
  const fold: PassRow = { cells: [`   … ${countText(folded.length)} more, ${spanText({ leastBytes: Math.min(...sizes), greatestBytes: Math.max(...sizes) })} each`], bytes: null, style: 'quiet' };
  return [...passes.slice(0, shownFirst).map(rowOf), fold, ...passes.slice(-shownLast).map(rowOf), ...last, ...more];
}

interface Fact {
  readonly name: string;
  readonly text: string;
  readonly style: Style;
}

function factsOf(migration: Migration, prediction: Prediction, bounds: Bounds): readonly Fact[] {
  const sums: readonly Fact[] =
    prediction.kind === 'switched'
      ? [
          { name: 'sent', text: `${binaryText(prediction.wireBytes)} over the link`, style: 'plain' },
          { name: 'brownout', text: timeText(prediction.times.brownoutMs), style: 'plain' },
        ]
      : [];
  return [
    endFact(prediction),
    ...(prediction.kind === 'endless' ? [{ name: 'helps', text: helpText(migration, prediction), style: 'plain' } as const] : []),
    ...sums,
    blackoutFact(prediction, bounds),
    totalFact(migration, prediction, bounds),
    { name: 'assumes', text: 'the guest goes on as it does, and this migration has the link to itself', style: 'quiet' },
  ];
}

function factLines(page: Page, facts: readonly Fact[]): readonly string[] {
  const width = Math.max(...facts.map(({ name }) => name.length));
  return facts.flatMap(({ name, text, style }) =>
    wrapped(plain(page, text), page.width - margin - width - gap).map((line, i) => `${' '.repeat(margin)}${padded(i === 0 ? name : '', width)}${' '.repeat(gap)}${paint(page, style, line)}`),
  );
}

function endFact(prediction: Prediction): Fact {
  const name = 'ends';
  switch (prediction.kind) {
    case 'switched':
      return { name, text: endingText(prediction.ending, prediction.passes.length, prediction.last.toSendBytes), style: prediction.ending.kind === 'rule-met' ? 'good' : 'doubt' };
    case 'too-long':
      return { name, text: `only after more than ${countOf(prediction.passesMax, 'pass', 'passes')}`, style: 'bad' };
    case 'endless':
      return { name, text: `never: passes go on having ${spanText(prediction.plateau)} to send, and the rule is met below ${binaryText(prediction.thresholdBytes)}`, style: 'bad' };
  }
}

/** What would make passes end that do not. */
function helpText(migration: Migration, { because, thresholdBytes }: Endless): string {
  const rate = passRate(migration) / wireFactor(migration.framing);
  const seconds = because === 'limit-too-short' ? thresholdBytes / rate : windowSeconds;
  const balance = `in ${timeText(seconds * 1000)} the guest dirties ${binaryText(dirtiedBytes(migration.dirty, seconds))}, and ${binaryText(rate * seconds)} can be sent`;
  if (because === 'limit-too-short') return `a longer downtime limit, because the longer the guest goes on the slower it dirties: ${balance}`;
  return `a faster link or cap, or a slower guest: ${balance}. A longer downtime limit does not help before it covers all that is writable, ${binaryText(migration.dirty.writableBytes)}`;
}

function endingText(ending: Ending, passes: number, leftBytes: number): string {
  const after = `after ${countOf(passes, 'pass', 'passes')}`;
  if (ending.kind === 'rule-met') return passes === 0 ? `at once: all is less than ${binaryText(ending.thresholdBytes)}` : `rule met ${after}, with ${binaryText(leftBytes)} dirty`;
  const goingOn = ending.plateau.greatestBytes < ending.thresholdBytes ? 'more passes would meet the rule' : `more passes would go on having ${spanText(ending.plateau)} to send`;
  const why = ending.kind === 'passes-spent' ? 'no more are allowed' : `more than ${xenMemoryFactorMax} times the memory is sent`;
  return `forced ${after}, because ${why}, with ${binaryText(leftBytes)} dirty; ${goingOn}`;
}

function blackoutFact(prediction: Prediction, { blackoutMost }: Bounds): Fact {
  const most = boundText(blackoutMost, 0);
  if (prediction.kind === 'switched') return { name: 'blackout', text: `${timeText(prediction.times.blackoutMs)}; ${most}`, style: 'strong' };
  return { name: 'blackout', text: `${most}, if it came to one`, style: 'plain' };
}

function totalFact({ rule }: Migration, prediction: Prediction, { totalLeastMs, totalMost }: Bounds): Fact {
  const limits = `at least ${timeText(totalLeastMs)}, and ${boundText(totalMost, rule.kind === 'qemu' ? 0 : rule.passesMax)}`;
  if (prediction.kind === 'switched') return { name: 'total', text: `${timeText(prediction.times.totalMs)}; whatever the guest writes, ${limits}`, style: 'strong' };
  return { name: 'total', text: limits, style: 'plain' };
}

function boundText(bound: Bound, passesMax: number): string {
  if (bound.kind === 'unbounded') return 'without an end, as passes have no limit';
  const reasons = {
    passes: `${countOf(passesMax, 'pass', 'passes')} and the last, of all that is writable`,
    volume: `${xenMemoryFactorMax} times the memory, a pass and the last`,
    writable: 'all that is writable',
    threshold: 'what the rule lets be left',
  };
  return `at most ${timeText(bound.ms)} (${reasons[bound.because]})`;
}

function spanText({ leastBytes, greatestBytes }: Pick<Plateau, 'leastBytes' | 'greatestBytes'>): string {
  const [from, to] = [binaryText(leastBytes), binaryText(greatestBytes)];
  return from === to ? to : `${from} to ${to}`;
}

/** Little is not nothing. */
function timeText(ms: number): string {
  return ms > 0 && ms < 0.5 ? '<1 ms' : durationText(ms);
}

function rateText(bytesPerSecond: number): string {
  return `${binaryText(bytesPerSecond)}/s`;
}
