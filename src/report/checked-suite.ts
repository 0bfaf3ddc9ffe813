/**
 * What came of checking one suite in one scope: a report, or a model that was refused.
 *
 * It carries what a user types to name the suite again, so that every command printed can be run as it stands.
 */
import type { CheckReport, PropertyReport } from '../check/check.ts';
import type { Suite } from '../property/suite.ts';
import type { System } from '../system/define-system.ts';
import type { ModelError } from '../system/model-error.ts';
import type { PropertyError } from './property-error.ts';

/** A suite in one of its scopes, ready to be run. */
export interface Subject {
  readonly suite: Suite;
  readonly scope: string;
  readonly system: System;
  /** How to name it on the command line: `quick-migration`, `./my-system.ts`. */
  readonly name: string;
  /** The options that select this scope again: empty when it is the one taken anyway. */
  readonly scopeOption: readonly string[];
}

export interface CheckedSuite {
  readonly subject: Subject;
  readonly outcome: Outcome;
}

export type Outcome = { readonly kind: 'checked'; readonly report: CheckReport } | { readonly kind: 'refused'; readonly error: Refusal };

/** Why there is no report: a machine does what it must not, or a predicate threw. */
export type Refusal = ModelError | PropertyError;

/** How quiesce was called, e.g. `npx quiesce`; the beginning of every command it suggests. */
export type Program = string;

export function checkCommand(program: Program, subject: Subject, ...options: readonly string[]): string {
  return commandLine(program, 'check', subject.name, ...subject.scopeOption, ...options);
}

export function replayCommand(program: Program, subject: Subject, trace: string, ...options: readonly string[]): string {
  return commandLine(program, 'replay', subject.name, trace, ...subject.scopeOption, ...options);
}

/** A command that a shell takes apart into these words again. */
export function commandLine(program: Program, ...words: readonly string[]): string {
  return [program, ...words.map(quoted)].join(' ');
}

/** Whether a property came out as expected. */
export function isAsExpected({ verdict, expected }: PropertyReport): boolean {
  return verdict.kind === expected;
}

function quoted(word: string): string {
  return /^[\w@%+=:,./#-]+$/.test(word) && !word.startsWith('#') ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`;
}
