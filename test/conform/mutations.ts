/**
 * One thing wrong with a log, at a line; and what `conform` must say of it.
 *
 * A log that is wrong somewhere is not always a log that cannot be: a reply swapped with the next command is what QMP does as well, and
 * a phase renamed where the other phase may be is another run. Those are accepted, and each has its condition here.
 */
import fc from 'fast-check';
import { migrationStatuses } from '../../src/conform/migration-info.ts';
import { counters } from '../../src/conform/counters.ts';
import type { QmpOutcome, QmpReport } from '../../src/conform/qmp-report.ts';

export type Mutation = { readonly line: number } & (
  | { readonly kind: 'delete' | 'duplicate' | 'swap' | 'end' }
  | { readonly kind: 'cut'; readonly share: number }
  | { readonly kind: 'rename'; readonly status: string }
  | { readonly kind: 'fall'; readonly field: string }
  | { readonly kind: 'unknown' }
);

const statusPattern = /'status': '([\w-]+)'/;

/** Lines from 1. */
export function mutations(log: string): fc.Arbitrary<Mutation> {
  const lines = linesIn(log);
  const samples = lines.flatMap((text, i) => (statusPattern.test(text) ? [i + 1] : []));
  const anyLine = fc.integer({ min: 1, max: lines.length });
  const anySample = fc.constantFrom(...samples);
  const later = fc.constantFrom(...samples.slice(1));
  return fc.oneof(
    fc.record({ line: anyLine, kind: fc.constantFrom('delete' as const, 'duplicate' as const, 'end' as const) }),
    fc.record({ line: fc.integer({ min: 1, max: lines.length - 1 }), kind: fc.constant('swap' as const) }),
    fc.record({ line: anyLine, kind: fc.constant('cut' as const), share: fc.double({ min: 0.01, max: 0.99, noNaN: true }) }),
    fc.record({ line: anySample, kind: fc.constant('rename' as const), status: fc.constantFrom(...migrationStatuses, 'actve', '') }),
    fc.record({ line: later, kind: fc.constant('fall' as const), field: fc.constantFrom(...counters) }),
    fc.record({ line: anySample, kind: fc.constant('unknown' as const) }),
  );
}

export function mutate(log: string, mutation: Mutation): string {
  const lines = [...linesIn(log)];
  const at = mutation.line - 1;
  const text = lines[at] ?? '';
  switch (mutation.kind) {
    case 'delete':
      lines.splice(at, 1);
      break;
    case 'duplicate':
      lines.splice(at, 0, text);
      break;
    case 'swap':
      lines.splice(at, 2, lines[at + 1] ?? '', text);
      break;
    case 'end':
      lines.splice(at + 1);
      break;
    case 'cut':
      lines[at] = cutOff(text, mutation.share);
      break;
    case 'rename':
      lines[at] = text.replace(statusPattern, `'status': '${mutation.status}'`);
      break;
    case 'fall':
      // A counter that was still 0 cannot fall.
      if (beforeOf(log, mutation) > 0) lines[at] = text.replace(fieldPattern(mutation.field), `$1${beforeOf(log, mutation) - 1}`);
      break;
    case 'unknown':
      lines[at] = text.replace('{', "{'from-the-future': [1, {'a': None}], ");
      break;
  }
  return `${lines.join('\n')}\n`;
}

/** `explained`, or what is wrong with what was said of a log that was mutated. */
export function explained(log: string, mutation: Mutation, outcome: QmpOutcome): string {
  const { line } = mutation;
  const original = linesIn(log);
  // What ends before the migration is asked for has none.
  if (outcome.kind === 'no-log') return mutation.kind === 'end' && line < replyTo(original, 0, 'migrate') ? 'explained' : `${JSON.stringify(mutation)}: ${outcome.fault.kind}`;
  const { verdict, damages, notes } = outcome.report;
  const isOk = (claim: boolean): string => (claim ? 'explained' : `${JSON.stringify(mutation)}: ${JSON.stringify({ verdict, damages, notes })}`);
  const damagedAt = (...lines: readonly number[]): boolean => verdict.kind !== 'accepted' && damages.some((damage) => lines.includes(damage.line));
  const refusedFrom = verdict.kind === 'refused' && verdict.refusal.line >= line;
  switch (mutation.kind) {
    case 'delete': {
      // A log that has lost its last answer is merely unfinished as well.
      const reply = replyTo(original, line);
      return isOk(damagedAt(line, line - 1, reply, reply - 1, commandOf(original, line)) || refusedFrom);
    }
    case 'duplicate': {
      const isCommand = original[line - 1]?.startsWith('QMP cmd') === true;
      return isOk(damages.some((damage) => (isCommand ? damage.kind === 'exchange' : damage.line === line + 1)) || refusedFrom);
    }
    case 'swap': {
      const [one, other] = [original[line - 1] ?? '', original[line] ?? ''];
      // A command may be given before the one before it is answered, or after: the replies stay in order.
      const isAsync = one.startsWith('QMP reply') ? other.startsWith('QMP cmd') : other.startsWith('QMP reply') && nameIn(one) !== nameIn(other);
      const areSame = one.split(' ')[1] === other.split(' ')[1] && nameIn(one) === nameIn(other);
      return isOk(verdict.kind === 'accepted' ? isAsync || areSame : damages.some((damage) => damage.kind === 'exchange') || refusedFrom);
    }
    case 'end':
      return isOk(line >= original.length ? verdict.kind === 'accepted' : verdict.kind === 'inconclusive');
    case 'cut':
      return isOk(damagedAt(line) && damages.some((damage) => damage.line === line && damage.kind === 'unreadable'));
    case 'rename': {
      const was = statusPattern.exec(original[line - 1] ?? '')?.[1];
      if (mutation.status === was) return isOk(verdict.kind === 'accepted');
      if (!migrationStatuses.some((status) => status === mutation.status)) return isOk(verdict.kind === 'refused' && verdict.refusal.line === line && verdict.refusal.kind === 'field');
      return isOk(refusedFrom || mayBe(original, mutation.line, mutation.status, verdict.kind));
    }
    case 'fall': {
      const changes = mutate(log, mutation) !== mutate(log, { ...mutation, kind: 'rename', status: statusPattern.exec(original[line - 1] ?? '')?.[1] ?? '' });
      if (!changes) return isOk(verdict.kind === 'accepted');
      return isOk(verdict.kind === 'refused' && verdict.refusal.line === line && verdict.refusal.kind === 'figure' && verdict.refusal.fault.field === mutation.field);
    }
    case 'unknown':
      return isOk(verdict.kind === 'accepted' && notes.length === 1 && notes[0]?.kind === 'unknown-field' && notes[0].line === line && notes[0].field === 'from-the-future');
  }
}

/** Where another word than the recorded one is a run as well: setting up at first, the blackout at last; a migration that ended so. */
function mayBe(lines: readonly string[], line: number, status: string, verdict: QmpReport['verdict']['kind']): boolean {
  const samples = lines.flatMap((text, i) => (statusPattern.test(text) ? [i + 1] : []));
  const place = samples.indexOf(line);
  if (status === 'setup' || status === 'wait-unplug') return place === 0 && verdict === 'accepted';
  if (status === 'device' || status === 'pre-switchover') return place >= samples.length - 3;
  if (status === 'active') return place === samples.length - 1 && verdict === 'inconclusive';
  return status === 'failed' && place === samples.length - 1 && verdict === 'accepted';
}

function linesIn(log: string): readonly string[] {
  return log.trimEnd().split('\n');
}

function nameIn(text: string): string {
  return (text.split(' ')[3] ?? '').replace(':', '');
}

function cutOff(text: string, share: number): string {
  return text.slice(0, Math.max(1, Math.min(text.length - 1, Math.floor(text.length * share))));
}

function fieldPattern(field: string): RegExp {
  return new RegExp(`('${field.replace(/^ram\./, '')}': )(\\d+)`);
}

function beforeOf(log: string, { line, field }: Extract<Mutation, { kind: 'fall' }>): number {
  const before = linesIn(log).slice(0, line - 1).findLast((text) => statusPattern.test(text));
  return Number(fieldPattern(field).exec(before ?? '')?.[2] ?? 0);
}

/** The line of the answer to a command, and of the command of an answer; 0 where there is none. */
function replyTo(lines: readonly string[], line: number, name = nameIn(lines[line - 1] ?? '')): number {
  const at = lines.findIndex((text, i) => i >= line && text.startsWith('QMP reply') && nameIn(text) === name);
  return at + 1;
}

function commandOf(lines: readonly string[], line: number): number {
  const name = nameIn(lines[line - 1] ?? '');
  return lines.slice(0, line - 1).findLastIndex((text) => text.startsWith('QMP cmd') && nameIn(text) === name) + 1;
}
