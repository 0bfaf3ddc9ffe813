/** What every thread of a crew does with the states it takes: expands them, and writes down what it found for all to read. */
import { chunkStates, endState, nextState, perFound, type Findings } from './crew-control.ts';
import type { Expansion } from './expansion.ts';
import type { Layout } from './layout.ts';
import { hashAt } from './visited-set.ts';

/** Takes states by the chunk until none are left, or there is no room for what another chunk might lead to. */
export function generateInto(findings: Findings, expansion: Expansion, layout: Layout, control: Int32Array, labels: number): void {
  const { candidates } = expansion;
  const { words, hashes, states, holes, counts } = findings;
  const width = layout.words;
  const end = Atomics.load(control, endState);
  candidates.clear(0);
  candidates.words = words;
  let written = 0;
  let isFull = false;
  for (;;) {
    isFull = candidates.count + chunkStates * (labels + 1) > hashes.length || (written + chunkStates) * perFound > states.length;
    if (isFull) break;
    const first = Atomics.add(control, nextState, chunkStates);
    if (first >= end) break;
    const last = Math.min(first + chunkStates, end);
    const before = candidates.count;
    const endsBefore = candidates.ends.length;
    const holesBefore = candidates.holes.length;
    expansion.append(first, last);
    for (let i = before; i < candidates.count; i += 1) hashes[i] = hashAt(words, i * width, width);
    for (let i = endsBefore; i < candidates.ends.length; i += 1) {
      const at = written * perFound;
      states[at] = first + i - endsBefore;
      states[at + 1] = candidates.ends[i] ?? 0;
      states[at + 2] = -1;
      written += 1;
    }
    for (let hole = holesBefore; hole < candidates.holes.length; hole += perHole) {
      const number = hole / perHole;
      states[(written - (last - first) + (candidates.holes[hole] ?? 0) - first) * perFound + 2] = number;
      holes.set(candidates.holes.slice(hole + 2, hole + perHole), number * perFound);
    }
  }
  counts[0] = written;
  counts[1] = candidates.stutters;
  counts[2] = isFull ? 1 : 0;
}

/** Numbers a hole of a batch has. */
const perHole = 5;
