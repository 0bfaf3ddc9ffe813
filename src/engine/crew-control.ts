/**
 * How a crew of threads talks: a few numbers in shared memory, and messages for arrays that have been replaced.
 *
 * The captain, which is the thread that asks XState, sets a command and wakes the others; each does its part and says so. A
 * worker has changed nothing that another reads before it has said so, and the captain changes nothing before all have.
 */
import type { GlancedClaim } from './glance.ts';
import type { Layout } from './layout.ts';

/** Places in the control array. */
export const command = 0;
/** Counts the commands; workers wait for it to change. */
export const turn = 1;
/** How many workers are done with the command. */
export const done = 2;
/** The states to expand, from the next one that nobody has taken. */
export const nextState = 3;
export const endState = 4;
/** The first state of the turn; and, once all are expanded, the first whose candidates do not count. */
export const fromState = 5;
export const listedEnd = 13;
/** Whether a glance at a new state may be enough. */
export const mayGlance = 14;
/** How many states the arena has, and how many runs the memory. */
export const arenaSize = 6;
export const runCount = 7;
/** Whether the memory of runs is full; whether some component has stopped, or waits. */
export const memoryIsFull = 8;
export const someoneStops = 9;
export const someoneWaits = 10;
export const labelCount = 11;
/** Counts the messages with news. */
export const newsCount = 12;
export const controlLength = 16;

/** Commands. */
export const generate = 1;
export const sift = 2;
export const number = 3;
export const report = 4;
export const quit = 5;

/** States are taken so many at a time. */
export const chunkStates = 128;

/** What one thread has found: shared, and read by all. */
export interface Findings {
  /** Words and hashes of candidates. */
  readonly words: Int32Array;
  readonly hashes: Int32Array;
  /** Five numbers a state: [ state | end of its candidates | index of its hole, or -1 | steps dropped | stutters ]. */
  readonly states: Int32Array;
  /** Five numbers a hole: [ block | entry | timer | first candidate of the captain's that belongs there | end ]. */
  readonly holes: Int32Array;
  /** See `perCounts`. */
  readonly counts: Int32Array;
  /** States that no step leads out of. */
  readonly deadEnds: Int32Array;
  /** What is new among the candidates of this thread's share: [ place in the order | thread | index | state it was found from ]. */
  readonly fresh: Int32Array;
  /** Numbers of the new states of this share that need a closer look; and by claim, how many of the others put it to the test. */
  readonly unquiet: Int32Array;
  readonly tested: Int32Array;
}

/** How many of each kind there are; then the sums of steps dropped and of stutters. */
export const foundStates = 0;
export const foundHoles = 1;
export const foundDeadEnds = 2;
export const foundFresh = 3;
export const foundUnquiet = 4;
export const allDropped = 5;
export const allStutters = 6;
export const perCounts = 8;

/** By chunk of the turn: [ thread that took it | the place of its first state among those of the thread ]. */
export const perTaker = 2;
export const perFound = 5;
export const perHole = 5;
export const perFresh = 4;

/** Arrays that have been replaced since the last message; all of them in the first. */
export interface News {
  readonly layout?: Layout;
  readonly chunks?: readonly Int32Array[];
  readonly parents?: readonly Int32Array[];
  readonly tables?: {
    readonly rows: Int32Array;
    readonly rowsFrom: Int32Array;
    readonly rowLength: Int32Array;
    readonly steps: Int32Array;
    readonly sends: Int32Array;
    readonly lists: Int32Array;
    readonly notes: Int32Array;
    readonly blockPlaces: Int32Array;
    readonly blockColumns: Int32Array;
    readonly timerRanks: Int32Array;
    readonly timersFrom: number;
    readonly tickLabel: number;
    readonly fields: number;
  };
  readonly runs?: { readonly nodes: Int32Array; readonly branches: Int32Array; readonly splits: Int32Array; readonly roots: Int32Array; readonly patches: Int32Array };
  /** By thread, then those of the captain's own additions. */
  readonly findings?: readonly Findings[];
  readonly takers?: Int32Array;
  readonly claims?: readonly GlancedClaim[];
}

/** What a worker is started with. */
export interface Signing {
  readonly control: Int32Array;
  readonly share: number;
  readonly shares: number;
  /** Everything, to begin with. */
  readonly news: Required<News>;
}

/** How often a worker took each run, each entry, and each step of those that are no runs. */
export interface Tally {
  readonly runs: Float64Array;
  readonly entries: Float64Array;
  readonly steps: Float64Array;
}
