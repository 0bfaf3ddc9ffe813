/**
 * How far an exploration is, as text: two lines for a terminal, one line for a log.
 *
 * There is no percentage of the whole, because nobody knows how large the whole is; only of a limit that was given.
 */
import type { Progress } from '../property/exploration.ts';
import { plain, type Page } from './page.ts';
import { bytesText, clockText, countText } from './quantities.ts';

/** What is known besides the explorer's own numbers. */
export interface Standing {
  readonly suite: string;
  readonly open: number;
  readonly violated: number;
  /** Sizes of the frontier over time, oldest first. */
  readonly frontiers: readonly number[];
  /** Distinct states a second, lately and over all. */
  readonly rate: number;
  readonly rateOverall: number;
  /** The share of the nearest limit that is used up, with its option; null without limits. */
  readonly used: { readonly option: string; readonly share: number } | null;
}

const bars = '▁▂▃▄▅▆▇█';
const asciiBars = '_.-=+*#@';

/** Two lines that fit on the page. */
export function progressLines(page: Page, progress: Progress, standing: Standing): readonly string[] {
  const trend = standing.rate < standing.rateOverall * 0.9 ? ' ↓' : standing.rate > standing.rateOverall * 1.1 ? ' ↑' : '';
  const used = standing.used === null ? [] : [`${Math.round(standing.used.share * 100)} % of ${standing.used.option}`];
  const parts = [
    clockText(progress.elapsedMs),
    `depth ${progress.depth}`,
    `distinct ${countText(progress.distinct)}`,
    `${countText(standing.rate)}/s${page.ascii ? '' : trend}`,
    `frontier ${countText(progress.frontier)} ${sparkline(standing.frontiers, page.ascii)}`.trimEnd(),
    ...used,
    bytesText(progress.memoryBytes),
  ];
  const second = [`${plain(page, '✗')} ${standing.violated} violated`, `${standing.open} open`, standing.suite, '^C stops and keeps the results'];
  return [fitted(parts, page.width), fitted(second, page.width)];
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

/** As many parts as fit, from the left; a line that wrapped could not be redrawn. */
function fitted(parts: readonly string[], width: number): string {
  let line = '';
  for (const part of parts) {
    const longer = line === '' ? part : `${line}  ${part}`;
    if (longer.length >= width) break;
    line = longer;
  }
  return line;
}
