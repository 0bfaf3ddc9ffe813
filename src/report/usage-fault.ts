/**
 * What can be wrong with a command line or with the files it names, as data. messages.ts has the words.
 */

import type { NoLog } from '../conform/qmp-report.ts';

export type UsageFault =
  | { readonly code: 'unknown-command'; readonly given: string; readonly known: readonly string[] }
  | { readonly code: 'unknown-option'; readonly command: string; readonly given: string; readonly known: readonly string[] }
  | { readonly code: 'unknown-suite'; readonly given: string; readonly known: readonly string[] }
  | { readonly code: 'unknown-scope'; readonly suite: string; readonly given: string; readonly known: readonly string[] }
  | { readonly code: 'unknown-property'; readonly suites: readonly string[]; readonly given: string; readonly known: readonly string[] }
  /** Neither a machine nor a system nor a suite nor a file. */
  | { readonly code: 'unknown-subject'; readonly given: string; readonly known: readonly string[] }
  | { readonly code: 'missing-value'; readonly option: string; readonly wanted: string }
  | { readonly code: 'unexpected-value'; readonly option: string; readonly given: string }
  /** `nearest` is one of a few words that the option takes; null when it takes numbers and the like. */
  | { readonly code: 'bad-value'; readonly option: string; readonly given: string; readonly wanted: string; readonly nearest: string | null }
  | { readonly code: 'conflicting-options'; readonly one: string; readonly other: string; readonly because: string }
  | { readonly code: 'missing-argument'; readonly command: string; readonly wanted: string; readonly usage: string }
  | { readonly code: 'unexpected-argument'; readonly command: string; readonly given: string; readonly usage: string }
  | { readonly code: 'file-not-found'; readonly path: string; readonly nearest: string | null }
  | { readonly code: 'file-broken'; readonly path: string; readonly place: string | null; readonly problem: string; readonly when: 'compiling' | 'importing' }
  | { readonly code: 'file-without-system'; readonly path: string; readonly exported: readonly string[] }
  | { readonly code: 'bad-export'; readonly path: string; readonly name: string; readonly problem: string }
  /** `names`: what was named instead of one. */
  | { readonly code: 'one-suite'; readonly option: string; readonly names: readonly string[] }
  /** With --resume. */
  | { readonly code: 'options-exclude'; readonly option: string }
  | { readonly code: 'option-alone'; readonly option: string; readonly wanted: string }
  /** Of logs that `conform` reads. */
  | { readonly code: 'unknown-format'; readonly given: string; readonly known: readonly string[] }
  | { readonly code: 'not-a-qmp-log'; readonly path: string; readonly because: NoLog }
  | { readonly code: 'cannot-read'; readonly path: string; readonly problem: string }
  | { readonly code: 'cannot-write'; readonly path: string; readonly problem: string };

/** A command that cannot be carried out as it was given. */
export class UsageError extends Error {
  readonly fault: UsageFault;

  constructor(fault: UsageFault) {
    super(`${fault.code}: ${JSON.stringify(fault)}`);
    this.name = 'UsageError';
    this.fault = fault;
  }
}
