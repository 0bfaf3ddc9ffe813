/**
 * The commands: how each is called, what it is for, which options it takes and where it is.
 *
 * A command's file is loaded when it is called and not before, so that `--help` does not wait for XState.
 */
import type { Host } from './host.ts';
import type { OptionName, Options } from './options.ts';
import { precopyOptions, precopyUsage } from './precopy-options.ts';

/** Carries out a command and returns its exit code. */
export type Run = (options: Options, host: Host, args: readonly string[]) => Promise<number>;

export interface Command {
  readonly name: string;
  readonly usage: string;
  readonly about: string;
  /** Paragraphs below the options in its help. */
  readonly notes: readonly string[];
  readonly examples: readonly string[];
  readonly options: readonly OptionName[];
  readonly argumentsMin: number;
  readonly argumentsMax: number;
  /** What the least arguments are, as an error names those that are missing. */
  readonly argumentNames: readonly string[];
  readonly load: () => Promise<Run>;
}

const appearance: readonly OptionName[] = ['ascii', 'color', 'no-color'];

const files =
  'A FILE (.ts, .js, or anything with a slash) may export `suites`, `suite`, or `system` with `properties` and `expect`; or several systems or suites under any names, or as its default. A file with several suites: FILE#SUITE names one.';

export const commands: readonly Command[] = [
  {
    name: 'list',
    usage: 'list [FILE ...]',
    about: 'name every suite, with its scopes and properties',
    notes: ['Without a FILE, lists the suites that come with quiesce.'],
    examples: ['list', 'list --json'],
    options: ['json', ...appearance],
    argumentsMin: 0,
    argumentsMax: Infinity,
    argumentNames: [],
    load: async () => (await import('./list-command.ts')).listCommand,
  },
  {
    name: 'check',
    usage: 'check [SUITE|FILE ...]',
    about: 'explore every reachable state and decide every property',
    notes: [
      'Without a SUITE, checks every suite of kind model.',
      files,
      'A run with --checkpoint that is interrupted, killed or stopped by a limit goes on with --resume, with a larger limit if need be; what it says in the end is what it would have said in one go. --states-max counts the states of all parts, --time-max is for each.',
      'Exit codes: 0 every verdict is the expected one; 1 one is not; 2 the command line; 3 a limit was reached, or a table is full; 4 a property was never put to the test; 5 a model cannot be checked; 70 a defect of quiesce; 130 interrupted.',
    ],
    examples: ['check quick-migration --scope tiny', 'check ./my-system.ts --states-max 1000000', 'check ./my-system.ts --checkpoint run1', 'check --resume run1', 'check --json > report.json'],
    options: ['scope', 'property', 'states-max', 'memory-max', 'time-max', 'workers', 'checkpoint', 'checkpoint-every', 'resume', 'engine', 'no-symmetry', 'keep-going', 'allow-incomplete', 'trace', 'json', ...appearance],
    argumentsMin: 0,
    argumentsMax: Infinity,
    argumentNames: [],
    load: async () => (await import('./check-command.ts')).checkCommand,
  },
  {
    name: 'walk',
    usage: 'walk [SUITE|FILE ...]',
    about: 'hold random runs to every property, and make short what they find',
    notes: ['Without a SUITE, walks every suite of kind model.', files, 'A walk exits 1 when it finds a violation that is not expected. What it does not find is no failure: the next runs may find it.'],
    examples: ['walk quick-migration --runs 10000', 'walk ./my-system.ts --seed 42'],
    options: ['scope', 'property', 'runs', 'seed', 'trace', 'json', ...appearance],
    argumentsMin: 0,
    argumentsMax: Infinity,
    argumentNames: [],
    load: async () => (await import('./walk-command.ts')).walkCommand,
  },
  {
    name: 'replay',
    usage: 'replay SUITE|FILE TRACE',
    about: 'show a trace step by step, and what each property says of it',
    notes: ['A TRACE is like 0.2.6.3@c41e77b09a3f, as `check` and `walk` print it. What follows the @ tells the version of the system, and thereby which scope is meant; without it only the steps count.', 'Exits 0 when the trace replays, whatever the properties say of it; 2 when it does not.'],
    examples: ['replay quick-migration 0.2.6.3@c41e77b09a3f --live', 'replay ./my-system.ts 0.2.6.3 --trace=full'],
    options: ['scope', 'property', 'live', 'trace', 'json', ...appearance],
    argumentsMin: 2,
    argumentsMax: 2,
    argumentNames: ['a suite', 'a trace'],
    load: async () => (await import('./replay-command.ts')).replayCommand,
  },
  {
    name: 'diagram',
    usage: 'diagram [MACHINE|SYSTEM|FILE ...]',
    about: 'draw machines as Mermaid or Graphviz text',
    notes: ['Without an argument, draws every machine of every suite of kind model. Machines of one name are all drawn; SUITE#MACHINE is that of one suite. A FILE may export machines, systems or suites.'],
    examples: ['diagram shared-lun#lun', 'diagram quick-migration --format dot --out diagrams', 'diagram ./my-machine.ts'],
    options: ['format', 'out', ...appearance],
    argumentsMin: 0,
    argumentsMax: Infinity,
    argumentNames: [],
    load: async () => (await import('./diagram-command.ts')).diagramCommand,
  },
  {
    name: 'precopy',
    usage: precopyUsage,
    about: 'compute how long a live migration takes and how long the guest is dark',
    notes: [
      'Arithmetic on one run without faults: passes, bytes, brownout, blackout, and whether the passes end. Units are needed, and in their case: Gbit is bits, GB bytes, GiB powers of 1,024. With --rule qemu a page has a header of 8 bytes, and a page of zeros costs 9.',
      'Exits 0 whatever comes out, 2 when an option is not what it should be. docs/precopy.md tells the formulae and how far they were off on measured migrations.',
    ],
    examples: [
      'precopy --memory 8GiB --link 10Gbit --dirty-rate 200MiB/s',
      'precopy --memory 8GiB --non-zero 22% --link 1GiB/s --rate-cap 129MiB/s --rule qemu --dirty-curve power-law --dirty-rate 98MiB/s --dirty-exponent 0.76',
    ],
    options: [...precopyOptions, 'json', ...appearance],
    argumentsMin: 0,
    argumentsMax: 0,
    argumentNames: [],
    load: async () => (await import('./precopy-command.ts')).precopyCommand,
  },
  {
    name: 'conform',
    usage: 'conform qmp FILE',
    about: 'hold a recorded migration to the model of live migration and to the calculator',
    notes: [
      'FILE is a log of the monitor (QMP) of a QEMU that is the source of a migration: one message a line, as JSON or as `QMP reply [src1] query-migrate: {...}`; packed with gzip or not. It is accepted when some run of the model looks just so, line by line; else the first line is told that no run gives, and what it would have been allowed to say. --states-max limits the search for one line; 50,000 unless given.',
      'Exit codes: 0 accepted; 1 refused; 2 the command line, or a file that is no such log; 3 inconclusive: some lines could not be read, the log ends before the migration does, or the limit was reached. docs/conform.md tells what is compared, and what is not.',
    ],
    examples: ['conform qmp ./source.log', 'conform qmp ./source.log --json'],
    options: ['states-max', 'json', ...appearance],
    argumentsMin: 2,
    argumentsMax: 2,
    argumentNames: ['a kind of log', 'a file'],
    load: async () => (await import('./conform-command.ts')).conformCommand,
  },
];
