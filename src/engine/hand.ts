/** What every thread of a crew does with the states it takes: expands them, and writes down what it found for all to read. */
import { chunkStates, endState, nextState, perFound, perHole, type Findings } from './crew-control.ts';
import type { Expansion } from './expansion.ts';

/** Takes states by the chunk until none are left, or there is no room for what another chunk might lead to. */
export function generateInto(findings: Findings, expansion: Expansion, control: Int32Array, labels: number): void {
  const { candidates } = expansion;
  const { words, hashes, states, holes, counts } = findings;
  const end = Atomics.load(control, endState);
  candidates.clear(0);
  candidates.words = words;
  candidates.hashes = hashes;
  let written = 0;
  let isFull = false;
  for (;;) {
    isFull = candidates.count + chunkStates * (labels + 1) > hashes.length || (written + chunkStates) * perFound > states.length;
    if (isFull) break;
    const first = Atomics.add(control, nextState, chunkStates);
    if (first >= end) break;
    const last = Math.min(first + chunkStates, end);
    const endsBefore = candidates.ends.length;
    const holesBefore = candidates.holes.length;
    expansion.append(first, last);
    for (let i = endsBefore; i < candidates.ends.length; i += 1) {
      const at = written * perFound;
      states[at] = first + i - endsBefore;
      states[at + 1] = candidates.ends[i] ?? 0;
      states[at + 2] = -1;
      states[at + 3] = candidates.dropped[i] ?? 0;
      states[at + 4] = candidates.stuttered[i] ?? 0;
      written += 1;
    }
    for (let hole = holesBefore; hole < candidates.holes.length; hole += perHoleFound) {
      const number = hole / perHoleFound;
      states[(written - (last - first) + (candidates.holes[hole] ?? 0) - first) * perFound + 2] = number;
      holes.set(candidates.holes.slice(hole + 2, hole + perHoleFound), number * perHole);
    }
  }
  counts[0] = written;
  counts[1] = isFull ? 1 : 0;
}

/** Numbers a hole of a batch has: the state and the candidates before it, then what others are told. */
const perHoleFound = 5;
