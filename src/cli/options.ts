/**
 * The options of all commands: what each takes, what it is for, and how its text becomes a value.
 *
 * One table serves the parser and the help. `parseArgs` of Node only takes the arguments apart; what is unknown or
 * ill-formed is found here, because its own words name neither the nearest option nor what a value should look like.
 */
import { parseArgs } from 'node:util';
import type { Engine } from '../check/check.ts';
import { traceDetails, type TraceDetail } from '../report/trace-detail.ts';
import { UsageError } from '../report/usage-fault.ts';
import { bytesOf, countFrom, millisecondsOf, oneOf, seedOf } from './option-values.ts';
import { isPrecopyOption, precopyOptionTable, type PrecopyTexts } from './precopy-options.ts';

export type ColourChoice = 'auto' | 'always' | 'never';
export type DiagramFormat = 'mermaid' | 'dot';

export interface Options {
  /** Arguments that are no options, without the command. */
  readonly subjects: readonly string[];
  readonly scope: string | null;
  readonly properties: readonly string[];
  readonly statesMax: number | null;
  readonly memoryMaxBytes: number | null;
  readonly timeMaxMs: number | null;
  /** The directory of a new checkpoint, and of one to go on from. */
  readonly checkpoint: string | null;
  readonly resume: string | null;
  readonly checkpointEveryMs: number | null;
  readonly workers: number | null;
  readonly seed: number | null;
  readonly runs: number;
  readonly engine: Engine;
  readonly symmetry: boolean;
  readonly keepGoing: boolean;
  readonly allowIncomplete: boolean;
  readonly trace: TraceDetail;
  readonly live: boolean;
  readonly format: DiagramFormat;
  readonly out: string | null;
  /** Of `precopy` alone, which reads them. */
  readonly precopy: PrecopyTexts;
  readonly json: boolean;
  readonly ascii: boolean;
  readonly colour: ColourChoice;
  readonly help: boolean;
}

export type OptionName = keyof typeof optionTable;

interface OptionEntry {
  /** What follows it, in the help; null when nothing does. */
  readonly value: string | null;
  readonly about: string;
}

export const optionTable = {
  scope: { value: 'NAME', about: 'the scope to check; small if there is one, else the first' },
  property: { value: 'ID', about: 'only this property; may be repeated' },
  'states-max': { value: 'N', about: 'stop at this many distinct states' },
  'memory-max': { value: 'SIZE', about: 'stop when the process holds this much memory: 2GB, 512MiB, or bytes; three quarters of the machine unless given' },
  'time-max': { value: 'TIME', about: 'stop a suite after this long: 30s, 5m, or milliseconds' },
  checkpoint: { value: 'DIR', about: 'write the run to this directory every so often, and when it ends or is interrupted' },
  'checkpoint-every': { value: 'TIME', about: 'how often: 30s, 5m, or milliseconds; 60s unless given' },
  resume: { value: 'DIR', about: 'go on from the checkpoint in this directory, and go on writing it' },
  workers: { value: 'N', about: 'threads to search with; as many as the machine runs at once unless given' },
  engine: { value: 'NAME', about: 'fast (default), or reference: slower, to be compared with' },
  'no-symmetry': { value: null, about: 'every state, not one for all that permute interchangeable actors' },
  'keep-going': { value: null, about: 'go on after an unexpected violation; default when CI is set' },
  'allow-incomplete': { value: null, about: 'exit 0, not 3, when a limit ends the check' },
  runs: { value: 'N', about: 'random runs to take; 1000 unless given' },
  seed: { value: 'N', about: 'the seed of the random runs; else a new one, which is printed' },
  trace: { value: 'HOW', about: 'how much of a trace to show: diff (default), full, events, none' },
  live: { value: null, about: 'replay on live XState actors too, and compare every step' },
  format: { value: 'NAME', about: 'mermaid (default) or dot' },
  out: { value: 'DIR', about: 'write a file for each diagram here; else all go to stdout' },
  ...precopyOptionTable,
  json: { value: null, about: 'one JSON document on stdout instead of text' },
  ascii: { value: null, about: 'ASCII signs only; default when the locale is not UTF-8' },
  color: { value: null, about: 'colour even if this is no terminal' },
  'no-color': { value: null, about: 'no colour' },
  help: { value: null, about: 'what there is to know of a command' },
} as const satisfies Readonly<Record<string, OptionEntry>>;

const defaults: Options = {
  subjects: [],
  scope: null,
  properties: [],
  statesMax: null,
  memoryMaxBytes: null,
  timeMaxMs: null,
  checkpoint: null,
  resume: null,
  checkpointEveryMs: null,
  workers: null,
  seed: null,
  runs: 1000,
  engine: 'fast',
  symmetry: true,
  keepGoing: false,
  allowIncomplete: false,
  trace: 'diff',
  live: false,
  format: 'mermaid',
  out: null,
  precopy: {},
  json: false,
  ascii: false,
  colour: 'auto',
  help: false,
};

/**
 * The options of one command.
 *
 * @throws {UsageError} when the command has no such option, or a value is missing or not what it should be.
 */
export function parseOptions(command: string, allowed: readonly OptionName[], args: readonly string[]): Options {
  const names = [...allowed, 'help'] as const;
  const types = Object.fromEntries(names.map((name) => [name, { type: optionTable[name].value === null ? 'boolean' : 'string' } as const]));
  const { tokens } = parseArgs({ args: [...args], options: types, strict: false, tokens: true });
  let options = defaults;
  for (const token of tokens) {
    if (token.kind === 'positional') options = { ...options, subjects: [...options.subjects, token.value] };
    if (token.kind !== 'option') continue;
    const name = names.find((candidate) => candidate === token.name);
    if (name === undefined || token.rawName !== `--${name}`) throw new UsageError({ code: 'unknown-option', command, given: token.rawName, known: names.map((known) => `--${known}`) });
    options = withOption(options, name, valueOf(name, token.value, token.inlineValue === true));
  }
  return options;
}

function valueOf(name: OptionName, value: string | undefined, inline: boolean): string {
  const { value: wanted } = optionTable[name];
  if (wanted === null) {
    if (value !== undefined) throw new UsageError({ code: 'unexpected-value', option: `--${name}`, given: value });
    return '';
  }
  if (value === undefined || value === '' || (!inline && value.startsWith('--'))) throw new UsageError({ code: 'missing-value', option: `--${name}`, wanted: `a value: --${name} ${wanted}` });
  return value;
}

function withOption(options: Options, name: OptionName, value: string): Options {
  if (isPrecopyOption(name)) return { ...options, precopy: { ...options.precopy, [name]: value } };
  switch (name) {
    case 'scope':
      return { ...options, scope: value };
    case 'property':
      return { ...options, properties: [...options.properties, value] };
    case 'states-max':
      return { ...options, statesMax: countFrom(`--${name}`, value) };
    case 'memory-max':
      return { ...options, memoryMaxBytes: bytesOf(`--${name}`, value) };
    case 'time-max':
      return { ...options, timeMaxMs: millisecondsOf(`--${name}`, value) };
    case 'checkpoint':
      return { ...options, checkpoint: value };
    case 'checkpoint-every':
      return { ...options, checkpointEveryMs: millisecondsOf(`--${name}`, value) };
    case 'resume':
      return { ...options, resume: value };
    case 'workers':
      return { ...options, workers: countFrom(`--${name}`, value) };
    case 'engine':
      return { ...options, engine: oneOf(`--${name}`, value, ['fast', 'reference'] as const) };
    case 'no-symmetry':
      return { ...options, symmetry: false };
    case 'keep-going':
      return { ...options, keepGoing: true };
    case 'allow-incomplete':
      return { ...options, allowIncomplete: true };
    case 'runs':
      return { ...options, runs: countFrom(`--${name}`, value) };
    case 'seed':
      return { ...options, seed: seedOf(`--${name}`, value) };
    case 'trace':
      return { ...options, trace: oneOf(`--${name}`, value, traceDetails) };
    case 'live':
      return { ...options, live: true };
    case 'format':
      return { ...options, format: oneOf(`--${name}`, value, ['mermaid', 'dot'] as const) };
    case 'out':
      return { ...options, out: value };
    case 'json':
      return { ...options, json: true };
    case 'ascii':
      return { ...options, ascii: true };
    case 'color':
      return { ...options, colour: 'always' };
    case 'no-color':
      return { ...options, colour: 'never' };
    case 'help':
      return { ...options, help: true };
  }
}
