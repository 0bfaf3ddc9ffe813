/** How a search goes about its work, as far as a test may want it otherwise. */
import type { TableSize } from './table-limits.ts';

/** What does not change any verdict or count. */
export interface Tuning {
  /** A round of fewer states is not worth calling workers for. Default: 2,048. */
  readonly crewStatesMin?: number;
  /** Threads, also more than the machine runs at once. */
  readonly threads?: number;
  /** The size at which the table of an actor is full. */
  readonly largestTable?: TableSize;
  /** After how many steps that are asked for to prove symmetry it is left unproved. */
  readonly askedMax?: number;
  /** What a worker runs. */
  readonly workerFile?: URL;
}
