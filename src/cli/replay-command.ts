/**
 * `quiesce replay`: a trace, step by step, with what each property says of it.
 *
 * The trace tells the version of the system it was recorded on. Where a file has several suites, or a suite several scopes,
 * that finds the one that is meant, so the command stays short.
 */
import { checkCommand as checkText, type Subject } from '../report/checked-suite.ts';
import { messageLines } from '../report/message.ts';
import { traceMessage } from '../report/messages.ts';
import { replayJson } from '../report/replay-json.ts';
import { replayLines, type Replayed } from '../report/replay-text.ts';
import { jsonText, runInfo } from '../report/report-json.ts';
import { headingLines } from '../report/suite-text.ts';
import { findingsAlong } from '../report/trace-verdicts.ts';
import { UsageError } from '../report/usage-fault.ts';
import { semanticsOf } from '../system/step.ts';
import { systemFingerprint } from '../trace/fingerprint.ts';
import { replayed as livelyReplayed } from '../trace/replay-live.ts';
import { parseTrace, replay, TraceError } from '../trace/trace.ts';
import { exitCodes } from './exit-code.ts';
import { pageFor, type Host } from './host.ts';
import type { Options } from './options.ts';
import { defaultScope, subjectIn, subjectsOf, suitesNamed, type NamedSuite } from './select.ts';

export async function replayCommand(options: Options, host: Host, args: readonly string[]): Promise<number> {
  const [name = '', text = ''] = options.subjects;
  const subject = subjectOfTrace(await suitesNamed([name], host), text, options);
  const semantics = semanticsOf(subject.system);
  try {
    const trace = replay(semantics, text);
    const replayed: Replayed = { semantics, trace, findings: findingsAlong(semantics, trace, subject.suite), live: options.live };
    if (options.live) livelyReplayed(semantics, trace);
    show(subject, replayed, options, host, args);
    return exitCodes.met;
  } catch (error) {
    if (!(error instanceof TraceError)) throw error;
    const message = traceMessage(error.fault, semantics, checkText(host.program, subject));
    host.stderr.write(`${messageLines(pageFor(host.stderr, host.env, options), message).join('\n')}\n`);
    return exitCodes.usage;
  }
}

function show(subject: Subject, replayed: Replayed, options: Options, host: Host, args: readonly string[]): void {
  if (options.json) {
    host.stdout.write(jsonText(replayJson(runInfo(host.program, host.version(), args, null, exitCodes.met), host.program, subject, replayed)));
    return;
  }
  const page = pageFor(host.stdout, host.env, options);
  host.stdout.write(`${[...headingLines(page, subject), ...replayLines(page, replayed, options.trace)].join('\n').trimEnd()}\n`);
}

/** The first suite and scope that is the system of the trace; the usual scope of the first suite if none is. */
function subjectOfTrace(suites: readonly NamedSuite[], text: string, options: Options): Subject {
  const { system } = parseTrace(text);
  const usual = subjectsOf(suites, options);
  const [first] = usual;
  if (first === undefined) throw new UsageError({ code: 'missing-argument', command: 'replay', wanted: 'a suite', usage: 'replay SUITE|FILE TRACE' });
  if (system === null) return first;
  const others = options.scope === null ? suites.flatMap(({ suite }) => Object.keys(suite.scopes).filter((scope) => scope !== defaultScope(suite)).map((scope) => ({ suite, scope }))) : [];
  return usual.find((subject) => systemFingerprint(subject.system) === system) ?? others.map(({ suite, scope }) => subjectIn(named(suites, suite), scope)).find((subject) => systemFingerprint(subject.system) === system) ?? first;
}

function named(suites: readonly NamedSuite[], suite: NamedSuite['suite']): NamedSuite {
  return suites.find((candidate) => candidate.suite === suite) ?? { suite, name: suite.id };
}
