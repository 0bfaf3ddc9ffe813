/**
 * `quiesce diagram`: machines as Mermaid or DOT text, on stdout or a file each.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { diagramsOf, type Subject as DiagramSubject } from '../diagram/system-chart.ts';
import { plain, type Page } from '../report/page.ts';
import { countOf } from '../report/quantities.ts';
import { UsageError } from '../report/usage-fault.ts';
import type { System } from '../system/define-system.ts';
import { exitCodes } from './exit-code.ts';
import { machinesOf, suitesOf, systemsOf } from './exports-of-file.ts';
import { pageFor, type Host } from './host.ts';
import { loadFile, looksLikeFile } from './load-file.ts';
import type { Options } from './options.ts';
import { defaultScope, ownSuites, type NamedSuite } from './select.ts';

export async function diagramCommand(options: Options, host: Host): Promise<number> {
  const subjects = await subjectsNamed(options.subjects, host);
  const diagrams = diagramsOf(subjects, options.format);
  const page = pageFor(host.stderr, host.env, options);
  if (options.out === null) {
    for (const { title, text } of diagrams) host.stdout.write(`${diagrams.length > 1 ? comment(options, title) : ''}${text}${diagrams.length > 1 ? '\n' : ''}`);
    return exitCodes.met;
  }
  for (const { fileName, text, title } of diagrams) {
    writeOut(resolve(host.cwd, options.out), fileName, text);
    host.stdout.write(`${join(options.out, fileName)}  ${titleOn(page, title)}\n`);
  }
  host.stderr.write(`${countOf(diagrams.length, 'diagram')} written to ${options.out}\n`);
  return exitCodes.met;
}

function titleOn(page: Page, title: string): string {
  return plain(page, title);
}

/** Both formats allow a comment line, so that several on stdout can be told apart. */
function comment({ format }: Options, title: string): string {
  return `${format === 'dot' ? '//' : '%%'} ${title}\n`;
}

function writeOut(folder: string, fileName: string, text: string): void {
  try {
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, fileName), text);
  } catch (error) {
    throw new UsageError({ code: 'cannot-write', path: join(folder, fileName), problem: error instanceof Error ? error.message : String(error) });
  }
}

async function subjectsNamed(names: readonly string[], host: Host): Promise<readonly DiagramSubject[]> {
  const own = names.every(looksLikeFile) && names.length > 0 ? [] : await ownSuites(host);
  if (names.length === 0) return own.filter(({ suite }) => suite.kind === 'model').map(subjectOfSuite);
  const subjects: DiagramSubject[] = [];
  for (const name of names) subjects.push(...(looksLikeFile(name) ? await subjectsInFile(name, host) : ownSubjects(name, own)));
  return subjects;
}

/** Suites, or else systems, and machines that are exported by themselves. */
async function subjectsInFile(path: string, host: Host): Promise<readonly DiagramSubject[]> {
  const exported = await loadFile(path, host.cwd);
  const machines = machinesOf(exported).map((machine): DiagramSubject => ({ kind: 'machine', machine }));
  const systems = systemsOf(exported);
  if (systems.length > 0) return [...systems.map(subjectOfSystem), ...machines];
  if (machines.length > 0) return machines;
  return suitesOf(path, exported).map((suite) => subjectOfSuite({ suite, name: suite.id }));
}

/**
 * A suite by its id, a system by its id, or the machines that have the id; the first of these that fits. `SUITE#MACHINE` is
 * the machine of one suite.
 */
function ownSubjects(name: string, own: readonly NamedSuite[]): readonly DiagramSubject[] {
  const suite = own.find((candidate) => candidate.suite.id === name);
  if (suite !== undefined) return [subjectOfSuite(suite)];
  const systems = own.map(systemOf);
  const system = systems.find(({ id }) => id === name);
  if (system !== undefined) return [subjectOfSystem(system)];
  const [, within, machineId = name] = /^(.*)#([^#]*)$/.exec(name) ?? [];
  const candidates = within === undefined ? own : own.filter((candidate) => candidate.suite.id === within);
  const machines = subjectsWithMachine(machineId, candidates);
  if (machines.length > 0) return machines;
  if (within !== undefined && candidates.length === 0) throw new UsageError({ code: 'unknown-suite', given: within, known: own.map((candidate) => candidate.suite.id) });
  const known = new Set([
    ...(within === undefined ? [...own.map((candidate) => candidate.suite.id), ...systems.map(({ id }) => id)] : []),
    ...candidates.flatMap((candidate) => Object.values(systemOf(candidate).actors).map(({ machine }) => (within === undefined ? machine.id : `${within}#${machine.id}`))),
  ]);
  throw new UsageError({ code: 'unknown-subject', given: name, known: [...known] });
}

/** The actors that run a machine of this id; of defects only when no model has it. */
function subjectsWithMachine(machineId: string, candidates: readonly NamedSuite[]): readonly DiagramSubject[] {
  const of = (named: readonly NamedSuite[]): readonly DiagramSubject[] =>
    named.map(systemOf).flatMap(({ id, actors }) => {
      const running = Object.entries(actors).filter(([, { machine }]) => machine.id === machineId);
      return running.length === 0 ? [] : [{ kind: 'system', id, actors: Object.fromEntries(running) }];
    });
  const inModels = of(candidates.filter(({ suite }) => suite.kind === 'model'));
  return inModels.length > 0 ? inModels : of(candidates);
}

function subjectOfSuite(named: NamedSuite): DiagramSubject {
  return subjectOfSystem(systemOf(named));
}

function subjectOfSystem({ id, actors }: System): DiagramSubject {
  return { kind: 'system', id, actors };
}

function systemOf({ suite }: NamedSuite): System {
  const build = suite.scopes[defaultScope(suite)];
  if (build === undefined) throw new UsageError({ code: 'unknown-scope', suite: suite.id, given: defaultScope(suite), known: [] });
  return build();
}
