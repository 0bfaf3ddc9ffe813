/**
 * The limits of a check, from what the user asks for and what the machine has.
 *
 * More than the machine has is cut, and the user told; less than quiesce itself needs is refused, with the figure.
 */
import type { CheckOptions } from '../check/check.ts';
import { bytesText, countOf } from '../report/quantities.ts';
import { UsageError } from '../report/usage-fault.ts';
import { isContinuousIntegration, type Host } from './host.ts';
import type { Options } from './options.ts';
import type { System } from '../system/define-system.ts';

export type Limits = Pick<CheckOptions, 'statesMax' | 'memoryMaxBytes' | 'timeMaxMs' | 'workers' | 'keepGoing' | 'engine' | 'symmetry' | 'checkpoint'>;

/** The rest of a machine's memory belongs to the system and to others. */
const machineShare = 0.9;

/** What a check of next to nothing needs, over what quiesce holds once everything is loaded. */
const roomToWork = 1.25;

/**
 * The limits for `check`; says on stderr what it cuts.
 *
 * @throws {UsageError} `bad-value` for less memory than is needed, `conflicting-options` for workers of the reference explorer.
 */
export function limitsOf({ statesMax, memoryMaxBytes, timeMaxMs, workers, keepGoing, engine, symmetry }: Options, host: Host): Limits {
  if (workers !== null && engine === 'reference') throw new UsageError({ code: 'conflicting-options', one: '--workers', other: '--engine reference', because: 'the reference explorer has one thread' });
  return {
    engine,
    symmetry,
    keepGoing: keepGoing || isContinuousIntegration(host.env),
    ...(statesMax === null ? {} : { statesMax }),
    ...(memoryMaxBytes === null ? {} : { memoryMaxBytes: memoryWithin(memoryMaxBytes, host) }),
    ...(timeMaxMs === null ? {} : { timeMaxMs }),
    ...(workers === null ? {} : { workers: threadsWithin(workers, host) }),
  };
}

/** Says on stderr that threads which were asked for are not used, because a system declares interchangeable actors. */
export function tellOneThread({ id, interchangeable }: System, { workers, symmetry }: Limits, { stderr }: Host): void {
  if (workers === undefined || workers < 2 || symmetry === false || interchangeable.length === 0) return;
  stderr.write(`warning: ${id} has interchangeable actors, and then one thread does the search; --workers ${workers} has no effect. With --no-symmetry it has.\n`);
}

function memoryWithin(asked: number, { machine, stderr }: Host): number {
  const held = machine.memoryInUse();
  const least = Math.ceil((held * roomToWork) / 1e6) * 1e6;
  if (asked < least) throw new UsageError({ code: 'bad-value', option: '--memory-max', given: bytesText(asked), wanted: `at least ${bytesText(least)} here, because quiesce itself holds ${bytesText(held)}`, nearest: null });
  const most = Math.round(machine.memoryBytes * machineShare);
  if (asked <= most) return asked;
  stderr.write(`warning: this machine has ${bytesText(machine.memoryBytes)} of memory; --memory-max ${bytesText(asked)} is cut to ${bytesText(most)}.\n`);
  return most;
}

function threadsWithin(asked: number, { machine, stderr }: Host): number {
  if (asked <= machine.threads) return asked;
  stderr.write(`warning: this machine runs ${countOf(machine.threads, 'thread')} at once; --workers ${asked} is cut to ${machine.threads}.\n`);
  return machine.threads;
}
