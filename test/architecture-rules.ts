/**
 * The shape of the repository as pure functions: files in, problems out.
 *
 *   machines ──▶ xstate            properties ──▶ src/index.ts, machines
 *   cli, web ──▶ report, diagram ──▶ check ──▶ mutate, walk, engine, explore ──▶ trace ──▶ property ──▶ system
 *                                                        engine ──▶ checkpoint ──▶ trace;  engine ──▶ time
 *   cli, web ──▶ report ──▶ conform ──▶ precopy, system;  precopy imports nothing
 *
 * Imports are found by a pattern, not a parser: static ones only where a line starts with `import` or `export`, which
 * leaves comments and indented examples alone. `import { type A }` counts as an import at run time, because
 * `verbatimModuleSyntax` keeps the module it names.
 */
import { posix } from 'node:path';

export interface SourceFile {
  /** From the root of the repository, with forward slashes. */
  readonly path: string;
  readonly text: string;
}

export interface Import {
  readonly specifier: string;
  readonly atRunTime: boolean;
}

const verifiers = ['trace', 'property', 'system'];
const searches = ['explore', 'engine', 'walk', 'mutate'];
/** `check` chooses among the searches, and opens the checkpoint that the engine then writes. */
const checks = ['check', ...searches, 'checkpoint'];
const presenters = ['report', 'diagram'];
/** Arithmetic that knows nothing of machines, and recorded runs held to it and to a system. */
const calculators = ['conform', 'precopy'];

/** Which folders of `src` each folder may import besides itself. `index.ts` has a row of its own. */
const layers: Readonly<Record<string, readonly string[]>> = {
  system: [],
  channels: ['system'],
  property: ['system'],
  trace: ['property', 'system'],
  checkpoint: verifiers,
  ...Object.fromEntries(searches.map((folder) => [folder, verifiers])),
  time: [],
  engine: ['checkpoint', 'time', ...verifiers],
  check: [...searches, 'checkpoint', ...verifiers],
  precopy: [],
  conform: ['precopy', 'system'],
  ...Object.fromEntries(presenters.map((folder) => [folder, [...checks, ...verifiers]])),
  report: [...checks, ...verifiers, ...calculators],
  cli: [...presenters, ...checks, ...verifiers, ...calculators],
  web: [...presenters, ...checks, ...verifiers, ...calculators],
  'index.ts': ['channels', ...presenters, ...checks, ...verifiers, ...calculators],
};

/** Everything else sees machines through these: one place to change when XState does. */
const callsXState = (path: string): boolean =>
  ['src/system/local-step.ts', 'src/system/watched-machine.ts', 'src/trace/live-actors.ts'].includes(path) || path.startsWith('src/channels/');

const testTools = ['vitest', 'fast-check', '@fast-check/vitest'];

export function importsOf(text: string): readonly Import[] {
  const statement =
    /^(?:import|export)\s+(?<typeOnly>type\s+(?=[{*\w]))?(?:(?:[\w$]+\s*,\s*)?(?:[\w$]+|\*(?:\s*as\s+[\w$]+)?|\{[^}]*\})\s*from\s*)?['"](?<specifier>[^'"\n]+)['"]/gm;
  const call = /\bimport\(\s*['"](?<specifier>[^'"\n]+)['"]/g;
  return [...text.matchAll(statement), ...text.matchAll(call)].map(({ groups }) => ({
    specifier: groups?.['specifier'] ?? '',
    atRunTime: groups?.['typeOnly'] === undefined,
  }));
}

/** Problems with what a file imports; `dependencies` are the packages a user of ours also gets. */
export function importProblems({ path, text }: SourceFile, dependencies: readonly string[]): readonly string[] {
  return importsOf(text).flatMap(({ specifier, atRunTime }) => {
    const problem = specifier.startsWith('.')
      ? pathProblem(path, posix.join(posix.dirname(path), specifier))
      : packageProblem(path, packageOf(specifier), atRunTime, dependencies);
    return problem === null ? [] : [`${path} imports ${specifier}: ${problem}`];
  });
}

const packageOf = (specifier: string): string => specifier.split('/', specifier.startsWith('@') ? 2 : 1).join('/');

function pathProblem(from: string, to: string): string | null {
  if (!/\.tsx?$/.test(to)) return 'a relative import names a .ts file';
  if (from.startsWith('machines/')) {
    const composes = /^machines\/(systems|defects)\//.test(from) && to === 'src/index.ts';
    return to.startsWith('machines/') || composes ? null : 'a machine imports xstate and machines; systems and defects also src/index.ts';
  }
  if (from.startsWith('properties/')) {
    return /^(machines|properties)\//.test(to) || to === 'src/index.ts' ? null : 'a property imports src/index.ts and machines';
  }
  if (from.startsWith('src/')) return layerProblem(folderOf(from), to);
  return null;
}

/** `explore` for src/explore/explore.ts, `index.ts` for src/index.ts. */
const folderOf = (path: string): string => path.split('/')[1] ?? '';

function layerProblem(from: string, to: string): string | null {
  if (!to.startsWith('src/')) return 'src imports nothing outside src';
  if (folderOf(to) === from) return null;
  const allowed = layers[from];
  if (allowed === undefined) return `src/${from} has no place in the layers; give it one in test/architecture-rules.ts`;
  return allowed.includes(folderOf(to)) ? null : `src/${from} may import ${allowed.join(', ') || 'no other folder'}`;
}

function packageProblem(from: string, name: string, atRunTime: boolean, dependencies: readonly string[]): string | null {
  if (from.startsWith('machines/')) return name === 'xstate' ? null : 'a machine imports no package but xstate';
  if (from.startsWith('properties/')) {
    // The types of snapshots are XState's own.
    if (name === 'xstate' && !atRunTime) return null;
    if (!from.endsWith('.property.test.ts')) return 'a property imports no package, but types of xstate';
    return testTools.includes(name) ? null : `a property test imports no package but ${testTools.join(', ')}`;
  }
  if (!from.startsWith('src/')) return null;
  if (from.startsWith('src/channels/') && name !== 'xstate') return 'a channel imports no package but xstate';
  if (name.startsWith('node:')) return null;
  if (!dependencies.includes(name)) return 'it is not among the dependencies in package.json';
  return name === 'xstate' && atRunTime && !callsXState(from) ? 'only local-step.ts, watched-machine.ts, live-actors.ts and channels call XState; use import type' : null;
}

export const lineCount = (text: string): number => text.split('\n').length - (text === '' || text.endsWith('\n') ? 1 : 0);

export function sizeProblems({ path, text }: SourceFile): readonly string[] {
  const lines = lineCount(text);
  if (lines > 400) return [`${path} has ${lines} lines, more than 400`];
  const header = /^(?:#!.*\n)?\s*\/\*\*[\s\S]*?\*\//.exec(text)?.[0] ?? '';
  const reason = header.replaceAll(/\s+\*?\s*/g, ' ').includes('Longer than 250 lines because');
  return lines > 250 && !reason ? [`${path} has ${lines} lines; its header must say "Longer than 250 lines because ..."`] : [];
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const upper = sorted[Math.floor(sorted.length / 2)] ?? 0;
  const lower = sorted[Math.ceil(sorted.length / 2) - 1] ?? 0;
  return (lower + upper) / 2;
}

export function nameProblems({ path }: SourceFile): readonly string[] {
  const names = path.split('/').map((part) => part.replace(/(\.(config|test|long\.test|property\.test|(long|full|properties)\.config))?\.tsx?$/, ''));
  return names.flatMap((name) => {
    if (!/^[a-z0-9]+(-[a-z0-9]+)*$/.test(name)) return [`${path}: "${name}" is not kebab-case`];
    return /^(utils?|helpers?|common|types)$/.test(name) ? [`${path}: "${name}" says nothing; name the thing`] : [];
  });
}

/** Problems with directives that silence a tool: outside tests each needs a reason on its own line. */
export function escapeProblems({ path, text }: SourceFile): readonly string[] {
  if (path.startsWith('test/')) return [];
  return text.split('\n').flatMap((line, index) => {
    const directive = /\b(?:eslint|oxlint)-disable[\w-]*|@ts-(?:ignore|expect-error|nocheck)/.exec(line)?.[0];
    if (directive === undefined) return [];
    const rest = line.slice(line.indexOf(directive) + directive.length);
    const reason = directive.startsWith('@ts') ? /^\W*\w+\W+\w+/ : /--\s*\w+\W+\w+/;
    return reason.test(rest) ? [] : [`${path}:${index + 1} has ${directive} without a reason`];
  });
}

/** Folders of `src` that a text never names as `folder/`. */
export function undocumentedFolders(files: readonly SourceFile[], text: string): readonly string[] {
  const folders = new Set(files.flatMap(({ path }) => /^src\/([^/]+)\//.exec(path)?.[1] ?? []));
  return [...folders].filter((folder) => !new RegExp(`(^|[^\\w-])${folder}/`, 'm').test(text)).toSorted();
}
