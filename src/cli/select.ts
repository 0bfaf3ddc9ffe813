/**
 * Names and files on the command line -> suites; with scope and properties -> subjects ready to be run.
 *
 * Our own suites are loaded only when one is named or none is, so that a user's file does not wait for them.
 */
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Suite } from '../property/suite.ts';
import type { Subject } from '../report/checked-suite.ts';
import { UsageError } from '../report/usage-fault.ts';
import { suitesOf } from './exports-of-file.ts';
import type { Host } from './host.ts';
import { loadFile, loadUrl, looksLikeFile } from './load-file.ts';
import type { Options } from './options.ts';
import { withoutThrowing } from './user-functions.ts';

/** A suite with what a user types to name it. */
export interface NamedSuite {
  readonly suite: Suite;
  readonly name: string;
}

/** Our own suites; none where they are not installed. */
export async function ownSuites(host: Host): Promise<readonly NamedSuite[]> {
  if (!existsSync(host.suitesUrl)) return [];
  const path = fileURLToPath(host.suitesUrl);
  return suitesOf(path, await loadUrl(host.suitesUrl, path, host.cwd)).map((suite) => ({ suite, name: suite.id }));
}

/**
 * The suites that arguments name, in their order; without arguments, our own of kind model.
 *
 * @throws {UsageError} when a name or a file is not there, or the file exports no system.
 */
export async function suitesNamed(names: readonly string[], host: Host): Promise<readonly NamedSuite[]> {
  if (names.length === 0) return (await ownSuites(host)).filter(({ suite }) => suite.kind === 'model');
  const found: NamedSuite[] = [];
  for (const name of names) found.push(...(looksLikeFile(name) ? await suitesInFile(name, host) : [await ownSuite(name, host)]));
  return found.filter(({ name }, i) => found.findIndex((other) => other.name === name) === i);
}

async function ownSuite(name: string, host: Host): Promise<NamedSuite> {
  const own = await ownSuites(host);
  const found = own.find(({ suite }) => suite.id === name);
  if (found === undefined) throw new UsageError({ code: 'unknown-suite', given: name, known: own.map(({ suite }) => suite.id) });
  return found;
}

async function suitesInFile(argument: string, host: Host): Promise<readonly NamedSuite[]> {
  const [path = '', wanted] = argument.split('#', 2);
  const suites = suitesOf(path, await loadFile(path, host.cwd));
  const named = suites.map((suite) => ({ suite, name: suites.length === 1 ? path : `${path}#${suite.id}` }));
  if (wanted === undefined) return named;
  const found = named.filter(({ suite }) => suite.id === wanted);
  if (found.length === 0) throw new UsageError({ code: 'unknown-suite', given: argument, known: suites.map((suite) => `${path}#${suite.id}`) });
  return found;
}

/**
 * The suites in the wanted scope and with the wanted properties only.
 *
 * A suite that has none of the wanted properties is left out; one that lacks the wanted scope is a mistake.
 * @throws {UsageError} `unknown-scope`, or `unknown-property` when no suite has it.
 * @throws {ModelError} when a system is not well formed.
 */
export function subjectsOf(suites: readonly NamedSuite[], { scope, properties }: Pick<Options, 'scope' | 'properties'>): readonly Subject[] {
  const known = [...new Set(suites.flatMap(({ suite }) => claimIds(suite)))];
  for (const given of properties) if (!known.includes(given)) throw new UsageError({ code: 'unknown-property', suites: suites.map(({ name }) => name), given, known });
  const wanted = properties.length === 0 ? suites : suites.filter(({ suite }) => claimIds(suite).some((id) => properties.includes(id)));
  return wanted.map(({ suite, name }) => subjectIn({ suite: properties.length === 0 ? suite : onlyProperties(suite, properties), name }, scope ?? defaultScope(suite)));
}

/** One suite in one scope. @throws {UsageError} `unknown-scope`. */
export function subjectIn({ suite, name }: NamedSuite, scope: string): Subject {
  const build = Object.hasOwn(suite.scopes, scope) ? suite.scopes[scope] : undefined;
  if (build === undefined) throw new UsageError({ code: 'unknown-scope', suite: name, given: scope, known: Object.keys(suite.scopes) });
  const safe = withoutThrowing(suite, build());
  return { ...safe, scope, name, scopeOption: scope === defaultScope(suite) ? [] : ['--scope', scope] };
}

/** `small` of a model if it has one; else the first, which is the smallest. */
export function defaultScope(suite: Suite): string {
  const scopes = Object.keys(suite.scopes);
  return suite.kind === 'model' && scopes.includes('small') ? 'small' : (scopes[0] ?? '');
}

function claimIds(suite: Suite): readonly string[] {
  return [...suite.properties, ...suite.builtIns].map(({ id }) => id);
}

function onlyProperties(suite: Suite, ids: readonly string[]): Suite {
  return {
    ...suite,
    properties: suite.properties.filter(({ id }) => ids.includes(id)),
    builtIns: suite.builtIns.filter(({ id }) => ids.includes(id)),
  };
}
