/**
 * What of a search is saved between two rounds, and how it is put back: the states with their parents and the tables as
 * columns, all else as progress.
 *
 * Not saved, as they fill again and decide nothing: memories of predicates, numbers of runs, which stimuli are enabled where.
 */
import { hash } from 'node:crypto';
import type { Column, SavedSearch, SearchState } from '../checkpoint/keeper.ts';
import { areAll, areBooleans, areCounts, isRecord, isStrings } from '../checkpoint/shapes.ts';
import type { DecidedRecord, DetailsRecord, LedgerRecord } from '../property/ledger.ts';
import { canonicalText } from '../system/canonical.ts';
import type { Start } from '../system/step.ts';
import type { StateArena } from './state-arena.ts';
import { copyColumn } from './saved-columns.ts';
import type { SymmetryRecord } from './symmetry.ts';

/** How far a search is: counters, coverage, and what the ledger knows. */
export interface SearchProgress {
  /** What was said before the first step; it is in no table. */
  readonly start: readonly StartRecord[];
  /** States whose steps were all taken: the number of the next to be expanded. */
  readonly expanded: number;
  /** Where the round ends that it is in. */
  readonly roundEnd: number;
  readonly level: number;
  readonly levelEnd: number;
  readonly transitions: number;
  readonly stutters: number;
  readonly perDepth: readonly number[];
  /** By stimulus: 1 when some state enabled it. */
  readonly enabledOnce: Uint8Array;
  /** By actor: how often each step of its table was taken. */
  readonly hits: readonly Float64Array[];
  readonly ledger: LedgerRecord;
  /** Null when every state counts for itself. */
  readonly symmetry: SymmetryRecord | null;
}

/** A delivery of the start: to whom, and a digest of all else. */
export interface StartRecord {
  readonly to: string;
  readonly digest: string;
}

export function startRecords({ deliveries }: Start): readonly StartRecord[] {
  return deliveries.map(({ from, to, event, reception, taken, emitted, unansweredRaises }) => ({ to, digest: hash('sha256', canonicalText([from, event, reception, taken, emitted, unansweredRaises.map(({ type }) => type)])) }));
}

export function stateOf(states: StateArena, tables: readonly Column[], progress: SearchProgress, elapsedMs: number): SearchState {
  const rows = states.size;
  return {
    columns: [
      ...tables,
      { name: 'states', layout: states.layout.bits.join(','), bytesPerRow: states.layout.words * 4, rows, from: (row) => states.wordsFrom(row) },
      { name: 'parents', layout: '1', bytesPerRow: 4, rows, from: (row) => states.parentsFrom(row) },
    ],
    progress,
    distinct: rows,
    elapsedMs,
  };
}

/** Puts states back, into an empty set of them. @throws {CheckpointError} `checkpoint-damaged`. */
export async function restoreStates(saved: SavedSearch, states: StateArena): Promise<void> {
  const words = saved.column('states');
  const parents = saved.column('parents');
  const bits = words.layout.split(',').map(Number);
  if (words.rows !== parents.rows || bits.length !== states.layout.bits.length || bits.some((width) => !(width >= 1 && width <= 31))) return saved.refuse({ kind: 'unreadable', column: 'states' });
  await states.restore(bits, words.rows, async (intoWords, intoParents) => {
    await copyColumn(words.bytes(), intoWords);
    await copyColumn(parents.bytes(), intoParents);
  });
}

/**
 * How far the search was.
 *
 * @throws {CheckpointError} `checkpoint-damaged` when it is not what a search saves, `checkpoint-foreign` when machines start otherwise now.
 */
export function progressIn(saved: SavedSearch, start: Start): SearchProgress {
  const { progress } = saved;
  if (!isProgress(progress)) return saved.refuse({ kind: 'unreadable', column: 'progress' });
  const present = startRecords(start);
  const place = [...progress.start, ...present].findIndex((_, at) => progress.start[at]?.digest !== present[at]?.digest);
  const actor = progress.start[place]?.to ?? present[place]?.to;
  return actor === undefined ? progress : saved.refuse({ kind: 'other-machine', actor, mode: '(start)', event: 'xstate.init' });
}

function isProgress(value: unknown): value is SearchProgress {
  return (
    isRecord(value) &&
    areAll(value['start'], isStart) &&
    areCounts([value['expanded'], value['roundEnd'], value['level'], value['levelEnd'], value['transitions'], value['stutters']]) &&
    areCounts(value['perDepth']) &&
    value['enabledOnce'] instanceof Uint8Array &&
    areAll(value['hits'], (hits) => hits instanceof Float64Array) &&
    isLedgerRecord(value['ledger']) &&
    (value['symmetry'] === null || isSymmetryRecord(value['symmetry']))
  );
}

function isStart(value: unknown): value is StartRecord {
  return isRecord(value) && isStrings([value['to'], value['digest']]);
}

function isLedgerRecord(value: unknown): value is LedgerRecord {
  return isRecord(value) && areCounts(value['tested']) && areBooleans(value['open']) && areAll(value['decided'], isDecided) && areAll(value['details'], areDetails) && isStrings(value['violations']);
}

function isSymmetryRecord(value: unknown): value is SymmetryRecord {
  return isRecord(value) && areCounts([value['asked'], value['triedUpTo']]) && areBooleans([value['isProved'], value['hasMissed']]);
}

function isDecided(value: unknown): value is DecidedRecord {
  return isRecord(value) && typeof value['id'] === 'string' && isRecord(value['verdict']) && typeof value['verdict']['kind'] === 'string';
}

function areDetails(value: unknown): value is DetailsRecord {
  return isRecord(value) && typeof value['id'] === 'string' && isStrings(value['details']);
}
