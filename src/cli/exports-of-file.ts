/**
 * What a module means when it is given to the command line: its exports -> suites.
 *
 *   export const suites = [ ... ]; export const suite = ...; or suites under any names     those suites
 *   export const system = ...; export const properties = [ ... ]; export const expect      one suite
 *   systems under any names, with properties and expect for all of them                    a suite each
 *   export default                                                                         any of these
 *
 * Suites outrank systems, because a file that exports both has made its suites of its systems. Everything is
 * recognised by its shape, not its class: the file may have imported another copy of quiesce.
 */
import type { AnyStateMachine } from 'xstate';
import type { Property } from '../property/property.ts';
import { defineSuite, SuiteError, type Suite } from '../property/suite.ts';
import type { Expectation } from '../property/verdict.ts';
import { UsageError } from '../report/usage-fault.ts';
import type { System } from '../system/define-system.ts';

export type Exports = Readonly<Record<string, unknown>>;

/** The name of the only scope of a system that is exported as it is. */
export const onlyScope = 'default';

/**
 * The suites of a module.
 *
 * @throws {UsageError} `file-without-system`, or `bad-export` when `properties` or `expect` are not what they should be.
 */
export function suitesOf(path: string, exported: Exports): readonly Suite[] {
  const named = exportsIn(exported);
  const suites = named.flatMap(([, value]) => (Array.isArray(value) ? value.filter(isSuite) : isSuite(value) ? [value] : []));
  if (suites.length > 0) return distinct(suites);
  const systems = systemsIn(named);
  if (systems.length === 0) throw new UsageError({ code: 'file-without-system', path, exported: named.map(describe) });
  const own = new Map(named);
  const properties = propertiesOf(path, own.get('properties') ?? []);
  const expect = expectOf(path, own.get('expect') ?? {});
  const ids = systems.map(([, system]) => system.id);
  return systems.map(([name, system]) => {
    const id = ids.filter((other) => other === system.id).length === 1 ? system.id : name;
    try {
      return defineSuite({ id, scopes: { [onlyScope]: () => system }, properties, expect });
    } catch (error) {
      if (error instanceof SuiteError) throw new UsageError({ code: 'bad-export', path, name: 'properties', problem: `do not make a suite: ${error.message}` });
      throw error;
    }
  });
}

/** The machines a module exports, by export name. */
export function machinesOf(exported: Exports): readonly AnyStateMachine[] {
  return exportsIn(exported).flatMap(([, value]) => (Array.isArray(value) ? value.filter(isMachine) : isMachine(value) ? [value] : []));
}

/** The systems a module exports, whether or not it has suites. */
export function systemsOf(exported: Exports): readonly System[] {
  return systemsIn(exportsIn(exported)).map(([, system]) => system);
}

/** All exports by name; those of a default export that is a plain object or an array stand beside them. */
function exportsIn(exported: Exports): readonly (readonly [string, unknown])[] {
  const { default: byDefault, ...named } = exported;
  const rest = Object.entries(named);
  if (byDefault === undefined) return rest;
  if (isRecord(byDefault) && !isSystem(byDefault) && !isSuite(byDefault) && !isMachine(byDefault) && !Array.isArray(byDefault)) return [...rest, ...Object.entries(byDefault)];
  return [...rest, ['default', byDefault]];
}

function systemsIn(named: readonly (readonly [string, unknown])[]): readonly (readonly [string, System])[] {
  const found = named.flatMap(([name, value]) => {
    const values: readonly unknown[] = Array.isArray(value) ? value : [value];
    return values.filter(isSystem).map((system) => [name, system] as const);
  });
  return found.filter(([, system], i) => found.findIndex(([, other]) => other === system) === i);
}

function propertiesOf(path: string, value: unknown): readonly Property[] {
  if (!Array.isArray(value)) throw new UsageError({ code: 'bad-export', path, name: 'properties', problem: 'is not a list of properties' });
  const members: readonly unknown[] = value;
  return members.map((member, i) => {
    if (!isProperty(member)) throw new UsageError({ code: 'bad-export', path, name: `properties[${i}]`, problem: 'is not a property; make it with always, eachStep, reachable, unreachable, longest or shortest' });
    return member;
  });
}

function expectOf(path: string, value: unknown): Readonly<Record<string, Expectation>> {
  if (!isRecord(value)) throw new UsageError({ code: 'bad-export', path, name: 'expect', problem: 'is not an object of verdicts by property' });
  const entries = Object.entries(value).map(([id, verdict]) => {
    if (verdict !== 'holds' && verdict !== 'violated' && verdict !== 'witnessed') throw new UsageError({ code: 'bad-export', path, name: `expect['${id}']`, problem: 'is not holds, violated or witnessed' });
    return [id, verdict] as const;
  });
  return Object.fromEntries(entries);
}

function describe([name, value]: readonly [string, unknown]): string {
  if (typeof value === 'function') return `${name} (a function)`;
  return isMachine(value) ? `${name} (a machine)` : `${name} (${value === null ? 'null' : Array.isArray(value) ? 'a list' : typeof value})`;
}

function distinct(suites: readonly Suite[]): readonly Suite[] {
  return [...new Set(suites)];
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

function isSystem(value: unknown): value is System {
  return isRecord(value) && Array.isArray(value['actorNames']) && isRecord(value['actors']) && Array.isArray(value['stimuli']) && typeof value['final'] === 'function';
}

function isSuite(value: unknown): value is Suite {
  return isRecord(value) && typeof value['id'] === 'string' && isRecord(value['scopes']) && Array.isArray(value['properties']) && Array.isArray(value['builtIns']);
}

function isMachine(value: unknown): value is AnyStateMachine {
  return isRecord(value) && '__xstatenode' in value && 'root' in value;
}

function isProperty(value: unknown): value is Property {
  return isRecord(value) && typeof value['id'] === 'string' && typeof value['kind'] === 'string' && (typeof value['holds'] === 'function' || typeof value['during'] === 'function') && Array.isArray(value['requirements']);
}
