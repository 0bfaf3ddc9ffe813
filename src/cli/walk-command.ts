/**
 * `quiesce walk`: random runs of each suite, and what they find made short.
 *
 * The seed is drawn here if none is given, and printed either way, so that every run can be had again.
 */
import { check } from '../check/check.ts';
import type { Bound } from '../property/bound.ts';
import { clockText, countOf, countText } from '../report/quantities.ts';
import type { Refusal, Subject } from '../report/checked-suite.ts';
import { checkCommand as checkText } from '../report/checked-suite.ts';
import { plain, wrapped } from '../report/page.ts';
import { PropertyError } from '../report/property-error.ts';
import { refusalLines } from '../report/refusal-text.ts';
import { jsonText, runInfo } from '../report/report-json.ts';
import { walkJson, type SampledSuite } from '../report/sample-json.ts';
import { sampleLines, sampleSummary } from '../report/sample-text.ts';
import { headingLines } from '../report/suite-text.ts';
import { UsageError } from '../report/usage-fault.ts';
import { ModelError } from '../system/model-error.ts';
import { sample } from '../walk/sample.ts';
import type { SampleProgress } from '../walk/sample-report.ts';
import { codeOfWalk, mostSevere } from './exit-code.ts';
import { isAnimated, pageFor, type Host, type Interruption } from './host.ts';
import type { Options } from './options.ts';
import { subjectsOf, suitesNamed } from './select.ts';

export async function walkCommand(options: Options, host: Host, args: readonly string[]): Promise<number> {
  const subjects = subjectsOf(await suitesNamed(options.subjects, host), options);
  if (subjects.length === 0) throw new UsageError({ code: 'missing-argument', command: 'walk', wanted: 'a suite or a file', usage: 'walk SUITE|FILE' });
  const page = pageFor(host.stdout, host.env, options);
  const seed = options.seed ?? host.randomSeed();
  const interruption = host.listen();
  const results: SampledSuite[] = [];
  for (const subject of subjects) {
    if (interruption.signal.aborted) break;
    if (!options.json) print(host, headingLines(page, subject));
    const outcome = await outcomeOf(subject, { seed, runs: options.runs }, host, interruption);
    results.push({ subject, outcome });
    if (options.json) continue;
    if (outcome.kind === 'sampled') print(host, sampleLines(page, host.program, subject, outcome.report, outcome.proved, options.trace));
    else print(host, [...refusalLines(page, subject, outcome.error, checkText(host.program, subject)), '']);
  }
  const code = interruption.exitCode() ?? mostSevere(results.map(codeOfWalk));
  if (options.json) host.stdout.write(jsonText(walkJson(runInfo(host.program, host.version(), args, seed, code), host.program, results)));
  else print(host, wrapped(plain(page, sampleSummary(results, seed, code)), page.width));
  return code;
}

async function outcomeOf(subject: Subject, options: { readonly seed: number; readonly runs: number }, host: Host, interruption: Interruption): Promise<SampledSuite['outcome']> {
  const { suite, system } = subject;
  const line = new CountingLine(host);
  try {
    const report = await sample(system, suite.properties, { ...options, expect: suite.expect, builtIns: suite.builtIns, signal: interruption.signal, onProgress: (progress) => line.show(progress) });
    return { kind: 'sampled', report, proved: await provedBounds(subject, interruption) };
  } catch (error) {
    if (isRefusal(error)) return { kind: 'refused', error };
    throw error;
  } finally {
    line.clear();
  }
}

/** More states than this are a check of their own, and not done in passing. */
const provedStatesMax = 1_000_000;

/** What a complete check measures of the claims about time; empty when there are none, or it is not complete. */
async function provedBounds({ suite, system }: Subject, { signal }: Interruption): Promise<ReadonlyMap<string, Bound>> {
  const claims = suite.properties.filter((property) => 'during' in property);
  if (claims.length === 0 || signal.aborted) return new Map();
  const { exploration } = await check(system, claims, { builtIns: [], keepGoing: true, statesMax: provedStatesMax, signal });
  return exploration.bounds;
}

function isRefusal(error: unknown): error is Refusal {
  return error instanceof ModelError || error instanceof PropertyError;
}

/** One line on a terminal; here, unlike in a check, the whole is known. */
class CountingLine {
  readonly #host: Host;
  #shownMs = 0;

  constructor(host: Host) {
    this.#host = host;
  }

  show({ runs, runsMax, steps, elapsedMs, violations }: SampleProgress): void {
    if (!isAnimated(this.#host) || elapsedMs < 500 || elapsedMs - this.#shownMs < 250) return;
    this.#shownMs = elapsedMs;
    this.#host.stderr.write(`\r\u001b[K${clockText(elapsedMs)}  run ${countText(runs)} of ${countText(runsMax)}  ${countOf(steps, 'step')}  ${violations.length} violated`);
  }

  clear(): void {
    if (this.#shownMs > 0) this.#host.stderr.write('\r\u001b[K');
  }
}

function print(host: Host, lines: readonly string[]): void {
  host.stdout.write(`${lines.join('\n')}\n`);
}
