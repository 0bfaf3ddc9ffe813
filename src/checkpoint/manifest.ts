/**
 * The manifest of a checkpoint: which bytes of which files count. Three lines:
 *
 *   quiesce-checkpoint/1
 *   { version, identity, columns: [{ name, file, layout, bytesPerRow, rows, sha256 }, ...], progress: { file, bytes, sha256 }, ... }
 *   SHA-256 of the two lines above
 *
 * A checkpoint is what its manifest says and nothing else, so replacing this one file by a rename replaces the checkpoint.
 */
import { createHash } from 'node:crypto';
import type { Damage } from './checkpoint-error.ts';
import type { ClaimIdentity, Identity } from './identity.ts';
import { isFileName } from './file-names.ts';
import { areAll, areCounts, isRecord, isStrings } from './shapes.ts';

/** Raised whenever what is written could be misread by an older or a newer quiesce. */
export const formatVersion = 2;

export interface ColumnEntry {
  readonly name: string;
  readonly file: string;
  readonly layout: string;
  readonly bytesPerRow: number;
  readonly rows: number;
  readonly sha256: string;
}

export interface ProgressEntry {
  readonly file: string;
  readonly bytes: number;
  readonly sha256: string;
}

/** How the run was called, so that `--resume` alone suffices. */
export interface SubjectName {
  readonly name: string;
  readonly scope: string;
  /** Empty: all. */
  readonly properties: readonly string[];
}

export interface Manifest {
  /** Of quiesce, and of Node. */
  readonly version: string;
  readonly node: string;
  readonly byteOrder: string;
  readonly identity: Identity;
  readonly subject: SubjectName | null;
  readonly distinct: number;
  /** Of all parts of the run together. */
  readonly elapsedMs: number;
  /** How many processes have worked on it. */
  readonly parts: number;
  /** Counts the saves. */
  readonly serial: number;
  readonly columns: readonly ColumnEntry[];
  readonly progress: ProgressEntry;
}

export function manifestBytes(manifest: Manifest): Uint8Array {
  const sealed = `quiesce-checkpoint/${formatVersion}\n${JSON.stringify(manifest)}\n`;
  return Buffer.from(`${sealed}${sha256Of(Buffer.from(sealed))}\n`);
}

export type ManifestRead = { readonly kind: 'whole'; readonly manifest: Manifest } | { readonly kind: 'format'; readonly saved: number } | { readonly kind: 'damaged'; readonly damage: Damage };

/** Reads the bytes of a manifest. It never throws: what they are not, it says. */
export function readManifest(given: Uint8Array): ManifestRead {
  const bytes = Buffer.from(given.buffer, given.byteOffset, given.byteLength);
  const first = bytes.indexOf('\n');
  const second = first < 0 ? -1 : bytes.indexOf('\n', first + 1);
  const [, format] = /^quiesce-checkpoint\/(\d{1,9})$/.exec(bytes.toString('latin1', 0, Math.max(0, first))) ?? [];
  if (format === undefined) return unreadable('it does not begin as a manifest does');
  if (Number(format) !== formatVersion) return { kind: 'format', saved: Number(format) };
  const [, expected] = /^([0-9a-f]{64})\n$/.exec(bytes.toString('latin1', second + 1)) ?? [];
  if (second < 0 || expected === undefined) return unreadable('it does not end as a manifest does');
  const found = sha256Of(bytes.subarray(0, second + 1));
  if (expected !== found) return { kind: 'damaged', damage: { kind: 'digest', expected, found } };
  const manifest = parsed(bytes.toString('utf8', first + 1, second));
  return isManifest(manifest) ? { kind: 'whole', manifest } : unreadable('it lacks something');
}

export function sha256Of(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

function unreadable(problem: string): ManifestRead {
  return { kind: 'damaged', damage: { kind: 'unreadable', problem } };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function isManifest(value: unknown): value is Manifest {
  return (
    isRecord(value) &&
    isStrings([value['version'], value['node'], value['byteOrder']]) &&
    isIdentity(value['identity']) &&
    (value['subject'] === null || isSubject(value['subject'])) &&
    areCounts([value['distinct'], value['parts'], value['serial']]) &&
    typeof value['elapsedMs'] === 'number' &&
    areAll(value['columns'], isColumnEntry) &&
    isProgressEntry(value['progress'])
  );
}

function isIdentity(value: unknown): value is Identity {
  return (
    isRecord(value) &&
    isStrings([value['system'], value['fingerprint'], value['final']]) &&
    areAll(value['properties'], isClaimIdentity) &&
    isStrings(value['builtIns']) &&
    isStrings(value['expectedViolations']) &&
    typeof value['keepGoing'] === 'boolean' &&
    isStrings(value['symmetry'])
  );
}

function isClaimIdentity(value: unknown): value is ClaimIdentity {
  return isRecord(value) && isStrings([value['id'], value['kind'], value['text']]);
}

function isSubject(value: unknown): value is SubjectName {
  return isRecord(value) && isStrings([value['name'], value['scope']]) && isStrings(value['properties']);
}

function isColumnEntry(value: unknown): value is ColumnEntry {
  return isRecord(value) && isStrings([value['name'], value['layout'], value['sha256']]) && isFileName(value['file']) && areCounts([value['bytesPerRow'], value['rows']]);
}

function isProgressEntry(value: unknown): value is ProgressEntry {
  return isRecord(value) && isFileName(value['file']) && isStrings([value['sha256']]) && areCounts([value['bytes']]);
}
