/**
 * `quiesce check`: explores each suite and prints what came of it.
 *
 * A suite is printed as soon as it is done; as JSON, all of them at the end. A model that cannot be checked does not keep the
 * next suite from being checked; an interruption does. A run with a checkpoint is of one suite; see kept-check.ts.
 */
import { check, type PropertyReport } from '../check/check.ts';
import { expectationOf } from '../property/suite.ts';
import type { CheckedSuite, Outcome, Subject } from '../report/checked-suite.ts';
import { checkpointMessage } from '../report/checkpoint-messages.ts';
import { messageLines } from '../report/message.ts';
import { nextStep } from '../report/next-step.ts';
import { plain, wrapped, type Page } from '../report/page.ts';
import { PropertyError } from '../report/property-error.ts';
import { checkJson, jsonText, runInfo } from '../report/report-json.ts';
import { headingLines, suiteLines } from '../report/suite-text.ts';
import { summaryLine } from '../report/summary-text.ts';
import { foundLine, foundLogLine } from '../report/found-text.ts';
import { ModelError } from '../system/model-error.ts';
import { systemFingerprint } from '../trace/fingerprint.ts';
import { codeOfCheck, exitCodes, mostSevere } from './exit-code.ts';
import { isContinuousIntegration, pageFor, type Host, type Interruption } from './host.ts';
import { checkpointInfo, keptCheck, type Kept } from './kept-check.ts';
import { limitsOf, tellOneThread, type Limits } from './limits.ts';
import type { Options } from './options.ts';
import { ProgressDisplay } from './progress-display.ts';

export async function checkCommand(options: Options, host: Host, args: readonly string[]): Promise<number> {
  const kept = await keptCheck(options, host);
  try {
    return await checkAll(kept, options, host, args);
  } finally {
    await kept.checkpoint?.close();
  }
}

async function checkAll({ subjects, checkpoint }: Kept, options: Options, host: Host, args: readonly string[]): Promise<number> {
  const page = pageFor(host.stdout, host.env, options);
  const interruption = host.listen();
  const limits = limitsOf(options, host);
  const results: CheckedSuite[] = [];
  for (const subject of subjects) {
    if (interruption.signal.aborted) break;
    if (!options.json) print(host, headingLines(page, subject));
    const outcome = await outcomeOf(subject, options, { ...limits, ...(checkpoint === null ? {} : { checkpoint }) }, host, interruption);
    results.push({ subject, outcome });
    if (!options.json) print(host, suiteLines(page, host.program, { subject, outcome }, options.trace));
  }
  const code = interruption.exitCode() ?? mostSevere(results.map((result) => codeOfCheck(result, options.allowIncomplete)));
  const info = checkpoint === null ? null : checkpointInfo(checkpoint, { program: host.program, args, keepGoing: limits.keepGoing === true }, results);
  if (options.json) host.stdout.write(jsonText(checkJson(runInfo(host.program, host.version(), args, null, code), host.program, results, info)));
  else printEnd(page, host, options, { results, code, skipped: subjects.slice(results.length), resume: info?.resume ?? null });
  if (checkpoint !== null && checkpoint.failure !== null) host.stderr.write(`${messageLines(pageFor(host.stderr, host.env, options), checkpointMessage(checkpoint.failure)).join('\n')}\n`);
  return code;
}

interface End {
  readonly results: readonly CheckedSuite[];
  readonly code: number;
  readonly skipped: readonly Subject[];
  /** The command that goes on from the checkpoint; null when there is none, or nothing to go on with. */
  readonly resume: string | null;
}

function printEnd(page: Page, host: Host, options: Options, { results, code, skipped, resume }: End): void {
  if (skipped.length > 0) print(host, [`not checked: ${skipped.map(({ name }) => name).join(', ')}`]);
  print(host, wrapped(plain(page, summaryLine(results, code, options.allowIncomplete)), page.width));
  const next = nextStep(host.program, results, { keepGoing: options.keepGoing || isContinuousIntegration(host.env), resume });
  if (next !== null && (resume !== null || (code !== exitCodes.interrupted && code !== exitCodes.terminated))) host.stderr.write(`next: ${next}\n`);
}

async function outcomeOf(subject: Subject, options: Options, limits: Limits, host: Host, interruption: Interruption): Promise<Outcome> {
  const { suite, system } = subject;
  tellOneThread(system, limits, host);
  const errorPage = pageFor(host.stderr, host.env, options);
  const display = new ProgressDisplay(host, errorPage, { suite: suite.id, claims: suite.properties.length + suite.builtIns.length, model: systemFingerprint(system), distinctBefore: limits.checkpoint?.resumed?.distinct ?? 0, limits });
  const startedMs = performance.now();
  const onDecided = (report: PropertyReport): void => {
    const open = display.decided(report.verdict.kind);
    const claim = [...suite.properties, ...suite.builtIns].find(({ id }) => id === report.id);
    if (report.verdict.kind !== 'violated' || claim === undefined || expectationOf(claim, suite.expect) === 'violated') return;
    const found = { program: host.program, subject, report, elapsedMs: performance.now() - startedMs, open: limits.keepGoing === true ? open : null };
    display.say(host.stderr.isTerminal ? foundLine(errorPage, found) : foundLogLine(found));
  };
  try {
    const report = await check(system, suite.properties, {
      ...limits,
      expect: suite.expect,
      builtIns: suite.builtIns,
      signal: interruption.signal,
      onDecided,
      onProgress: (progress) => display.show(progress),
    });
    return { kind: 'checked', report };
  } catch (error) {
    if (error instanceof ModelError || error instanceof PropertyError) return { kind: 'refused', error };
    throw error;
  } finally {
    display.clear();
  }
}

function print(host: Host, lines: readonly string[]): void {
  host.stdout.write(`${lines.join('\n')}\n`);
}
