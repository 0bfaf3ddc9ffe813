/**
 * A suite: a system in named scopes, the properties it is held to, and the verdicts expected.
 *
 * A suite of kind `defect` is a deliberately wrong variant of a model, bound to the properties that must reject it.
 */
import type { Actors, StateView, System } from '../system/define-system.ts';
import { builtIns, type BuiltIn } from './built-in.ts';
import type { Property } from './property.ts';
import type { Expectation } from './verdict.ts';

export interface SuiteDefinition<A extends Actors> {
  readonly id: string;
  /** Default: `model`. */
  readonly kind?: 'model' | 'defect';
  /** One line on what it is about; for a defect, the real one it re-creates. */
  readonly about?: string;
  /** The system in each scope, smallest first; built only when it is checked. */
  readonly scopes: Readonly<Record<string, () => System<A>>>;
  readonly properties: readonly Property<StateView<A>>[];
  /** Properties, built-in ones included, whose verdict is not `holds` (or `witnessed`, for `reachable`). */
  readonly expect?: Readonly<Record<string, Expectation>>;
  /** Why transitions are never taken in any scope. Default: none is listed. */
  readonly neverTaken?: NeverTakenReasons;
  /** Whether to hold it to what is claimed of every system as well. Default: true for models, false for defects. */
  readonly builtIns?: boolean;
}

/** By machine id, then by transition as reports name it (`held DROP #1`), or by mode for all transitions out of it: the reason. */
export type NeverTakenReasons = Readonly<Record<string, Readonly<Record<string, string>>>>;

export interface Suite {
  readonly id: string;
  readonly kind: 'model' | 'defect';
  readonly about: string;
  readonly scopes: Readonly<Record<string, () => System>>;
  readonly properties: readonly Property[];
  readonly builtIns: readonly BuiltIn[];
  readonly expect: Readonly<Record<string, Expectation>>;
  readonly neverTaken: NeverTakenReasons;
}

/** Why a suite cannot be what it says. */
export class SuiteError extends Error {}

/**
 * Fixes a suite.
 *
 * @throws {SuiteError} when two properties share an id, an expectation names none, or there is no scope.
 */
export function defineSuite<A extends Actors>(definition: SuiteDefinition<A>): Suite {
  const kind = definition.kind ?? 'model';
  const withBuiltIns = definition.builtIns ?? kind === 'model';
  const properties: readonly Property[] = definition.properties;
  const ids = [...properties.map(({ id }) => id), ...builtIns.map(({ id }) => id)];
  const twice = ids.find((id, i) => ids.indexOf(id) !== i);
  if (twice !== undefined) throw new SuiteError(`suite ${definition.id} has two properties with the id ${twice}`);
  const unknown = Object.keys(definition.expect ?? {}).find((id) => !ids.includes(id));
  if (unknown !== undefined) throw new SuiteError(`suite ${definition.id} expects a verdict of ${unknown}, which it does not have`);
  if (Object.keys(definition.scopes).length === 0) throw new SuiteError(`suite ${definition.id} has no scope`);
  return {
    id: definition.id,
    kind,
    about: definition.about ?? '',
    scopes: definition.scopes,
    properties,
    builtIns: withBuiltIns ? builtIns : [],
    expect: definition.expect ?? {},
    neverTaken: definition.neverTaken ?? {},
  };
}

/** The verdict expected of a claim: what the suite says, else `witnessed` for a `reachable` and `holds` for the rest. */
export function expectationOf(claim: Property | BuiltIn, expect: Readonly<Record<string, Expectation>>): Expectation {
  return expect[claim.id] ?? (claim.kind === 'reachable' ? 'witnessed' : 'holds');
}
