/** What every thread of a crew does with the states it takes: expands them, and writes down what it found for all to read. */
import type { Candidates } from './candidates.ts';
import * as at from './crew-control.ts';
import type { Findings } from './crew-control.ts';
import type { Expansion } from './expansion.ts';

/** Takes states by the chunk until none are left, or there is no room for what another chunk might lead to. */
export function generateInto(findings: Findings, thread: number, takers: Int32Array, expansion: Expansion, control: Int32Array, labels: number): void {
  const { candidates } = expansion;
  const { words, hashes, states, counts } = findings;
  const from = control[at.fromState] ?? 0;
  const end = control[at.endState] ?? 0;
  candidates.clear(0);
  candidates.words = words;
  candidates.hashes = hashes;
  counts.fill(0);
  let written = 0;
  while (candidates.count + at.chunkStates * (labels + 1) <= hashes.length && (written + at.chunkStates) * at.perFound <= states.length) {
    const first = Atomics.add(control, at.nextState, at.chunkStates);
    if (first >= end) break;
    const last = Math.min(first + at.chunkStates, end);
    const taker = ((first - from) / at.chunkStates) * at.perTaker;
    takers[taker] = thread;
    takers[taker + 1] = written;
    expansion.append(first, last);
    write(findings, candidates, first, written);
    written += last - first;
  }
  counts[at.foundStates] = written;
}

/** Writes down what was found from the states of a chunk, and makes the lists of candidates ready for the next. */
function write({ states, holes, counts, deadEnds }: Findings, candidates: Candidates, first: number, written: number): void {
  const { ends, dropped, stuttered } = candidates;
  const firstHole = counts[at.foundHoles] ?? 0;
  for (let hole = 0; hole < candidates.holes.length; hole += perHoleFound) {
    const number = firstHole + hole / perHoleFound;
    states[(written + (candidates.holes[hole] ?? 0) - first) * at.perFound + 2] = number;
    for (let i = 0; i < 3; i += 1) holes[number * at.perHole + i] = candidates.holes[hole + 2 + i] ?? 0;
  }
  let hole = 0;
  let begin = written === 0 ? 0 : (states[(written - 1) * at.perFound + 1] ?? 0);
  for (let i = 0; i < ends.length; i += 1) {
    const row = (written + i) * at.perFound;
    const end = ends[i] ?? 0;
    const hasHole = candidates.holes[hole] === first + i;
    states[row] = first + i;
    states[row + 1] = end;
    if (hasHole) hole += perHoleFound;
    else states[row + 2] = -1;
    states[row + 3] = dropped[i] ?? 0;
    states[row + 4] = stuttered[i] ?? 0;
    counts[at.allDropped] = (counts[at.allDropped] ?? 0) + (dropped[i] ?? 0);
    counts[at.allStutters] = (counts[at.allStutters] ?? 0) + (stuttered[i] ?? 0);
    if (end === begin && dropped[i] === 0 && !hasHole) {
      deadEnds[counts[at.foundDeadEnds] ?? 0] = first + i;
      counts[at.foundDeadEnds] = (counts[at.foundDeadEnds] ?? 0) + 1;
    }
    begin = end;
  }
  counts[at.foundHoles] = firstHole + candidates.holes.length / perHoleFound;
  ends.length = 0;
  dropped.length = 0;
  stuttered.length = 0;
  candidates.holes.length = 0;
}

/** Numbers a hole of a batch has: the state and the candidates before it, then what others are told. */
const perHoleFound = 5;
