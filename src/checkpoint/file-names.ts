/**
 * The names of the files of a checkpoint. All end in `.quiesce`, so that none is deleted that somebody else put there.
 */

export const manifestName = 'manifest.quiesce';
export const lockName = 'lock.quiesce';

/** @example fileName('states', 0) // 'states.0.quiesce' */
export function fileName(what: string, number: number): string {
  return `${what}.${number}.quiesce`;
}

/** Whether a file is one of a number of its kind: all but the manifest and the lock. */
export function isFileName(value: unknown): value is string {
  return typeof value === 'string' && /^[a-z]+\.\d+\.quiesce$/.test(value);
}

/** Whether a file is one that quiesce may have written. */
export function isOurs(file: string): boolean {
  return file === manifestName || file === lockName || isFileName(file);
}
