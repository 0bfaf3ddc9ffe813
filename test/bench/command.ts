/** The command line of the benchmark: what to run, or one line on what cannot be understood. */
import { parseArgs } from 'node:util';
import { nearest } from '../../src/report/nearest.ts';
import { models, tools, type Tool } from './models.ts';

export interface Command {
  readonly output: 'table' | 'json';
  readonly size: 'full' | 'quick';
  readonly models: readonly string[];
  readonly tools: readonly Tool[];
  readonly repeat: number;
}

export type Parsed = { readonly kind: 'run'; readonly command: Command } | { readonly kind: 'refused'; readonly problem: string };

export class Refusal extends Error {}

/** What each option of a command takes. */
export type Options = Readonly<Record<string, 'flag' | 'list' | 'count'>>;

const options: Options = { json: 'flag', quick: 'flag', models: 'list', tools: 'list', repeat: 'count' };
const repeatMax = 1000;

/** @example parseCommand(['--quick', '--tools', 'quiesce']) */
export function parseCommand(args: readonly string[]): Parsed {
  try {
    return { kind: 'run', command: commandOf(valuesOf(args, options)) };
  } catch (error) {
    if (error instanceof Refusal) return { kind: 'refused', problem: error.message };
    throw error;
  }
}

function commandOf(values: ReadonlyMap<string, string | null>): Command {
  const size = values.has('quick') ? 'quick' : 'full';
  const chosen = namesOf('model', values.get('models'), models.map(({ id }) => id));
  const chosenTools = namesOf('tool', values.get('tools'), size === 'quick' ? ['quiesce', 'reference'] : tools, tools);
  return { output: values.has('json') ? 'json' : 'table', size, models: chosen, tools: chosenTools, repeat: repeatOf(values.get('repeat') ?? (size === 'quick' ? '1' : '5')) };
}

/** @throws {Refusal} when it is given what is none of the options, or one without what it takes. */
export function valuesOf(args: readonly string[], options: Options): ReadonlyMap<string, string | null> {
  const types = Object.fromEntries(Object.entries(options).map(([name, wants]) => [name, { type: wants === 'flag' ? ('boolean' as const) : ('string' as const) }]));
  const { tokens } = parseArgs({ args: [...args], options: types, strict: false, tokens: true });
  const nearestOption = (given: string): string => `--${nearest(given, Object.keys(options)) ?? ''}`;
  const values = new Map<string, string | null>();
  for (const token of tokens) {
    if (token.kind === 'positional') throw new Refusal(`"${token.value}" is no option; the nearest is ${nearestOption(token.value)}`);
    if (token.kind !== 'option') continue;
    const wants = Object.hasOwn(options, token.name) ? options[token.name] : undefined;
    if (wants === undefined) throw new Refusal(`there is no option ${token.rawName}; the nearest is ${nearestOption(token.name)}`);
    const value = token.value ?? null;
    if (wants === 'flag' && value !== null) throw new Refusal(`${token.rawName} takes no value, but got "${value}"`);
    if (wants !== 'flag' && (value === null || value === '' || value.startsWith('--'))) throw new Refusal(`${token.rawName} needs a value`);
    values.set(token.name, value);
  }
  return values;
}

/** In the order of `all`, each once. */
export function namesOf<T extends string>(kind: 'model' | 'tool', text: string | null | undefined, byDefault: readonly T[], all: readonly T[] = byDefault): readonly T[] {
  if (text === undefined || text === null) return byDefault;
  const given = text.split(',').map((name) => name.trim());
  const unknown = given.find((name) => !all.some((known) => known === name));
  if (unknown !== undefined) throw new Refusal(`there is no ${kind} "${unknown}"; the nearest is ${nearest(unknown, all) ?? ''}`);
  return all.filter((name) => given.includes(name));
}

export function repeatOf(text: string): number {
  const repeat = Number(text);
  if (!/^\d+$/.test(text) || repeat < 1 || repeat > repeatMax) throw new Refusal(`--repeat needs a whole number from 1 to ${repeatMax}, but got "${text}"`);
  return repeat;
}
