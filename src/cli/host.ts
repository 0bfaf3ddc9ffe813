/**
 * What the command line needs of the world around it, as data and functions, so that a test can be that world.
 */
import type { Page } from '../report/page.ts';
import type { ColourChoice } from './options.ts';

export interface Output {
  readonly write: (text: string) => void;
  readonly isTerminal: boolean;
  /** In columns; null when nobody knows. */
  readonly width: () => number | null;
}

export interface Host {
  readonly stdout: Output;
  readonly stderr: Output;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  /** How quiesce was called, for the commands it suggests. */
  readonly program: string;
  readonly version: () => string;
  /** Where our own suites are; a module that exports `suites`. */
  readonly suitesUrl: URL;
  readonly randomSeed: () => number;
  readonly machine: Machine;
  /** Begins to listen for Ctrl-C and the like; before that they end the process at once. */
  readonly listen: () => Interruption;
}

/** What this machine, or the container, has; and what this process holds of it. */
export interface Machine {
  /** How many it runs at once. */
  readonly threads: number;
  readonly memoryBytes: number;
  readonly memoryInUse: () => number;
}

export interface Interruption {
  readonly signal: AbortSignal;
  /** The exit code that the interruption calls for; null as long as nobody has interrupted. */
  readonly exitCode: () => number | null;
}

const widthDefault = 80;
const widthMin = 40;

/** How to write on a stream: as wide as it is, in colour if it and the user want it, in ASCII if it knows no better. */
export function pageFor(output: Output, env: Host['env'], choice: { readonly colour: ColourChoice; readonly ascii: boolean }): Page {
  return { width: Math.max(widthMin, output.width() ?? widthDefault), colour: wantsColour(output, env, choice.colour), ascii: choice.ascii || !isUtf8(env) };
}

/** Whether the run is by a machine for a log: nothing is redrawn, and nothing stops at the first violation. */
export function isContinuousIntegration(env: Host['env']): boolean {
  const value = env['CI'] ?? '';
  return value !== '' && value !== 'false' && value !== '0';
}

/** Whether a line on stderr may be drawn over: a person is looking, at a terminal that can. */
export function isAnimated({ stderr, env }: Pick<Host, 'stderr' | 'env'>): boolean {
  return stderr.isTerminal && !isContinuousIntegration(env) && env['TERM'] !== 'dumb';
}

/** `--color` and `--no-color` outrank FORCE_COLOR, which outranks NO_COLOR and TERM=dumb, as in Node itself. */
function wantsColour(output: Output, env: Host['env'], choice: ColourChoice): boolean {
  if (choice !== 'auto') return choice === 'always';
  const forced = env['FORCE_COLOR'];
  if (forced !== undefined) return forced !== '0' && forced !== 'false';
  if ((env['NO_COLOR'] ?? '') !== '' || env['TERM'] === 'dumb') return false;
  return output.isTerminal;
}

/** POSIX: the first of the three that is set and not empty decides. Windows has no such variables and shows UTF-8. */
function isUtf8(env: Host['env']): boolean {
  const locale = [env['LC_ALL'], env['LC_CTYPE'], env['LANG']].find((value) => value !== undefined && value !== '');
  return locale === undefined ? env['OS'] === 'Windows_NT' : /utf-?8/i.test(locale);
}
