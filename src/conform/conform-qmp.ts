/**
 * Holds a log of QMP to a model of live migration and to the pre-copy calculator.
 *
 *   read-log           lines -> messages, commands with their replies; what is no message
 *   migration-info     an answer to query-migrate, field by field
 *   counters           what its figures must be, whatever the guest does
 *   possible-states    which states the model may be in after it: none, and the log is refused
 *   stop-rule-fault    whether the last pass was begun too early
 *   figures            what the calculator predicts of the whole
 *
 * It goes line by line, and the first line that is not allowed ends it. What the log itself lacks (lines cut off, out of order) is told
 * by line; a log with such damage is at best inconclusive. What is not compared: events that are absent, the target's side, addresses,
 * and rates that QEMU computes from other fields.
 */
import { figureFaultOf, type Sample } from './counters.ts';
import type { Happening } from './exchange.ts';
import { comparisonOf } from './figures.ts';
import { isMigrationStatus, migrationInfoOf, type MigrationStatus } from './migration-info.ts';
import { allowedAfter } from './allowed.ts';
import { notesOn } from './notes.ts';
import { PossibleStates, type Met } from './possible-states.ts';
import type { Answer, MonitorCommand, MonitorView, QmpReading, QmpSize } from './qmp-reading.ts';
import type { Damage, Note, QmpOutcome, QmpReport, QmpVerdict, Refusal, Seen } from './qmp-report.ts';
import { qmpLogOf, type QmpLog } from './read-log.ts';
import { defaultSettings, settingsAfter, type Settings } from './settings.ts';
import { stopRuleFaultOf } from './stop-rule-fault.ts';
import { isObject, type Value } from './value-text.ts';

export interface ConformOptions {
  /** How many states the search for one line may reach. 50,000 unless given: some 140 passes without a line between them. */
  readonly statesMax?: number;
}

/**
 * What a log amounts to.
 *
 * @throws {ModelError} when the model itself cannot be asked.
 */
export function conformQmp(bytes: Uint8Array, reading: QmpReading, { statesMax = 50_000 }: ConformOptions = {}): QmpOutcome {
  const log = qmpLogOf(bytes);
  if (log.kind !== 'log') return { kind: 'no-log', fault: log };
  const size = sizeOf(log.exchange.happenings);
  if (size === null) return { kind: 'no-log', fault: { kind: 'no-migration', lines: log.lines, messages: log.messages } };
  const replay = new Replay(new PossibleStates(reading, size, statesMax), log.exchange.happenings);
  replay.run();
  return { kind: 'report', report: reportOf(log, replay, statesMax) };
}

const monitorCommands: readonly MonitorCommand[] = ['migrate', 'migrate_cancel', 'stop', 'cont'];

/** What is allowed where a line is not is looked for in passes that the log does not have; room for passes comes in portions, so that logs alike share a system. */
const passesBeyond = 3;
const passesPortion = 16;

/** Null when no migration is asked for or seen. */
function sizeOf(happenings: readonly Happening[]): QmpSize | null {
  const done = happenings.flatMap((happening) => (happening.kind === 'done' ? [happening] : []));
  const syncs = done.flatMap((happening) => syncsIn(happening));
  const migrations = done.filter(({ name }) => name === 'migrate').length;
  const isSeen = done.some(({ name, value }) => name === 'query-migrate' && isObject(value) && 'status' in value) || happenings.some(({ kind, name }) => kind === 'event' && name.startsWith('MIGRATION'));
  if (migrations === 0 && !isSeen) return null;
  const commands = done.filter(({ name }) => monitorCommands.some((command) => command === name)).length;
  return { passes: Math.ceil((Math.max(1, ...syncs) + passesBeyond) / passesPortion) * passesPortion, migrations: Math.max(1, migrations), commands: commands + 1 };
}

function syncsIn(happening: Happening): readonly number[] {
  if (happening.kind !== 'done' || happening.name !== 'query-migrate' || !isObject(happening.value)) return [];
  const ram = happening.value['ram'];
  const syncs = isObject(ram) ? ram['dirty-sync-count'] : undefined;
  return typeof syncs === 'number' && Number.isSafeInteger(syncs) && syncs >= 0 ? [syncs] : [];
}

const ended: readonly MigrationStatus[] = ['none', 'completed', 'failed', 'cancelled'];
const between = ({ answers }: MonitorView): boolean => answers.some(({ status }) => ended.includes(status));

type Stop = { readonly kind: 'refused'; readonly refusal: Refusal } | { readonly kind: 'cut-off'; readonly line: number };

class Replay {
  readonly possible: PossibleStates;
  readonly #happenings: readonly Happening[];
  stop: Stop | null = null;
  /** Of the last migration. */
  samples: readonly Sample[] = [];
  samplesInAll = 0;
  settings: Settings = defaultSettings;
  status: MigrationStatus = 'none';
  statusLine = 0;
  readonly damages: Damage[] = [];
  readonly notes: Note[] = [];
  #isBegun = false;
  /** What the model looked like before the line under way. */
  #at = 0;

  constructor(possible: PossibleStates, happenings: readonly Happening[]) {
    this.possible = possible;
    this.#happenings = happenings;
  }

  run(): void {
    for (const [at, happening] of this.#happenings.entries()) {
      this.#at = at;
      this.#take(happening);
      if (this.stop !== null) return;
    }
  }

  #take(happening: Happening): void {
    if (happening.kind === 'failed') this.notes.push({ line: happening.line, kind: 'failed-command', name: happening.name, description: happening.description });
    if (happening.kind === 'event') this.#takeEvent(happening.line, happening.name, happening.data);
    if (happening.kind === 'done') this.#takeReply(happening.line, happening.name, happening.args, happening.value);
  }

  #takeReply(line: number, name: string, args: Value, value: Value): void {
    this.settings = settingsAfter(this.settings, name, args);
    const command = monitorCommands.find((known) => known === name);
    if (command !== undefined) this.#takeCommand(line, command);
    if (name === 'query-migrate') this.#takeInfo(line, value);
    if (name === 'query-status' && isObject(value) && typeof value['running'] === 'boolean') this.#seeVm(line, value['running'] ? 'running' : 'stopped');
  }

  #takeCommand(line: number, command: MonitorCommand): void {
    const begins = command === 'migrate';
    const met = this.possible.take(command, this.#passMax(), begins ? 'needed' : 'not-needed', begins ? between : () => true);
    this.#judge(line, met, { kind: 'command', command });
    if (!begins) return;
    this.#isBegun = true;
    this.samples = [];
    this.#note(line, 'setup');
  }

  #takeEvent(line: number, name: string, data: Value): void {
    const status = isObject(data) ? data['status'] : undefined;
    const pass = isObject(data) ? data['pass'] : undefined;
    if (name === 'MIGRATION' && typeof status === 'string') {
      if (!isMigrationStatus(status)) this.stop = { kind: 'refused', refusal: { line, kind: 'field', faults: [{ field: 'status', given: JSON.stringify(status), wanted: 'status' }] } };
      else this.#seeStatus(line, status, null);
    }
    if (name === 'MIGRATION_PASS' && typeof pass === 'number') this.#judge(line, this.possible.see(({ answers }) => answers.some((answer) => hasSyncs(answer, pass)), pass), { kind: 'pass', syncs: pass });
    if (name === 'STOP' || name === 'RESUME') this.#seeVm(line, name === 'STOP' ? 'stopped' : 'running');
  }

  #takeInfo(line: number, value: Value): void {
    const info = migrationInfoOf(value);
    if (!('status' in info)) {
      this.stop = { kind: 'refused', refusal: { line, kind: 'field', faults: info } };
      return;
    }
    const sample = { ...info, line };
    const fault = figureFaultOf(sample, this.samples.at(-1) ?? null);
    if (fault !== null) {
      this.stop = { kind: 'refused', refusal: { line, kind: 'figure', fault } };
      return;
    }
    this.#seeStatus(line, info.status, info.figures.get('ram.dirty-sync-count') ?? null);
    if (this.stop !== null) return;
    if (info.status === 'none') return;
    this.samples = [...this.samples, sample];
    this.samplesInAll++;
    const tooEarly = info.status === 'completed' ? stopRuleFaultOf(sample, this.samples, this.settings) : null;
    if (tooEarly !== null) this.stop = { kind: 'refused', refusal: { line, kind: 'stop-rule', fault: tooEarly } };
  }

  #seeStatus(line: number, status: MigrationStatus, syncs: number | null): void {
    if (!this.#isBegun && status !== 'none') this.#beginUnasked(line, status);
    const met = this.possible.see(({ answers }) => answers.some((answer) => answer.status === status && (syncs === null || hasSyncs(answer, syncs))), syncs ?? this.#passMax());
    this.#judge(line, met, { kind: 'status', status, syncs });
    this.#note(line, status);
  }

  #seeVm(line: number, vm: MonitorView['vm']): void {
    this.#judge(line, this.possible.see((view) => view.vm === vm, this.#passMax()), { kind: 'vm', vm });
  }

  /** The log does not show who asked for the migration that is under way: that somebody did is granted, and told. */
  #beginUnasked(line: number, status: MigrationStatus): void {
    this.damages.push({ line, kind: 'began-before', status });
    this.possible.take('migrate', 1, 'needed', between);
    this.#isBegun = true;
  }

  #judge(line: number, met: Met, seen: Seen): void {
    if (met === 'none') this.stop = { kind: 'refused', refusal: { line, kind: 'no-run', seen, allowed: allowedAfter(this.possible, this.samples.at(-1)?.figures.get('ram.dirty-sync-count') ?? 0) } };
    if (met === 'cut-off') this.stop = { kind: 'cut-off', line };
  }

  #note(line: number, status: MigrationStatus): void {
    if (this.stop !== null) return;
    this.status = status;
    this.statusLine = line;
  }

  #lastSyncs(): number {
    return this.samples.at(-1)?.figures.get('ram.dirty-sync-count') ?? 1;
  }

  /** The next count that the log shows before another migration begins, as no pass later than that can have been; else the last one. */
  #passMax(): number {
    for (const happening of this.#happenings.slice(this.#at + 1)) {
      if (happening.kind === 'done' && happening.name === 'migrate') break;
      const next = syncsIn(happening)[0];
      if (next !== undefined) return Math.max(next, this.#lastSyncs());
    }
    return this.#lastSyncs();
  }
}

function hasSyncs({ syncs }: Answer, count: number): boolean {
  return syncs === null || (count >= syncs.least && count <= syncs.most);
}

function reportOf(log: QmpLog, replay: Replay, statesMax: number): QmpReport {
  const exchange = log.exchange.faults.filter(({ line, kind }) => kind === 'no-command' || line < replay.statusLine || !ended.includes(replay.status));
  const damages = [...log.unreadable, ...exchange.map((fault) => ({ line: fault.line, kind: 'exchange', fault }) as const), ...replay.damages].toSorted((one, other) => one.line - other.line);
  const verdict = verdictOf(replay, damages, statesMax);
  return {
    lines: log.lines,
    messages: log.messages,
    samples: replay.samplesInAll,
    verdict,
    model: replay.possible.model,
    checkedTo: replay.stop === null ? log.lastLine : (replay.stop.kind === 'refused' ? replay.stop.refusal.line : replay.stop.line) - 1,
    damages,
    notes: [...replay.notes, ...notesOn(replay.samples), ...log.others].toSorted((one, other) => one.line - other.line),
    seen: { status: replay.status, syncs: replay.samples.at(-1)?.figures.get('ram.dirty-sync-count') ?? null, figures: Object.fromEntries(replay.samples.at(-1)?.figures ?? []) },
    settings: replay.settings,
    comparison: verdict.kind === 'refused' ? { kind: 'none', because: 'refused' } : comparisonOf(replay.samples, replay.settings),
    statesMost: replay.possible.statesMost,
  };
}

function verdictOf({ stop, status, statusLine }: Replay, damages: readonly Damage[], statesMax: number): QmpVerdict {
  if (stop?.kind === 'refused') return { kind: 'refused', refusal: stop.refusal };
  if (stop !== null) return { kind: 'inconclusive', because: { kind: 'cut-off', line: stop.line, statesMax } };
  if (damages.length > 0) return { kind: 'inconclusive', because: { kind: 'damaged' } };
  return ended.includes(status) && status !== 'none' ? { kind: 'accepted' } : { kind: 'inconclusive', because: { kind: 'unfinished', status, line: statusLine } };
}
