/**
 * The longest stay: exact over the whole graph, or unbounded, with a cycle in which time passes.
 *
 * States from which each can be reached from the other are one component (Tarjan 1972, without recursion). If a tick stays within
 * a component, a run can let time pass there for ever. Otherwise components form no cycle, and they are finished in an order in
 * which all that a component leads to is known: the longest stay from it is the best of its steps, plus one for a tick.
 *
 *   {0 1} ──tick──▶ {2} ──tick──▶ outside        longest from {2}: 1, from {0 1}: 2
 */
import { noTick, tickLeaves, type StayGraph, type Visit } from './stay-graph.ts';

export interface LongestStay {
  /** In ticks; null when it has no bound. */
  readonly ticks: number | null;
  /** The states of the stay in order, from its entry. */
  readonly path: readonly Visit[];
  /** The stay ends with a tick that leaves. */
  readonly endsWithTick: boolean;
  /** Where in the path a cycle begins that can be gone round for ever; its length when there is none. */
  readonly cycleFrom: number;
}

/** The longest stay; null for a graph without states. */
export function longestStay(graph: StayGraph): LongestStay | null {
  if (graph.count === 0) return null;
  const found = new Components(graph);
  return found.endless < 0 ? found.longest() : found.cycle();
}

const unseen = -1;

class Components {
  /** The first state whose tick stays within its component; -1 when there is none. */
  endless = -1;
  readonly #graph: StayGraph;
  /** By state: its component. */
  readonly #componentOf: Int32Array;
  /** By component: the longest stay from it in ticks; the state in which that goes on; and where to, or `tickLeaves`, or `noTick` for nowhere. */
  readonly #ticks: number[] = [];
  readonly #exits: number[] = [];
  readonly #nexts: number[] = [];

  constructor(graph: StayGraph) {
    this.#graph = graph;
    this.#componentOf = new Int32Array(graph.count).fill(unseen);
    this.#findAll();
    for (let state = 0; state < graph.count && this.endless < 0; state += 1) {
      const after = graph.ticks[state] ?? noTick;
      if (after >= 0 && this.#componentOf[after] === this.#componentOf[state]) this.endless = state;
    }
  }

  longest(): LongestStay {
    let first = 0;
    for (let state = 1; state < this.#graph.count; state += 1) if (this.#from(state) > this.#from(first)) first = state;
    const path: Visit[] = [{ state: first, byTick: false }];
    let endsWithTick = false;
    // Of the states with the longest stay the first found is an entry: one before it would have as long a stay, and stand before.
    for (let here = first; ; ) {
      const component = this.#componentOf[here] ?? unseen;
      const exit = this.#exits[component] ?? here;
      const next = this.#nexts[component] ?? noTick;
      if (next === noTick) break;
      path.push(...this.#within(here, exit).slice(1));
      if (next === tickLeaves) {
        endsWithTick = true;
        break;
      }
      path.push({ state: next, byTick: this.#from(next) < this.#from(exit) });
      here = next;
    }
    return { ticks: this.#from(first), path, endsWithTick, cycleFrom: path.length };
  }

  /** A state in which the cycle begins, the tick, and the way back to it. */
  cycle(): LongestStay {
    const after = this.#graph.ticks[this.endless] ?? this.endless;
    const [, ...back] = this.#within(after, this.endless);
    return { ticks: null, path: [{ state: this.endless, byTick: false }, { state: after, byTick: true }, ...back], endsWithTick: false, cycleFrom: 0 };
  }

  #from(state: number): number {
    return this.#ticks[this.#componentOf[state] ?? unseen] ?? 0;
  }

  /** A shortest way between two states of a component, ticks included. */
  #within(from: number, to: number): readonly Visit[] {
    const { stepsFrom, targets, ticks } = this.#graph;
    const component = this.#componentOf[from];
    const before = new Map<number, Visit>([[from, { state: unseen, byTick: false }]]);
    const open = [from];
    for (let next = 0; next < open.length && !before.has(to); next += 1) {
      const here = open[next] ?? from;
      const meet = (state: number, byTick: boolean): void => {
        if (state < 0 || before.has(state) || this.#componentOf[state] !== component) return;
        before.set(state, { state: here, byTick });
        open.push(state);
      };
      for (let at = stepsFrom[here] ?? 0; at < (stepsFrom[here + 1] ?? 0); at += 1) meet(targets[at] ?? noTick, false);
      meet(ticks[here] ?? noTick, true);
    }
    const way: Visit[] = [];
    for (let here = to; here >= 0; ) {
      const { state = unseen, byTick = false } = before.get(here) ?? {};
      way.push({ state: here, byTick });
      here = state;
    }
    return way.toReversed();
  }

  /** Tarjan's algorithm, with stacks of its own in place of recursion. */
  #findAll(): void {
    const { count, stepsFrom, targets, ticks } = this.#graph;
    const order = new Int32Array(count).fill(unseen);
    const lowest = new Int32Array(count);
    /** The states whose steps are being followed, and how far; the last of a state's steps is its tick. */
    const calls = new Int32Array(count);
    const progress = new Int32Array(count);
    const waiting = new Int32Array(count);
    let met = 0;
    let depth = 0;
    let waitingCount = 0;
    const begin = (state: number): void => {
      order[state] = met;
      lowest[state] = met;
      met += 1;
      calls[depth] = state;
      progress[depth] = stepsFrom[state] ?? 0;
      depth += 1;
      waiting[waitingCount] = state;
      waitingCount += 1;
    };
    for (let root = 0; root < count; root += 1) {
      if (order[root] !== unseen) continue;
      begin(root);
      while (depth > 0) {
        const here = calls[depth - 1] ?? 0;
        const at = progress[depth - 1] ?? 0;
        const end = stepsFrom[here + 1] ?? 0;
        if (at <= end) {
          progress[depth - 1] = at + 1;
          const to = at < end ? (targets[at] ?? noTick) : (ticks[here] ?? noTick);
          if (to < 0) continue;
          if (order[to] === unseen) begin(to);
          else if (this.#componentOf[to] === unseen) lowest[here] = Math.min(lowest[here] ?? 0, order[to] ?? 0);
          continue;
        }
        depth -= 1;
        if (depth > 0) {
          const caller = calls[depth - 1] ?? 0;
          lowest[caller] = Math.min(lowest[caller] ?? 0, lowest[here] ?? 0);
        }
        if (lowest[here] !== order[here]) continue;
        let first = waitingCount;
        do {
          first -= 1;
          this.#componentOf[waiting[first] ?? 0] = this.#ticks.length;
        } while (waiting[first] !== here);
        this.#measure(waiting.subarray(first, waitingCount));
        waitingCount = first;
      }
    }
  }

  /** The longest stay from a component all of whose steps lead to measured ones, or stay within. */
  #measure(states: Int32Array): void {
    const { stepsFrom, targets, ticks } = this.#graph;
    const component = this.#ticks.length;
    let [best, exit, next] = [0, states[0] ?? 0, noTick];
    const offer = (length: number, from: number, to: number): void => {
      if (length > best) [best, exit, next] = [length, from, to];
    };
    for (const state of states) {
      for (let at = stepsFrom[state] ?? 0; at < (stepsFrom[state + 1] ?? 0); at += 1) {
        const to = targets[at] ?? 0;
        if (this.#componentOf[to] !== component) offer(this.#from(to), state, to);
      }
      const after = ticks[state] ?? noTick;
      if (after === tickLeaves) offer(1, state, tickLeaves);
      else if (after >= 0 && this.#componentOf[after] !== component) offer(1 + this.#from(after), state, after);
    }
    this.#ticks.push(best);
    this.#exits.push(exit);
    this.#nexts.push(next);
  }
}
