/**
 * The reference explorer: every reachable state of a system, breadth first, over plain objects.
 *
 * Small enough to trust by reading; the fast engine must agree with it. Breadth first, so that the first run
 * found to a state is a shortest one. States are stored whole and compared by their exact keys; nothing is hashed
 * away. A limit that is reached ends the exploration and says so, and every open verdict becomes inconclusive.
 *
 *   frontier: [ initial ] -> expand the oldest: take each enabled step -> new states go to the end
 *
 * With interchangeable actors it goes on from one state of each orbit, and takes each step under every name (permuted-states.ts).
 * Longer than 250 lines because the loop and what it shows to claims read best in one place.
 */
import { refuseTimedOrbits, refuseTimeless, type Bound } from '../property/bound.ts';
import { builtIns, deadlockDetail, swallowedIn } from '../property/built-in.ts';
import { collectCoverage } from '../property/coverage.ts';
import type { Exploration, ExploreOptions, Progress } from '../property/exploration.ts';
import { Ledger, onState, onStep, type Outcome } from '../property/ledger.ts';
import { limitMetBy, refuseAt } from '../property/limit-reached.ts';
import { memoryInUse, MemoryLimit } from '../property/memory-limit.ts';
import type { Property } from '../property/property.ts';
import { endOfRound } from '../property/rounds.ts';
import { whyLarge } from '../property/why-large.ts';
import type { Run, StopReason } from '../property/verdict.ts';
import type { Actors, StateView, System } from '../system/define-system.ts';
import { ModelError } from '../system/model-error.ts';
import { placeIn, type Delivery } from '../system/run-to-completion.ts';
import type { StepLabel } from '../system/step-label.ts';
import { semanticsOf, type Semantics, type SystemState, type TakenStep } from '../system/step.ts';
import { Parts } from './parts.ts';
import { claimFault, PermutedStates, type Image } from './permuted-states.ts';
import { boundsIn } from './stays.ts';

/** A Map of V8 holds no more keys, and so no more states can be told apart. */
const statesLimit = 2 ** 24;

/** How long it works before it lets the process hear a Ctrl-C. */
const sliceMs = 50;

/**
 * Visits every reachable state and decides every property, as far as its limits allow.
 *
 * @throws {ModelError} with the steps that lead to it, when a machine does what a checked machine must not.
 * @throws {RangeError} when it is asked for workers.
 * @example (await explore(system, [])).distinct // 288
 */
export async function explore<A extends Actors>(system: System<A>, properties: readonly Property<StateView<A>>[], options: ExploreOptions = {}): Promise<Exploration> {
  if (options.workers !== undefined) throw new RangeError('the reference explorer has one thread: leave out workers');
  return new Search(system, properties, options).run();
}

class Search {
  readonly #semantics: Semantics;
  readonly #properties: readonly Property[];
  readonly #ledger: Ledger;
  readonly #coverage: ReturnType<typeof collectCoverage>;
  readonly #options: ExploreOptions;
  readonly #memory: MemoryLimit;
  readonly #states: SystemState[] = [];
  readonly #parents: number[] = [];
  readonly #labels: (StepLabel | null)[] = [];
  readonly #depths: number[] = [];
  readonly #perDepth: number[] = [];
  readonly #places = new Map<string, number>();
  /** Null when every state counts for itself; else the images of each state, by place. */
  readonly #permuted: PermutedStates | null;
  readonly #images: (readonly Image<SystemState>[])[] = [];
  readonly #startedMs = performance.now();
  #transitions = 0;
  #stutters = 0;

  constructor(system: System, properties: readonly Property[], options: ExploreOptions) {
    this.#semantics = semanticsOf(system);
    refuseTimeless(system, properties);
    this.#properties = properties;
    this.#options = options;
    this.#memory = new MemoryLimit(options.memoryMaxBytes);
    this.#ledger = new Ledger(properties, options.builtIns ?? builtIns, options.onDecided ?? (() => {}));
    this.#coverage = collectCoverage(system);
    this.#permuted = options.symmetry !== false && system.interchangeable.length > 0 ? new PermutedStates(this.#semantics) : null;
    if (this.#permuted !== null) refuseTimedOrbits(system, properties);
  }

  async run(): Promise<Exploration> {
    const start = this.#semantics.start();
    this.#coverage.delivered(start.deliveries);
    this.#add(start.state, -1, null, this.#permuted?.startImages(start.state) ?? []);
    this.#hear(start.deliveries, () => []);
    let slice = performance.now();
    let stopped: StopReason | null = this.#reasonToStop(0) ?? this.#reasonToPause(0);
    let levelEnd = 1;
    for (let next = 0; stopped === null && next < this.#states.length; ) {
      if (next === levelEnd) levelEnd = this.#states.length;
      const end = endOfRound(next, this.#states.length, levelEnd, this.#options.statesMax);
      for (; next < end && stopped === null; next += 1) {
        stopped = limitMetBy(() => this.#expand(next)) ?? this.#reasonToPause(next + 1);
        if (performance.now() - slice > sliceMs) {
          this.#options.onProgress?.(this.#progress(next + 1));
          await new Promise((resolve) => setImmediate(resolve));
          slice = performance.now();
        }
      }
      stopped ??= this.#reasonToStop(next);
    }
    const claims = this.#properties.filter((property) => 'during' in property);
    const explored = { semantics: this.#semantics, states: this.#states, placeOf: (key: string) => placeIn(this.#places, key), runTo: (place: number) => this.#runTo(place) };
    const bounds = stopped === null ? boundsIn(explored, claims) : new Map<string, Bound>();
    const parts = new Parts(this.#semantics.system.actorNames);
    const partsOf = (place: number, into: Int32Array): void => {
      const state = this.#states[place];
      if (state !== undefined) parts.read(state, into);
    };
    return {
      stopped,
      symmetry: this.#permuted === null ? null : { groups: this.#semantics.system.interchangeable, proved: true },
      distinct: this.#states.length,
      transitions: this.#transitions,
      stutters: this.#stutters,
      depth: this.#perDepth.length - 1,
      perDepth: this.#perDepth,
      verdicts: this.#ledger.close(stopped, this.#states.length, this.#transitions + this.#stutters, bounds),
      bounds,
      coverage: this.#coverage.result(),
      ...(await whyLarge(stopped, this.#semantics.system, { perDepth: this.#perDepth, read: partsOf, partOf: (place, part) => parts.at(place, part) })),
      elapsedMs: performance.now() - this.#startedMs,
    };
  }

  #expand(place: number): void {
    const before = this.#states[place];
    if (before === undefined) return;
    const labels = this.#reaching(place, () => this.#semantics.enabled(before));
    let waysOut = 0;
    for (const label of labels) {
      refuseAt(this.#memory.reached());
      if (label.kind === 'stimulus') for (const index of this.#permuted?.stimuliLike(label.index) ?? [label.index]) this.#coverage.stimulusEnabled(index);
      const taken = this.#reaching(place, () => this.#semantics.take(before, label));
      const images = this.#reaching(place, () => this.#permuted?.stepImages(before, this.#images[place] ?? [], labels, taken) ?? []);
      if (!taken.stutter) waysOut += 1;
      this.#reaching(place, () => this.#follow(place, before, taken, images));
    }
    if (waysOut === 0 && !this.#reaching(place, () => this.#isFinal(place, before))) {
      this.#ledger.violate('no-deadlock', () => this.#runTo(place), deadlockDetail(labels));
    }
  }

  #isFinal(place: number, state: SystemState): boolean {
    const { system, view } = this.#semantics;
    const isFinal = system.final(view(state));
    for (const { names, of } of this.#images[place] ?? []) if (system.final(view(of)) !== isFinal) throw claimFault(system, 'final', names, String(isFinal), String(!isFinal));
    return isFinal;
  }

  #follow(place: number, before: SystemState, taken: TakenStep, images: readonly Image<TakenStep>[]): void {
    const run = (): Run => [...this.#runTo(place), taken.label];
    this.#coverage.delivered(taken.deliveries);
    this.#hear(taken.deliveries, run);
    if (taken.stutter) this.#stutters += 1;
    else this.#transitions += 1;
    if (!this.#places.has(this.#keyOf(taken.after))) this.#add(taken.after, place, taken.label, images.map(({ names, of }) => ({ names, of: of.after })));
    if (this.#ledger.wantsSteps) this.#judgeStep(place, before, taken, images, run);
  }

  #judgeStep(place: number, before: SystemState, taken: TakenStep, images: readonly Image<TakenStep>[], run: () => Run): void {
    const { system, view } = this.#semantics;
    this.#ledger.judgeStep((at) => {
      const claim = this.#properties[at];
      if (claim?.kind !== 'each-step') return 'untested';
      const ask = (from: SystemState, { label: { kind, to, event }, deliveries, after }: TakenStep): Outcome => onStep(claim, view(from), { kind, to, event, deliveries }, view(after));
      const outcome = ask(before, taken);
      images.forEach(({ names, of }, i) => {
        const other = ask(this.#images[place]?.[i]?.of ?? before, of);
        if (other !== outcome) throw claimFault(system, claim.id, names, outcome, other).after([taken.label]);
      });
      return outcome;
    }, run);
  }

  #keyOf(state: SystemState): string {
    return this.#permuted?.orbitKey(state) ?? state.key;
  }

  #add(state: SystemState, parent: number, label: StepLabel | null, images: readonly Image<SystemState>[]): void {
    const place = this.#states.length;
    const depth = parent < 0 ? 0 : (this.#depths[parent] ?? 0) + 1;
    this.#places.set(this.#keyOf(state), place);
    this.#images.push(images);
    this.#states.push(state);
    this.#parents.push(parent);
    this.#labels.push(label);
    this.#depths.push(depth);
    this.#perDepth[depth] = (this.#perDepth[depth] ?? 0) + 1;
    const { system, view } = this.#semantics;
    const shown = view(state);
    this.#ledger.judgeState((at) => {
      const claim = this.#properties[at];
      if (claim === undefined || claim.kind === 'each-step' || 'during' in claim) return 'untested';
      const outcome = onState(claim, shown);
      for (const { names, of } of images) {
        const other = onState(claim, view(of));
        if (other !== outcome) throw claimFault(system, claim.id, names, outcome, other).after(label === null ? [] : [label]);
      }
      return outcome;
    }, () => this.#runTo(place));
    const failed = state.locals.findIndex((local) => local.snapshot.status === 'error');
    if (failed >= 0) {
      const error: unknown = state.locals[failed]?.snapshot.error;
      this.#ledger.violate('no-machine-error', () => this.#runTo(place), `${this.#semantics.system.actorNames[failed] ?? ''} ends in status error: ${String(error)}`);
    }
  }

  #hear(deliveries: readonly Delivery[], run: () => Run): void {
    for (const delivery of deliveries) for (const lost of swallowedIn(delivery)) this.#ledger.violate('no-swallowed-event', run, lost);
  }

  #runTo(place: number): Run {
    const labels: StepLabel[] = [];
    for (let at = place; at >= 0; at = this.#parents[at] ?? -1) {
      const label = this.#labels[at];
      if (label !== null && label !== undefined) labels.push(label);
    }
    return labels.toReversed();
  }

  #reaching<T>(place: number, act: () => T): T {
    try {
      return act();
    } catch (error) {
      if (error instanceof ModelError) throw error.after([...this.#runTo(place), ...error.steps]);
      throw error;
    }
  }

  /** Why to stop after a round. */
  #reasonToStop(expanded: number): StopReason | null {
    const { statesMax, keepGoing, expectedViolations } = this.#options;
    if (expanded === this.#states.length) return null;
    const unexpected = keepGoing === true ? undefined : this.#ledger.violations.find((id) => expectedViolations?.has(id) !== true);
    if (unexpected !== undefined) return { kind: 'violation', property: unexpected };
    if (this.#ledger.allDecided) return { kind: 'decided' };
    const statesAtMost = Math.min(statesMax ?? statesLimit, statesLimit);
    return this.#states.length >= statesAtMost ? { kind: 'states', max: statesAtMost } : null;
  }

  /** Why to stop at any time: what depends on the clock or the machine. */
  #reasonToPause(expanded: number): StopReason | null {
    const { timeMaxMs, signal } = this.#options;
    if (expanded === this.#states.length) return null;
    if (signal?.aborted === true) return { kind: 'interrupted' };
    if (timeMaxMs !== undefined && performance.now() - this.#startedMs >= timeMaxMs) return { kind: 'time', maxMs: timeMaxMs };
    return this.#memory.reached();
  }

  #progress(expanded: number): Progress {
    return {
      depth: this.#perDepth.length - 1,
      distinct: this.#states.length,
      transitions: this.#transitions,
      frontier: this.#states.length - expanded,
      elapsedMs: performance.now() - this.#startedMs,
      memoryBytes: memoryInUse(),
      neverTested: this.#ledger.neverTested,
    };
  }
}
