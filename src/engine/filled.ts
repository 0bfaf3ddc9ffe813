/** What workers had to leave open, since it must be asked of XState first: holes, which the captain fills one state after the other. */
import { LimitReached } from '../property/limit-reached.ts';
import { lostRemark, perRemark, type Candidates } from './candidates.ts';
import * as at from './crew-control.ts';
import type { Findings } from './crew-control.ts';
import type { Expansion } from './expansion.ts';

/** Something of a state to be looked at more closely, after so many of its candidates; a label of -1 means that no step leads out of it. */
export interface StateRemark {
  readonly state: number;
  readonly after: number;
  readonly label: number;
}

export interface Filling {
  /** The first state that was not expanded, and the first whose candidates do not count. */
  readonly next: number;
  readonly listedEnd: number;
  /** In the order of states. */
  readonly remarks: readonly StateRemark[];
}

/** A hole: its state, who left it, its number there, and how many candidates and dropped steps there were before it. */
interface Hole {
  readonly state: number;
  readonly findings: Findings;
  readonly number: number;
  readonly listed: number;
  readonly dropped: number;
}

/** Fills the holes of all states before `end`, up to one that cannot be expanded; what is found goes into `filler`, and where into the holes. */
export function fillHoles(end: number, threads: readonly Findings[], filler: Candidates, expansion: Expansion): Filling {
  const remarks: StateRemark[] = [];
  const own = expansion.candidates;
  let next = end;
  let listedEnd = end;
  filler.clear(0);
  for (const { state, findings, number, listed, dropped } of threads.flatMap(holesOf).toSorted((a, b) => a.state - b.state)) {
    const { holes } = findings;
    const hole = number * at.perHole;
    const first = filler.count;
    expansion.candidates = filler;
    expansion.appendRest(state, holes[hole] ?? 0, holes[hole + 1] ?? 0, holes[hole + 2] ?? 0);
    expansion.candidates = own;
    const hasFailed = filler.failure !== null;
    if (hasFailed) {
      next = state;
      // Nothing is kept of a state that will be begun again.
      listedEnd = expansion.takesBack && filler.failure?.error instanceof LimitReached ? state : state + 1;
      if (listedEnd === state) break;
    }
    holes[hole + 3] = first;
    holes[hole + 4] = filler.count;
    for (let i = 0; i < filler.remarks.length; i += perRemark) {
      if (filler.remarks[i] === lostRemark) remarks.push({ state, after: listed + (filler.remarks[i + 3] ?? 0) - first, label: filler.remarks[i + 2] ?? 0 });
    }
    filler.remarks.length = 0;
    if (hasFailed) break;
    if (listed + dropped + filler.count - first === 0) remarks.push({ state, after: 0, label: -1 });
  }
  for (const { deadEnds, counts } of threads) for (const state of deadEnds.subarray(0, counts[at.foundDeadEnds] ?? 0)) if (state < next) remarks.push({ state, after: 0, label: -1 });
  return { next, listedEnd, remarks: remarks.toSorted((a, b) => a.state - b.state || a.after - b.after) };
}

function holesOf(findings: Findings): readonly Hole[] {
  const { states, counts } = findings;
  const found: Hole[] = [];
  if (counts[at.foundHoles] === 0) return found;
  for (let row = 0; row < (counts[at.foundStates] ?? 0) * at.perFound; row += at.perFound) {
    const number = states[row + 2] ?? -1;
    if (number < 0) continue;
    found.push({ state: states[row] ?? 0, findings, number, listed: (states[row + 1] ?? 0) - (row === 0 ? 0 : (states[row - at.perFound + 1] ?? 0)), dropped: states[row + 3] ?? 0 });
  }
  return found;
}
