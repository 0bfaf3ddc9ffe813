/** What workers had to leave open, since it must be asked of XState first: holes, which the captain fills one state after the other. */
import { LimitReached } from '../property/limit-reached.ts';
import type { Candidates } from './candidates.ts';
import { perHole, type Findings } from './crew-control.ts';
import type { Expansion } from './expansion.ts';

export class Filled {
  readonly #filler: Candidates;
  readonly #expansion: Expansion;

  constructor(filler: Candidates, expansion: Expansion) {
    this.#filler = filler;
    this.#expansion = expansion;
    filler.clear(0);
  }

  get hasFailed(): boolean {
    return this.#filler.failure !== null;
  }

  /** Whether nothing of the state that failed may be kept. */
  get isTakenBack(): boolean {
    return this.#expansion.takesBack && this.#filler.failure?.error instanceof LimitReached;
  }

  /** The candidates of the filler that belong into a hole: from and to. */
  fill(state: number, { holes }: Findings, hole: number): readonly [number, number] {
    const first = this.#filler.count;
    const own = this.#expansion.candidates;
    this.#expansion.candidates = this.#filler;
    this.#expansion.appendRest(state, holes[hole * perHole] ?? 0, holes[hole * perHole + 1] ?? 0, holes[hole * perHole + 2] ?? 0);
    this.#expansion.candidates = own;
    return [first, this.#filler.count];
  }
}
