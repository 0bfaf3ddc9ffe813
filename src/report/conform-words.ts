/** Refusals, damages and notes on a QMP log, in words. */
import type { FigureFault } from '../conform/counters.ts';
import { migrationStatuses, type FieldFault } from '../conform/migration-info.ts';
import type { Allowed, Damage, Note, Refusal, Seen } from '../conform/qmp-report.ts';
import { nearest } from './nearest.ts';
import { binaryText, bytesText, countOf, countText, durationText } from './quantities.ts';

/** What the line says. */
export function refusalHeadline(refusal: Refusal): string {
  switch (refusal.kind) {
    case 'no-run':
      return seenText(refusal.seen);
    case 'figure':
      return `${refusal.fault.field} is ${countText(refusal.fault.value)}`;
    case 'field':
      return refusal.faults.map(({ field, given }) => `${field} is ${given}`).join(', ');
    case 'stop-rule':
      return `completed, and the last pass had ${binaryText(refusal.fault.lastBytes)} to send`;
  }
}

function seenText(seen: Seen): string {
  switch (seen.kind) {
    case 'status':
      return `status ${seen.status}${seen.syncs === null ? '' : `, dirty-sync-count ${countText(seen.syncs)}`}`;
    case 'pass':
      return `pass ${countText(seen.syncs)} begins`;
    case 'vm':
      return `the VM is ${seen.vm}`;
    case 'command':
      return `${seen.command} is carried out`;
  }
}

export function refusalReason(refusal: Refusal): string {
  switch (refusal.kind) {
    case 'no-run':
      return refusal.seen.kind === 'status' && refusal.seen.status.startsWith('postcopy') ? 'the model has no post-copy: its target runs only when it has the whole memory' : 'no run of the model that gives the lines before gives this one';
    case 'figure':
      return figureReason(refusal.fault);
    case 'field':
      return 'QMP documents another kind of value';
    case 'stop-rule':
      return 'QEMU suspends the VM when what is left fits into the downtime limit at the rate it has measured';
  }
}

function figureReason({ field, rule }: FigureFault): string {
  switch (rule.kind) {
    case 'falls':
      return `it only counts up, and was ${countText(rule.before)} at line ${rule.beforeLine}`;
    case 'changes':
      return `it stays what it was, ${countText(rule.before)} at line ${rule.beforeLine}`;
    case 'grows-within-pass':
      return `it was ${countText(rule.before)} at line ${rule.beforeLine}, and more is found only with a new dirty-sync-count`;
    case 'exceeds':
      return `it is a part of ${rule.other}`;
    case 'differs':
      return rule.from === 'whole pages' ? 'it is counted in whole pages' : rule.from === 'nothing left' ? 'a migration has completed when nothing is left to send' : `${field} is ${rule.from}`;
  }
}

/** What the line would have been allowed to say. */
export function allowedText(refusal: Refusal): string {
  switch (refusal.kind) {
    case 'no-run':
      return refusal.allowed.length === 0 ? 'nothing: the model has come to rest' : refusal.allowed.map((allowed, i) => allowedAnswer(allowed, refusal.seen, refusal.allowed.findIndex(({ syncs }) => syncs !== null) === i)).join(' · ');
    case 'figure':
      return figureAllowed(refusal.fault);
    case 'field':
      return refusal.faults.map(fieldAllowed).join(', ');
    case 'stop-rule':
      return `at most ${binaryText(refusal.fault.thresholdBytes)}`;
  }
}

/** `isFirst`: of those with a count, which is named once. */
function allowedAnswer({ status, syncs, vm }: Allowed, seen: Seen, isFirst: boolean): string {
  const state = seen.kind === 'vm' ? ` with the VM ${vm.join(' or ')}` : '';
  if (syncs === null) return `${status}${state}`;
  const range = syncs.orMore ? `${countText(syncs.least)} or more` : syncs.least === syncs.most ? countText(syncs.least) : `${countText(syncs.least)} to ${countText(syncs.most)}`;
  return `${status}${state}, ${isFirst ? 'dirty-sync-count ' : ''}${range}`;
}

function figureAllowed({ field, rule }: FigureFault): string {
  switch (rule.kind) {
    case 'falls':
      return `${countText(rule.before)} or more`;
    case 'changes':
      return countText(rule.before);
    case 'grows-within-pass':
      return `${countText(rule.before)} or less`;
    case 'exceeds':
      return `${countText(rule.limit)} or less`;
    case 'differs':
      return rule.from === 'whole pages' ? `a multiple of ${countText(rule.wanted)}` : `${field} ${countText(rule.wanted)}`;
  }
}

function fieldAllowed({ field, given, wanted }: FieldFault): string {
  switch (wanted) {
    case 'status': {
      const near = nearest(given.replaceAll('"', ''), migrationStatuses);
      return `a status that QMP knows${near === null ? '' : `; the nearest is ${near}`}`;
    }
    case 'count':
      return `${field}: a whole number of at least 0`;
    case 'number':
      return `${field}: a number of at least 0`;
    case 'object':
      return `${field}: an object`;
  }
}

export function damageText(damage: Damage): string {
  const at = `line ${countText(damage.line)}`;
  switch (damage.kind) {
    case 'unreadable':
      return `${at} ${unreadableText(damage.fault)}`;
    case 'exchange':
      return damage.fault.kind === 'no-reply' ? `${at}: ${damage.fault.name} has no reply` : `${at}: a reply${damage.fault.name === null ? '' : ` to ${damage.fault.name}`}, and no command waits for it`;
    case 'began-before':
      return `${at} has a migration ${damage.status} that no line before has begun`;
  }
}

function unreadableText(fault: Extract<Damage, { kind: 'unreadable' }>['fault']): string {
  switch (fault.kind) {
    case 'not-text':
      return 'is no text';
    case 'too-long':
      return `has ${bytesText(fault.bytes)}, more than any message`;
    case 'no-message':
      return 'is no message of QMP';
    case 'cut-off':
      return `is cut off at column ${countText(fault.column)}, where ${fault.wanted} was to come`;
    case 'malformed':
      return `goes wrong at column ${countText(fault.column)}, where ${fault.wanted} was to come`;
  }
}

export function noteText(note: Note): string {
  const at = `line ${countText(note.line)}`;
  switch (note.kind) {
    case 'unknown-field':
      return `${at} has ${note.field}, which QMP does not document; not compared${note.times === 1 ? '' : `, ${countText(note.times)} times`}`;
    case 'gap':
      return `${at} comes ${durationText(note.ms)} after the answer before, and they usually come every ${durationText(note.usualMs)}: some may be missing`;
    case 'repeated':
      return `${at} repeats line ${countText(note.earlier)} to the last digit`;
    case 'failed-command':
      return `${at}: ${note.name} failed: ${note.description}`;
    case 'other-monitor':
      return `${at} is of another monitor, ${note.monitor === '' ? 'without a name' : note.monitor}; ${countOf(note.times, 'message')} of it not compared`;
  }
}
