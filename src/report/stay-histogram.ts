/**
 * The distribution of stays as a person reads it, with what is proved beside what was seen.
 *
 *   blackout, ms                                10,000 stays in 8,812 runs
 *   [   0,  200)     16 |▏                    |
 *   [ 200,  400)  1,830 |██████████████████   |  p50 310
 *   [ 400,  600)     28 |▎                    |  p99 450  max 510
 *   ---------------------------------------- proved: at most 600 --
 *   slowest: quiesce replay hv-cluster 0.2.6@c41e77b09a3f
 */
import type { Bound } from '../property/bound.ts';
import { percentile, type StaySample } from '../walk/stay-tally.ts';
import { bar } from './bar.ts';
import { boundText } from './bound-text.ts';
import { replayCommand, type Program, type Subject } from './checked-suite.ts';
import { padded, paint, plain, widthOf, wrapped, type Page } from './page.ts';
import { countOf, countText } from './quantities.ts';

/** More classes than this are no picture any more. */
const classesMax = 12;
const barWidthMax = 40;
/** Percentiles that are longer together than this have a line of their own. */
const marksBesideMax = 28;

/** A class of lengths: from, and up to but not including, to. */
interface Class {
  readonly from: number;
  readonly to: number;
  readonly stays: number;
}

/** `proved` is what a complete check measured; null when there was none. */
export function stayHistogram(page: Page, program: Program, subject: Subject, sample: StaySample, proved: Bound | null): readonly string[] {
  const { id, counts, ended, open, extreme, kind } = sample;
  const seen = `${countOf(ended, 'stay')}${open === 0 ? '' : `, ${countText(open)} not ended`}`;
  const heading = wrapped(plain(page, `${id}, ms: ${seen}`), page.width - 2).map((line) => `  ${paint(page, 'strong', line)}`);
  const bound = proved === null ? 'not proved: the check was not complete' : `proved: ${boundText(proved)}`;
  return [
    ...heading,
    ...(ended === 0 ? [] : bars(page, counts)),
    ...wrapped(plain(page, bound), page.width - 4).map((line) => `  ${line}`),
    ...(extreme === null ? [] : [`  ${kind === 'longest' ? 'slowest' : 'fastest'}: run ${countText(extreme.run + 1)}, ${countText(extreme.ms)} ms`, paint(page, 'quiet', `    ${replayCommand(program, subject, extreme.trace.id)}`)]),
    '',
  ];
}

function bars(page: Page, counts: StaySample['counts']): readonly string[] {
  const { classes, isFine } = classesOf(counts);
  const most = Math.max(...classes.map(({ stays }) => stays));
  const ranges = classes.map(({ from, to }) => (isFine ? countText(from) : `[${countText(from)}, ${countText(to)})`));
  const rangeWidth = Math.max(...ranges.map(widthOf));
  const countWidth = Math.max(...classes.map(({ stays }) => widthOf(countText(stays))));
  const all = marksOf(counts);
  const isBeside = classes.every((one) => widthOf(markText(all, one)) <= marksBesideMax);
  const marks = isBeside ? all : [];
  const markWidth = Math.max(0, ...classes.map((one) => widthOf(markText(marks, one))));
  const width = Math.max(8, Math.min(barWidthMax, page.width - (rangeWidth + countWidth + markWidth + 9)));
  const lines = classes.map((one, i) => {
    const range = padded(ranges[i] ?? '', rangeWidth, 'right');
    const line = padded(bar(one.stays / most, width, page.ascii), width);
    return `  ${range} ${padded(countText(one.stays), countWidth, 'right')} |${line}|  ${markText(marks, one)}`.trimEnd();
  });
  return isBeside ? lines : [...lines, ...wrapped(all.map(([name, ms]) => `${name} ${countText(ms)}`).join('  '), page.width - 2).map((line) => `  ${line}`)];
}

/** Classes of one width, a round number of the lengths' own unit, that cover all lengths; fine ones have one length each. */
function classesOf(counts: StaySample['counts']): { readonly classes: readonly Class[]; readonly isFine: boolean } {
  const lengths = counts.map(([ms]) => ms);
  const [least = 0, most = 0] = [lengths[0], lengths.at(-1)];
  const unit = lengths.reduce(divisor, 0) || 1;
  const width = unit * roundUp((most - least + unit) / unit / classesMax);
  const first = Math.floor(least / width) * width;
  const classes = Array.from({ length: Math.floor((most - first) / width) + 1 }, (_, i) => {
    const from = first + i * width;
    return { from, to: from + width, stays: counts.filter(([ms]) => ms >= from && ms < from + width).reduce((sum, [, stays]) => sum + stays, 0) };
  });
  return { classes, isFine: width === unit };
}

/** The next of 1, 2, 5, 10, 20, 50, ... */
function roundUp(value: number): number {
  const power = 10 ** Math.floor(Math.log10(Math.max(1, value)));
  return power * ([1, 2, 5, 10].find((factor) => factor * power >= value) ?? 10);
}

function divisor(a: number, b: number): number {
  return b === 0 ? a : divisor(b, a % b);
}

type Marks = readonly (readonly [name: string, ms: number])[];

function marksOf(counts: StaySample['counts']): Marks {
  return [['p50', percentile(counts, 0.5)], ['p90', percentile(counts, 0.9)], ['p99', percentile(counts, 0.99)], ['max', percentile(counts, 1)]];
}

function markText(marks: Marks, { from, to }: Class): string {
  return marks.filter(([, ms]) => ms >= from && ms < to).map(([name, ms]) => `${name} ${countText(ms)}`).join('  ');
}
