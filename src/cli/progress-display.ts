/**
 * Progress on stderr: two lines redrawn on a terminal, now and then a line in a log, nothing for what is done at once.
 */
import type { Progress } from '../property/exploration.ts';
import type { Page } from '../report/page.ts';
import { progressLines, progressLogLine, runLine, type GivenLimits, type Standing } from '../report/progress-text.ts';
import type { VerdictKind } from '../report/verdict-words.ts';
import { isAnimated, isContinuousIntegration, type Host } from './host.ts';

/** At most four times a second, and not in the first half second. */
const redrawMs = 250;
const quietMs = 500;
const frontiersMax = 8;
/** When a log hears of it, then once a minute; a log in continuous integration only once a minute. */
const logAtMs = [1000, 2000, 5000, 10_000, 20_000, 30_000, 60_000];
const minuteMs = 60_000;

export interface ProgressOf {
  readonly suite: string;
  readonly claims: number;
  /** States that this run did not find itself, as it went on from a checkpoint. */
  readonly distinctBefore: number;
  /** The fingerprint of the system. */
  readonly model: string;
  readonly limits: GivenLimits;
}

export class ProgressDisplay {
  readonly #host: Pick<Host, 'stderr' | 'env'>;
  readonly #page: Page;
  readonly #of: ProgressOf;
  readonly #animated: boolean;
  readonly #samples: Progress[] = [];
  #linesShown = 0;
  #shownMs = 0;
  #loggedMs: number;
  #open: number;
  #violated = 0;
  #witnessed = 0;
  #drawn = 0;

  constructor(host: Pick<Host, 'stderr' | 'env'>, page: Page, of: ProgressOf) {
    this.#host = host;
    this.#page = page;
    this.#of = of;
    this.#animated = isAnimated(host);
    this.#loggedMs = isContinuousIntegration(host.env) ? minuteMs - 1 : 0;
    this.#open = of.claims;
  }

  /** Notes that a property has its verdict, and returns how many have none yet. */
  decided(verdict: VerdictKind): number {
    this.#open -= 1;
    if (verdict === 'violated') this.#violated += 1;
    if (verdict === 'witnessed') this.#witnessed += 1;
    return this.#open;
  }

  show(progress: Progress): void {
    if (progress.elapsedMs - (this.#samples.at(-1)?.elapsedMs ?? -redrawMs) >= redrawMs) this.#samples.push(progress);
    if (this.#samples.length > frontiersMax) this.#samples.shift();
    if (this.#animated) this.#redraw(progress);
    else this.#log(progress);
  }

  /** Prints a line of its own, above what is redrawn. */
  say(line: string): void {
    this.clear();
    this.#host.stderr.write(`${line}\n`);
  }

  clear(): void {
    if (this.#linesShown === 0) return;
    this.#host.stderr.write(`\r\u001b[${this.#linesShown}A\u001b[J`);
    this.#linesShown = 0;
  }

  #redraw(progress: Progress): void {
    if (progress.elapsedMs < quietMs || progress.elapsedMs - this.#shownMs < redrawMs) return;
    this.#shownMs = progress.elapsedMs;
    this.clear();
    const page = { ...this.#page, width: this.#host.stderr.width() ?? this.#page.width };
    if (this.#drawn === 0) this.#host.stderr.write(`${runLine(page, this.#of.limits, this.#of.claims, this.#of.model)}\n`);
    const lines = progressLines(page, progress, this.#standing(progress));
    this.#drawn += 1;
    this.#host.stderr.write(lines.map((line) => `${line}\n`).join(''));
    this.#linesShown = lines.length;
  }

  #log(progress: Progress): void {
    const due = [...logAtMs, (Math.floor(this.#loggedMs / minuteMs) + 1) * minuteMs].find((ms) => ms > this.#loggedMs) ?? minuteMs;
    if (progress.elapsedMs < due) return;
    this.#loggedMs = progress.elapsedMs;
    this.#host.stderr.write(`${progressLogLine(progress, this.#standing(progress))}\n`);
  }

  #standing(progress: Progress): Standing {
    const first = this.#samples[0] ?? progress;
    const seconds = (progress.elapsedMs - first.elapsedMs) / 1000;
    const rateOverall = (progress.distinct - this.#of.distinctBefore) / Math.max(0.001, progress.elapsedMs / 1000);
    return {
      suite: this.#of.suite,
      open: this.#open,
      violated: this.#violated,
      witnessed: this.#witnessed,
      drawn: this.#drawn,
      frontiers: this.#samples.map(({ frontier }) => frontier),
      rate: seconds < 0.2 ? rateOverall : (progress.distinct - first.distinct) / seconds,
      rateOverall,
      used: this.#nearestLimit(progress),
    };
  }

  #nearestLimit(progress: Progress): Standing['used'] {
    const { statesMax, memoryMaxBytes, timeMaxMs } = this.#of.limits;
    const shares = [
      ...(statesMax === undefined ? [] : [{ limit: 'states' as const, share: progress.distinct / statesMax }]),
      ...(memoryMaxBytes === undefined ? [] : [{ limit: 'memory' as const, share: progress.memoryBytes / memoryMaxBytes }]),
      ...(timeMaxMs === undefined ? [] : [{ limit: 'time' as const, share: progress.elapsedMs / timeMaxMs }]),
    ];
    return shares.toSorted((a, b) => b.share - a.share)[0] ?? null;
  }
}
