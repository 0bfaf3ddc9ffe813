/**
 * Why there is no checkpoint, or none to go on from, as data. `report/checkpoint-messages.ts` has the words.
 */
import type { Difference } from './identity.ts';

/** What is wrong with a file of a checkpoint. */
export type Damage =
  | { readonly kind: 'missing' }
  /** In bytes. It may be longer: what a later save began to write does not count. */
  | { readonly kind: 'too-short'; readonly expected: number; readonly found: number }
  /** SHA-256 of the bytes that count. */
  | { readonly kind: 'digest'; readonly expected: string; readonly found: string }
  /** Its bytes are those that were written, and still they make no sense, or it cannot be read. */
  | { readonly kind: 'unreadable'; readonly problem: string };

export type CheckpointFault =
  /** To resume: there is no such directory. */
  | { readonly code: 'checkpoint-not-found'; readonly directory: string }
  /** To resume: no checkpoint is in there; `unfinished` when a run was killed before its first. */
  | { readonly code: 'not-a-checkpoint'; readonly directory: string; readonly found: 'file' | 'nothing' | 'unfinished' | 'other-files' }
  | { readonly code: 'checkpoint-format'; readonly directory: string; readonly saved: number; readonly present: number }
  | { readonly code: 'checkpoint-damaged'; readonly directory: string; readonly file: string; readonly damage: Damage }
  | { readonly code: 'checkpoint-foreign'; readonly directory: string; readonly difference: Difference }
  /** By a process that runs, or of which nobody here can know, as it is on another host. */
  | { readonly code: 'checkpoint-in-use'; readonly directory: string; readonly pid: number; readonly host: string; readonly here: boolean; readonly lock: string }
  /** To begin: there is a checkpoint already. */
  | { readonly code: 'checkpoint-exists'; readonly directory: string }
  /** To begin: what is there is none of ours. */
  | { readonly code: 'directory-not-empty'; readonly directory: string; readonly files: readonly string[] }
  /** `kept` tells how many states the last whole checkpoint has; null when there is none. */
  | { readonly code: 'checkpoint-unwritable'; readonly directory: string; readonly problem: string; readonly kept: number | null }
  /** The reference explorer keeps plain objects and writes none down. */
  | { readonly code: 'checkpoint-of-reference'; readonly directory: string };

/** A checkpoint that cannot be written, or not be gone on from. */
export class CheckpointError extends Error {
  readonly fault: CheckpointFault;

  constructor(fault: CheckpointFault) {
    super(`${fault.code}: ${JSON.stringify(fault)}`);
    this.name = 'CheckpointError';
    this.fault = fault;
  }
}

/** What the system says of a file, without Node's own words around it. */
export function problemOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  return problems[code] ?? error.message;
}

/** Whether the system refused for this reason. */
export function isSystemError(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}

const problems: Readonly<Record<string, string>> = {
  ENOSPC: 'no space is left on the device',
  EDQUOT: 'the disk quota is used up',
  EFBIG: 'a file would become larger than allowed',
  EACCES: 'permission is denied',
  EPERM: 'permission is denied',
  EROFS: 'the file system is read-only',
  ENOENT: 'the directory is not there',
  ENOTDIR: 'a part of the path is a file',
  EEXIST: 'a file is in the place of a directory',
  EISDIR: 'a directory is in the place of a file',
};
