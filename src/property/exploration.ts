/**
 * An exploration: what it is asked for, how far it is, and what it found. The explorers share these and nothing else.
 */
import type { Groups } from '../system/interchangeable.ts';
import type { Bound } from './bound.ts';
import type { BuiltIn } from './built-in.ts';
import type { Coverage } from './coverage.ts';
import type { Growth } from './growth.ts';
import type { TickFineness } from './tick-fineness.ts';
import type { StopReason, Verdict } from './verdict.ts';

export interface ExploreOptions {
  /** Stop after this many distinct states. Default: no limit. */
  readonly statesMax?: number;
  /**
   * Stop when the process holds this many bytes, as the operating system counts them: heap, arrays and Node itself.
   * Default: three quarters of the memory of the machine or container, and no more than is free. Whatever it is, a run also
   * ends before the heap of Node is full.
   */
  readonly memoryMaxBytes?: number;
  /**
   * How many threads to search with, a whole number of at least 1; more than the machine runs at once are as many as that.
   * Default: as many as the machine runs at once. The reference explorer has one thread and refuses to be asked for any.
   */
  readonly workers?: number;
  /** Stop after this many milliseconds. Default: no limit. */
  readonly timeMaxMs?: number;
  /** Go on after a violation that was not expected. Default: false. */
  readonly keepGoing?: boolean;
  /** Properties whose violation is expected and therefore no reason to stop. */
  readonly expectedViolations?: ReadonlySet<string>;
  /** The claims made of every system. Default: all of them. */
  readonly builtIns?: readonly BuiltIn[];
  /** Visit one state of each orbit of the actors that the system declares interchangeable. Default: true. */
  readonly symmetry?: boolean;
  /** Stop when told to. */
  readonly signal?: AbortSignal;
  /** Told of each violation and witness the moment it is found. */
  readonly onDecided?: (id: string, verdict: Verdict) => void;
  /** Told how far it is, about twenty times a second. */
  readonly onProgress?: (progress: Progress) => void;
}

/** One state of each orbit was visited. */
export interface SymmetryUsed {
  /** The actors that are taken for interchangeable. */
  readonly groups: Groups;
  /** Machines and claims were held to the declaration under every renaming, and not only under some. */
  readonly proved: boolean;
}

export interface Progress {
  readonly depth: number;
  readonly distinct: number;
  readonly transitions: number;
  readonly frontier: number;
  readonly elapsedMs: number;
  /** What the process holds, as the operating system counts it. */
  readonly memoryBytes: number;
  /** Open properties whose condition was true nowhere yet: vacuous, if it stays so. */
  readonly neverTested: readonly string[];
}

export interface Exploration {
  /** Null when every reachable state was visited. */
  readonly stopped: StopReason | null;
  /** What states were counted up to: then `distinct` and `perDepth` count orbits. Null when each state counts for itself. */
  readonly symmetry: SymmetryUsed | null;
  readonly distinct: number;
  /** Steps taken that led to another state. */
  readonly transitions: number;
  /** Steps taken that led back to the state they left. */
  readonly stutters: number;
  /** The length of a longest shortest run. */
  readonly depth: number;
  /** New states by depth; the first entry is the initial state. */
  readonly perDepth: readonly number[];
  readonly verdicts: ReadonlyMap<string, Verdict>;
  /** How long the stays of each claim about time last, by property; empty when the exploration was not complete. */
  readonly bounds: ReadonlyMap<string, Bound>;
  readonly coverage: Coverage;
  /** What went on growing until a limit ended the exploration; null when nothing did, or none ended it. */
  readonly growth: Growth | null;
  /** That a coarser tick would do, or none does; null when the tick is coarse enough, without a clock, or when no limit ended the exploration. */
  readonly tickFineness: TickFineness | null;
  readonly elapsedMs: number;
}
