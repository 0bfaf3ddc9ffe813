/**
 * The shortest stay that ends: from any entry to any step that leaves, with as few ticks as can be.
 *
 * Breadth first by ticks: all states that can be reached without time, then those after one tick, and so on. The first step that
 * leaves ends it.
 */
import { noTick, tickLeaves, type StayGraph, type Visit } from './stay-graph.ts';

export interface ShortestStay {
  readonly ticks: number;
  /** The states of the stay in order, from its entry. */
  readonly path: readonly Visit[];
  /** Whether the step that leaves is a tick. */
  readonly endsWithTick: boolean;
}

const unseen = -2;
const atEntry = -1;

/** The shortest stay; null when none ends. */
export function shortestStay({ count, stepsFrom, targets, ticks, leaves, entries }: StayGraph): ShortestStay | null {
  const before = new Int32Array(count).fill(unseen);
  const byTick = new Uint8Array(count);
  const pathTo = (state: number): readonly Visit[] => {
    const path: Visit[] = [];
    for (let here = state; here >= 0; here = before[here] ?? atEntry) path.push({ state: here, byTick: byTick[here] === 1 });
    return path.toReversed();
  };
  let now: number[] = [];
  for (let state = 0; state < count; state += 1) {
    if (entries[state] !== 1) continue;
    before[state] = atEntry;
    now.push(state);
  }
  // Stays that end with a tick are one longer than those that leave at once, and so wait for the next round.
  let endsWithTick = -1;
  for (let passed = 0; now.length > 0 || endsWithTick >= 0; passed += 1) {
    const later: number[] = [];
    let leavesWithTick = -1;
    for (let next = 0; next < now.length; next += 1) {
      const state = now[next] ?? 0;
      if (leaves[state] === 1) return { ticks: passed, path: pathTo(state), endsWithTick: false };
      for (let at = stepsFrom[state] ?? 0; at < (stepsFrom[state + 1] ?? 0); at += 1) {
        const to = targets[at] ?? 0;
        if (before[to] !== unseen) continue;
        before[to] = state;
        now.push(to);
      }
      if (ticks[state] === tickLeaves && leavesWithTick < 0) leavesWithTick = state;
    }
    if (endsWithTick >= 0) return { ticks: passed, path: pathTo(endsWithTick), endsWithTick: true };
    for (const state of now) {
      const after = ticks[state] ?? noTick;
      if (after < 0 || before[after] !== unseen) continue;
      before[after] = state;
      byTick[after] = 1;
      later.push(after);
    }
    endsWithTick = leavesWithTick;
    now = later;
  }
  return null;
}
