/**
 * The one command to suggest at the end of a check: what helps most with what came out, and was not done already.
 */
import type { StopReason } from '../property/verdict.ts';
import { checkCommand, commandLine, isAsExpected, replayCommand, type CheckedSuite, type Program } from './checked-suite.ts';
import { countOf } from './quantities.ts';

export interface NextStepOptions {
  readonly keepGoing: boolean;
  /** The command that goes on from a checkpoint; null when there is none, or nothing to go on with. */
  readonly resume: string | null;
}

/** Null when there is nothing to suggest. A run that was cut short and kept is gone on with before anything else. */
export function nextStep(program: Program, results: readonly CheckedSuite[], { keepGoing, resume }: NextStepOptions): string | null {
  return resume ?? afterViolation(program, results, keepGoing) ?? afterLimit(program, results) ?? afterVacuity(program, results) ?? afterSuccess(program, results);
}

function afterViolation(program: Program, results: readonly CheckedSuite[], keepGoing: boolean): string | null {
  for (const { subject, outcome } of results) {
    if (outcome.kind === 'refused') continue;
    const { properties } = outcome.report;
    const broken = properties.find((report) => report.verdict.kind === 'violated' && !isAsExpected(report));
    if (broken === undefined) continue;
    const isCutShort = properties.some(({ verdict }) => verdict.kind === 'inconclusive');
    if (isCutShort && !keepGoing) return `${checkCommand(program, subject, '--keep-going')}   decides the other properties too`;
    if (broken.trace !== null) return `${replayCommand(program, subject, broken.trace.id, '--live')}   plays it on live XState actors`;
  }
  return null;
}

function afterLimit(program: Program, results: readonly CheckedSuite[]): string | null {
  for (const { subject, outcome } of results) {
    const exploration = outcome.kind === 'checked' ? outcome.report.exploration : null;
    const further = exploration === null || exploration.stopped === null ? null : exploration.growth === null ? optionsToGoFurther(exploration.stopped) : [];
    if (further === null) continue;
    if (further.length > 0) return checkCommand(program, subject, ...further);
    const smallest = Object.keys(subject.suite.scopes)[0];
    if (smallest !== undefined && smallest !== subject.scope) return commandLine(program, 'check', subject.name, '--scope', smallest);
    if (exploration?.growth !== null) return `${commandLine(program, 'diagram', subject.name)}   shows what each machine does on which event`;
  }
  return null;
}

/** Null when no limit was in the way; empty when what was missing is memory or room in a table. */
function optionsToGoFurther(stopped: StopReason): readonly string[] | null {
  if (stopped.kind === 'states') return ['--states-max', String(stopped.max * 10)];
  if (stopped.kind === 'time') return ['--time-max', `${Math.ceil((stopped.maxMs * 10) / 1000)}s`];
  return stopped.kind === 'memory' || stopped.kind === 'table' ? [] : null;
}

function afterVacuity(program: Program, results: readonly CheckedSuite[]): string | null {
  const found = results.find(({ outcome }) => outcome.kind === 'checked' && outcome.report.properties.some(({ verdict }) => verdict.kind === 'vacuous'));
  return found === undefined ? null : `${commandLine(program, 'diagram', found.subject.name)}   shows what leads to the condition`;
}

function afterSuccess(program: Program, results: readonly CheckedSuite[]): string | null {
  const [only] = results;
  if (only === undefined || results.some(({ outcome }) => outcome.kind === 'refused' || !outcome.report.asExpected)) return null;
  const { subject, outcome } = only;
  const violated = outcome.kind === 'checked' ? outcome.report.properties.find(({ verdict }) => verdict.kind === 'violated') : undefined;
  if (results.length === 1 && violated?.trace !== undefined && violated.trace !== null) return `${replayCommand(program, subject, violated.trace.id, '--live')}   plays it on live XState actors`;
  const scopes = Object.keys(subject.suite.scopes);
  const larger = scopes[scopes.indexOf(subject.scope) + 1];
  if (larger !== undefined && outcome.kind === 'checked') {
    const { distinct, symmetry } = outcome.report.exploration;
    return `${commandLine(program, 'check', subject.name, '--scope', larger)}   a larger scope than these ${countOf(distinct, symmetry === null ? 'state' : 'orbit')}`;
  }
  return results.length === 1 ? `${commandLine(program, 'diagram', subject.name)}   draws its machines` : null;
}
