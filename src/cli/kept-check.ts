/**
 * What `--checkpoint` and `--resume` make of a check: which subject, kept where, and the command that goes on.
 *
 * `--resume DIR` alone suffices, as a checkpoint says of which suite it is; a suite that is named as well has to be that one.
 */
import { resolve } from 'node:path';
import type { CheckReport } from '../check/check.ts';
import { CheckpointError } from '../checkpoint/checkpoint-error.ts';
import { Checkpoint, type CheckpointOptions } from '../checkpoint/checkpoint.ts';
import { commandLine, type CheckedSuite, type Subject } from '../report/checked-suite.ts';
import { checkpointMessage } from '../report/checkpoint-messages.ts';
import type { CheckpointInfo } from '../report/report-json.ts';
import { UsageError } from '../report/usage-fault.ts';
import type { Host } from './host.ts';
import type { Options } from './options.ts';
import { subjectsOf, suitesNamed } from './select.ts';

const everyMsDefault = 60_000;

export interface Kept {
  readonly subjects: readonly Subject[];
  /** Null when nothing is to be kept. Whoever has it closes it. */
  readonly checkpoint: Checkpoint | null;
}

/**
 * What is to be checked, and its checkpoint, begun or resumed.
 *
 * @throws {UsageError} when the options contradict each other, or more than one suite is to be kept.
 * @throws {CheckpointError} when there cannot be a checkpoint, or none to go on from.
 */
export async function keptCheck(options: Options, host: Host): Promise<Kept> {
  const { checkpoint: toBegin, resume: toResume, checkpointEveryMs, engine } = options;
  const directory = toResume ?? toBegin;
  if (directory === null) {
    if (checkpointEveryMs !== null) throw new UsageError({ code: 'option-alone', option: '--checkpoint-every', wanted: '--checkpoint DIR or --resume DIR' });
    return { subjects: await subjectsIn(options, host), checkpoint: null };
  }
  if (toResume !== null && toBegin !== null) throw new UsageError({ code: 'options-exclude', option: '--checkpoint' });
  if (engine === 'reference') throw new CheckpointError({ code: 'checkpoint-of-reference', directory });
  const place: CheckpointOptions = { path: resolve(host.cwd, directory), named: directory, everyMs: checkpointEveryMs ?? everyMsDefault, version: host.version() };
  return toResume === null ? begun(place, options, host) : resumed(place, options, host);
}

async function begun(place: CheckpointOptions, options: Options, host: Host): Promise<Kept> {
  const subjects = await subjectsIn(options, host);
  const { name, scope } = onlyOne(subjects, '--checkpoint');
  return { subjects, checkpoint: await Checkpoint.begin(place, { name, scope, properties: options.properties }) };
}

async function resumed(place: CheckpointOptions, options: Options, host: Host): Promise<Kept> {
  const checkpoint = await Checkpoint.resume(place);
  try {
    const { subject } = checkpoint;
    const meant = options.subjects.length > 0 || subject === null ? options : { ...options, subjects: [subject.name], scope: options.scope ?? subject.scope, properties: options.properties.length > 0 ? options.properties : subject.properties };
    const subjects = await subjectsIn(meant, host);
    onlyOne(subjects, '--resume');
    return { subjects, checkpoint };
  } catch (error) {
    await checkpoint.close();
    throw error;
  }
}

async function subjectsIn(options: Options, host: Host): Promise<readonly Subject[]> {
  const subjects = subjectsOf(await suitesNamed(options.subjects, host), options);
  if (subjects.length === 0) throw new UsageError({ code: 'missing-argument', command: 'check', wanted: 'a suite or a file', usage: 'check SUITE|FILE' });
  return subjects;
}

function onlyOne(subjects: readonly Subject[], option: string): Subject {
  const [only] = subjects;
  if (only === undefined || subjects.length > 1) throw new UsageError({ code: 'one-suite', option, names: subjects.map(({ name }) => name) });
  return only;
}

export interface CalledBy {
  readonly program: string;
  readonly args: readonly string[];
  /** As it was in effect, by an option or because of the surroundings. */
  readonly keepGoing: boolean;
}

/** Where a run is kept, for reports. */
export function checkpointInfo(checkpoint: Checkpoint, { program, args, keepGoing }: CalledBy, [checked]: readonly CheckedSuite[]): CheckpointInfo {
  const { named: directory, kept: distinct, failure } = checkpoint;
  const further = distinct === null ? null : optionsToGoOn(checked);
  return { directory, distinct, failure: failure === null ? null : checkpointMessage(failure).headline, resume: further === null ? null : resumeCommand(program, args, directory, [...further, ...(keepGoing ? ['--keep-going'] : [])]) };
}

/** What has to be said besides `--resume`; null when going on would not go further. */
function optionsToGoOn(checked: CheckedSuite | undefined): readonly string[] | null {
  // It was interrupted before it went on.
  if (checked === undefined) return [];
  return checked.outcome.kind === 'checked' ? optionsAfter(checked.outcome.report) : null;
}

function optionsAfter({ exploration: { stopped, distinct }, properties }: CheckReport): readonly string[] | null {
  if (stopped === null) return null;
  switch (stopped.kind) {
    case 'interrupted':
    case 'time':
      return [];
    case 'states':
      // It may have been resumed with a limit that it had passed already.
      return ['--states-max', String(Math.max(stopped.max * 10, distinct * 2))];
    case 'memory':
      return ['--memory-max', `${Math.ceil((stopped.maxBytes * 2) / 1e6)}MB`];
    case 'violation':
      return properties.some(({ verdict }) => verdict.kind === 'inconclusive') ? ['--keep-going'] : null;
    case 'runs':
    case 'decided':
    case 'table':
      return null;
  }
}

/** The same command line, going on from a checkpoint, with these options instead of what it said of them. */
export function resumeCommand(program: string, args: readonly string[], directory: string, further: readonly string[]): string {
  return commandLine(program, ...without(args, ['--checkpoint', '--resume', ...further.filter((word) => word.startsWith('--'))]), '--resume', directory, ...further);
}

/** Arguments without some options and their values; of these, only `--keep-going` has none. */
function without(args: readonly string[], options: readonly string[]): readonly string[] {
  const isValue = (place: number): boolean => options.includes(args[place - 1] ?? '') && args[place - 1] !== '--keep-going';
  return args.filter((word, place) => !isValue(place) && !options.some((option) => word === option || word.startsWith(`${option}=`)));
}
