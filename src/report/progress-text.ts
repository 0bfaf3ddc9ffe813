/**
 * How far an exploration is, as text: two lines for a terminal, one line for a log.
 *
 *   ⠼ 01:14  depth 19  distinct 61,902  transitions 290,118  812/s ↓  frontier 9,404  ▂▅▇█▇▅▃  1.1 GB  12 % of time
 *     ✗ 1 violated  ✓ 0 so far  6 open  never tested yet: evicted-node-idle  hv-cluster  ^C stops and keeps the results
 *
 * There is no percentage of the whole, because nobody knows how large the whole is; only of a limit that was given.
 * A property that was never tested so far is the earliest sign of one that will turn out vacuous.
 */
import type { Progress } from '../property/exploration.ts';
import { plain, widthOf, type Page } from './page.ts';
import { bytesText, clockText, countOf, countText, durationText } from './quantities.ts';

/** What is known besides the explorer's own numbers. */
export interface Standing {
  readonly suite: string;
  readonly open: number;
  readonly violated: number;
  readonly witnessed: number;
  /** Sizes of the frontier over time, oldest first. */
  readonly frontiers: readonly number[];
  /** Distinct states a second, lately and over all. */
  readonly rate: number;
  readonly rateOverall: number;
  /** The share of the nearest limit that is used up; null without limits. */
  readonly used: { readonly limit: 'states' | 'memory' | 'time'; readonly share: number } | null;
  /** How often the lines were drawn before. */
  readonly drawn: number;
}

/** The limits that a user gave. */
export interface GivenLimits {
  readonly statesMax?: number;
  readonly memoryMaxBytes?: number;
  readonly timeMaxMs?: number;
}

const bars = '▁▂▃▄▅▆▇█';
const asciiBars = '_.-=+*#@';
const spinner = '⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏';
const asciiSpinner = '|/-\\';

/** One line above the others, once: how the search goes about it, and within which limits. */
export function runLine(page: Page, { statesMax, memoryMaxBytes, timeMaxMs }: GivenLimits, claims: number, model: string): string {
  const limits = [
    ...(timeMaxMs === undefined ? [] : [durationText(timeMaxMs)]),
    ...(memoryMaxBytes === undefined ? [] : [bytesText(memoryMaxBytes)]),
    ...(statesMax === undefined ? [] : [countOf(statesMax, 'state')]),
  ];
  return fitted([[3, 'breadth first,'], [2, `${countOf(claims, 'property', 'properties')},`], [4, limits.length === 0 ? 'no limit given,' : `at most ${limits.join(' / ')},`], [1, `model ${model}`]], page.width, ' ').replace(/,$/, '');
}

/** Two lines that fit on the page. */
export function progressLines(page: Page, progress: Progress, standing: Standing): readonly string[] {
  const { rate, rateOverall, used, frontiers, drawn } = standing;
  const trend = page.ascii ? '' : rate < rateOverall * 0.9 ? ' ↓' : rate > rateOverall * 1.1 ? ' ↑' : '';
  const frames = page.ascii ? asciiSpinner : spinner;
  const first: readonly Part[] = [
    [9, `${frames.charAt(drawn % frames.length)} ${clockText(progress.elapsedMs)}`],
    [6, `depth ${countText(progress.depth)}`],
    [8, `distinct ${countText(progress.distinct)}`],
    [1, `transitions ${countText(progress.transitions)}`],
    [4, `${countText(rate)}/s${trend}`],
    [3, `frontier ${countText(progress.frontier)}`],
    [2, sparkline(frontiers, page.ascii)],
    [7, bytesText(progress.memoryBytes)],
    [5, used === null ? '' : `${Math.round(used.share * 100)} % of ${used.limit}`],
  ];
  const second: readonly Part[] = [
    [5, `  ${plain(page, '✗')} ${standing.violated} violated`],
    [3, `${plain(page, '✓')} ${standing.witnessed} so far`],
    [4, `${standing.open} open`],
    [2, untestedText(progress.neverTested, Math.floor(page.width / 2))],
    [0, standing.suite],
    [1, '^C stops and keeps the results'],
  ];
  return [fitted(first, page.width), fitted(second, page.width)].map((line) => plain(page, line));
}

/** One line of `name=value`, for logs. */
export function progressLogLine(progress: Progress, { suite, open, violated, rate }: Standing): string {
  const { elapsedMs, depth, distinct, transitions, frontier, memoryBytes } = progress;
  return `quiesce: ${clockText(elapsedMs)} ${suite} depth=${depth} distinct=${distinct} transitions=${transitions} rate=${Math.round(rate)}/s frontier=${frontier} rss=${bytesText(memoryBytes).replace(' ', '')} open=${open} violated=${violated}`;
}

/** Heights of a few values, relative to the largest. @example sparkline([1, 4, 8], false) // '▂▅█' */
export function sparkline(values: readonly number[], ascii: boolean): string {
  const scale = ascii ? asciiBars : bars;
  const largest = Math.max(1, ...values);
  return values.map((value) => scale.charAt(Math.min(scale.length - 1, Math.round((value / largest) * (scale.length - 1))))).join('');
}

/** As many names as there is room for. */
function untestedText(ids: readonly string[], width: number): string {
  const [first] = ids;
  if (first === undefined) return '';
  const all = `never tested yet: ${ids.join(', ')}`;
  if (widthOf(all) <= width) return all;
  return ids.length === 1 || widthOf(first) > width / 2 ? `never tested yet: ${countOf(ids.length, 'property', 'properties')}` : `never tested yet: ${first} and ${ids.length - 1} more`;
}

/** A text, and how much it matters. */
type Part = readonly [weight: number, text: string];

/** What matters most of a line, in order; a line that wrapped could not be redrawn. */
function fitted(parts: readonly Part[], width: number, gap = '  '): string {
  let kept = parts.filter(([, text]) => text !== '');
  const line = (): string => kept.map(([, text]) => text).join(gap);
  while (widthOf(line()) >= width && kept.length > 1) {
    const least = Math.min(...kept.map(([weight]) => weight));
    kept = kept.filter(([weight]) => weight !== least);
  }
  return line();
}
