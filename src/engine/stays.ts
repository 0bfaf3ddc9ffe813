/**
 * How long stays last, over all states of a search that is done: the claims about time.
 *
 * Each claim sorts the states into those of a stay and the rest. The steps of all states are taken once more, and become one graph for
 * each claim (time/stay-graph.ts); the arrays hold a few numbers for each state and step of a stay. What is longest or shortest
 * is then a matter of the graph alone, and the run that shows it is traced back by its states.
 */
import { limitOf, type Bound } from '../property/bound.ts';
import type { Memory } from '../property/memory-limit.ts';
import type { BoundClaim, Property } from '../property/property.ts';
import { refuseAt } from '../property/limit-reached.ts';
import type { Run, StopReason } from '../property/verdict.ts';
import type { StepLabel } from '../system/step-label.ts';
import { longestStay } from '../time/longest-stay.ts';
import { shortestStay } from '../time/shortest-stay.ts';
import { StayGraphBuilder, tickLeaves, type StayGraph, type Visit } from '../time/stay-graph.ts';
import { perRecord } from './candidates.ts';
import type { Expansion } from './expansion.ts';
import { RememberedPredicate, type StateViews } from './remembered-claims.ts';
import type { Retrace } from './retrace.ts';
import type { StateArena } from './state-arena.ts';
import type { StepTables } from './step-tables.ts';
import { VisitedSet } from './visited-set.ts';

export interface SearchedStates {
  readonly arena: StateArena;
  readonly tables: StepTables;
  readonly expansion: Expansion;
  readonly retrace: Retrace;
  readonly views: StateViews;
  readonly memory: Memory;
  readonly tickMs: number;
  /** Asked every so often: why to stop, if there is a reason. */
  readonly reasonToStop: () => StopReason | null;
}

/** How long it works before it lets the process hear a Ctrl-C. */
const sliceMs = 50;
const outside = -1;

/** Measures every claim about time. @throws {LimitReached} when there is no memory for the graphs, or it is told to stop. */
export async function boundsOf(properties: readonly Property[], states: SearchedStates): Promise<ReadonlyMap<string, Bound>> {
  const claims = properties.filter((property) => 'during' in property);
  if (claims.length === 0) return new Map();
  const measures = claims.map((claim) => new Measure(claim, states));
  await takeAllSteps(measures, states);
  return new Map(measures.map((measure) => [measure.claim.id, measure.bound()]));
}

/** Shows every step of every state to all measures. */
async function takeAllSteps(measures: readonly Measure[], { arena, tables, expansion, memory, reasonToStop }: SearchedStates): Promise<void> {
  memory.makeRoom(arena.size * 8);
  // The search may have given its own to workers.
  const visited = new VisitedSet(arena);
  visited.renew();
  let found = new Int32Array(1024);
  let slice = performance.now();
  expansion.isRecording = true;
  for (let next = 0; next < arena.size; ) {
    next = expansion.expand(next, arena.size);
    const { records, words, hashes, count, failure } = expansion.candidates;
    if (failure !== null) throw failure.error;
    if (found.length < count) found = new Int32Array(count * 2);
    visited.find(words, count, found, hashes);
    for (let record = 0; record < records.length; record += perRecord) {
      const from = records[record] ?? 0;
      const candidate = records[record + 2] ?? outside;
      const to = candidate < 0 ? from : (found[candidate] ?? outside);
      const isTick = records[record + 1] === tables.tickLabel;
      if (isTick || to !== from) for (const measure of measures) measure.step(from, to, isTick);
    }
    if (performance.now() - slice <= sliceMs) continue;
    refuseAt(reasonToStop());
    await new Promise((resolve) => setImmediate(resolve));
    slice = performance.now();
  }
}

type Measured = Pick<Bound, 'ms' | 'run' | 'stayFrom' | 'cycleSteps'>;
const unmeasured: Measured = { ms: null, run: null, stayFrom: 0, cycleSteps: 0 };

class Measure {
  readonly claim: BoundClaim;
  readonly #states: SearchedStates;
  /** By state of the search: its number in the graph, or `outside`; and the other way round. */
  readonly #placeOf: Int32Array;
  readonly #stateAt: Int32Array;
  readonly #builder: StayGraphBuilder;
  /** By place: the first state outside that a step without time leads to. */
  readonly #exits: Int32Array;

  constructor(claim: BoundClaim, states: SearchedStates) {
    const { arena, views, memory } = states;
    this.claim = claim;
    this.#states = states;
    memory.makeRoom(arena.size * 8);
    this.#placeOf = new Int32Array(arena.size);
    const predicate = new RememberedPredicate((state) => claim.during(state), views);
    const fields = new Int32Array(arena.layout.word.length);
    let count = 0;
    for (let state = 0; state < arena.size; state += 1) {
      arena.read(state, fields);
      this.#placeOf[state] = predicate.isTrue(fields) ? count : outside;
      if (this.#placeOf[state] !== outside) count += 1;
    }
    this.#stateAt = new Int32Array(count);
    this.#placeOf.forEach((place, state) => {
      if (place !== outside) this.#stateAt[place] = state;
    });
    memory.makeRoom(count * 44);
    this.#builder = new StayGraphBuilder(count);
    this.#exits = new Int32Array(count).fill(outside);
    if (this.#placeOf[0] === 0) this.#builder.enter(0);
  }

  step(from: number, to: number, isTick: boolean): void {
    const here = this.#placeOf[from] ?? outside;
    const there = this.#placeOf[to] ?? outside;
    if (here === outside) {
      if (there !== outside) this.#builder.enter(there);
    } else if (isTick) {
      this.#builder.tick(here, there === outside ? tickLeaves : there);
    } else if (there === outside) {
      this.#builder.leave(here);
      if (this.#exits[here] === outside) this.#exits[here] = to;
    } else {
      this.#builder.step(here, there);
    }
  }

  bound(): Bound {
    const graph = this.#builder.build();
    const measured = this.claim.kind === 'longest' ? this.#longest(graph) : this.#shortest(graph);
    return { kind: this.claim.kind, limitMs: limitOf(this.claim), states: graph.count, ...measured };
  }

  #longest(graph: StayGraph): Measured {
    const found = longestStay(graph);
    if (found === null) return unmeasured;
    const { ticks, path, endsWithTick, cycleFrom } = found;
    const { stem, labels } = this.#runAlong(path);
    const run = [...stem, ...labels, ...(endsWithTick ? [this.#tick()] : [])];
    return { ms: ticks === null ? null : ticks * this.#states.tickMs, run, stayFrom: stem.length, cycleSteps: ticks === null ? path.length - 1 - cycleFrom : 0 };
  }

  #shortest(graph: StayGraph): Measured {
    const found = shortestStay(graph);
    if (found === null) return unmeasured;
    const { ticks, path, endsWithTick } = found;
    const { stem, labels, last } = this.#runAlong(path);
    const end = endsWithTick ? this.#tick() : this.#states.retrace.stepBetween(this.#stateAt[last] ?? 0, this.#exits[last] ?? 0);
    return { ms: ticks * this.#states.tickMs, run: [...stem, ...labels, end], stayFrom: stem.length, cycleSteps: 0 };
  }

  /** A run to the first state of a path, and the steps along it. */
  #runAlong(path: readonly Visit[]): { readonly stem: Run; readonly labels: readonly StepLabel[]; readonly last: number } {
    const { retrace } = this.#states;
    const numbers = path.map(({ state }) => this.#stateAt[state] ?? 0);
    const labels = path.slice(1).map(({ byTick }, i) => (byTick ? this.#tick() : retrace.stepBetween(numbers[i] ?? 0, numbers[i + 1] ?? 0)));
    return { stem: retrace.runTo(numbers[0] ?? 0), labels, last: path.at(-1)?.state ?? 0 };
  }

  #tick(): StepLabel {
    return this.#states.tables.label(this.#states.tables.tickLabel);
  }
}
