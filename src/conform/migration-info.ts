/**
 * The answer to `query-migrate`, typed strictly: each field that QMP documents is what it says, and those it does not are listed.
 *
 * Fields and their meaning are those of MigrationInfo in QEMU's qapi/migration.json; times are milliseconds, and what is under `ram`
 * is bytes or pages. A field keeps its name and is found by its path, `ram.transferred`, as messages name it.
 */
import { isObject, type Value } from './value-text.ts';

/** The words for where a migration is. `none`: there has been no migration, and the answer is empty. */
export const migrationStatuses = [
  'none', 'setup', 'wait-unplug', 'active', 'pre-switchover', 'device', 'completed', 'failed', 'cancelling', 'cancelled',
  'postcopy-active', 'postcopy-device', 'postcopy-paused', 'postcopy-recover-setup', 'postcopy-recover', 'colo',
] as const;

export type MigrationStatus = (typeof migrationStatuses)[number];

export function isMigrationStatus(word: string): word is MigrationStatus {
  return migrationStatuses.some((status) => status === word);
}

export interface MigrationInfo {
  readonly status: MigrationStatus;
  /** By path. */
  readonly figures: ReadonlyMap<string, number>;
  /** Paths that QMP does not document. */
  readonly unknown: readonly string[];
}

/** `wanted` is the kind of value that QMP documents. */
export interface FieldFault {
  readonly field: string;
  readonly given: string;
  readonly wanted: 'status' | 'count' | 'number' | 'object';
}

type Kind = 'count' | 'number' | 'anything';

const counts = (names: string): readonly (readonly [string, Kind])[] => names.split(' ').map((name) => [name, 'count']);

const topFields: ReadonlyMap<string, Kind> = new Map([
  ...counts('total-time setup-time downtime expected-downtime cpu-throttle-percentage postcopy-blocktime dirty-limit-throttle-time-per-round dirty-limit-ring-full-time'),
  ...['error-desc', 'disk', 'vfio', 'xbzrle-cache', 'compression', 'blocked', 'blocked-reasons', 'socket-address', 'postcopy-vcpu-blocktime', 'postcopy-latency', 'postcopy-non-vcpu-latency', 'postcopy-vcpu-latency', 'postcopy-latency-dist'].map((name) => [name, 'anything'] as const),
]);

const ramFields: ReadonlyMap<string, Kind> = new Map([
  ...counts('transferred remaining total duplicate skipped normal normal-bytes dirty-pages-rate dirty-sync-count dirty-sync-missed-zero-copy postcopy-requests page-size multifd-bytes pages-per-second precopy-bytes downtime-bytes postcopy-bytes'),
  ['mbps', 'number'],
]);

/** Reads an answer; faults are in the order of the fields. */
export function migrationInfoOf(value: Value): MigrationInfo | readonly FieldFault[] {
  if (!isObject(value)) return [{ field: 'query-migrate', given: JSON.stringify(value), wanted: 'object' }];
  const { status: word = 'none', ram = {}, ...others } = value;
  const faults: FieldFault[] = [];
  if (typeof word !== 'string' || !isMigrationStatus(word)) faults.push({ field: 'status', given: JSON.stringify(word), wanted: 'status' });
  if (!isObject(ram)) faults.push({ field: 'ram', given: JSON.stringify(ram), wanted: 'object' });
  const top = figuresIn(Object.entries(others), topFields, '');
  const inRam = figuresIn(isObject(ram) ? Object.entries(ram) : [], ramFields, 'ram.');
  faults.push(...top.faults, ...inRam.faults);
  if (faults.length > 0 || typeof word !== 'string' || !isMigrationStatus(word)) return faults;
  return { status: word, figures: new Map([...top.figures, ...inRam.figures]), unknown: [...top.unknown, ...inRam.unknown] };
}

interface FieldsRead {
  readonly figures: readonly (readonly [string, number])[];
  readonly faults: readonly FieldFault[];
  readonly unknown: readonly string[];
}

function figuresIn(entries: readonly (readonly [string, Value])[], known: ReadonlyMap<string, Kind>, prefix: string): FieldsRead {
  const figures: (readonly [string, number])[] = [];
  const faults: FieldFault[] = [];
  const unknown: string[] = [];
  for (const [name, value] of entries) {
    const kind = known.get(name);
    const field = `${prefix}${name}`;
    if (kind === undefined) unknown.push(field);
    if (kind === undefined || kind === 'anything') continue;
    const isRight = typeof value === 'number' && Number.isFinite(value) && value >= 0 && (kind === 'number' || Number.isSafeInteger(value));
    if (isRight) figures.push([field, value]);
    else faults.push({ field, given: JSON.stringify(value), wanted: kind });
  }
  return { figures, faults, unknown };
}
