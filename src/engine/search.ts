/**
 * The engine's search: the same breadth-first exploration as the reference, on integers.
 *
 * States are packed words in an arena, which is also the queue. They are expanded in batches (expansion.ts) over flat tables of
 * local steps (step-tables.ts), and each batch is judged (judge.ts): new states join the store and are shown to the ledger.
 * What a user sees of it - counts, depths, verdicts, traces, messages - is what the reference explorer says, and tests
 * hold the two together. Labels of steps are not stored: a run is found by taking the steps of each parent again (retrace.ts).
 *
 * Longer than 250 lines because what is done between rounds, and what is saved of it, read best in one place.
 */
import type { Keeper, SavedSearch, SearchState } from '../checkpoint/keeper.ts';
import { builtIns, swallowedIn } from '../property/built-in.ts';
import { collectCoverage } from '../property/coverage.ts';
import { refuseTimedOrbits, refuseTimeless, type Bound } from '../property/bound.ts';
import type { Exploration, ExploreOptions, Progress } from '../property/exploration.ts';
import { Ledger } from '../property/ledger.ts';
import { limitMetBy, LimitReached } from '../property/limit-reached.ts';
import { memoryInUse, MemoryLimit } from '../property/memory-limit.ts';
import type { Property } from '../property/property.ts';
import { endOfRound } from '../property/rounds.ts';
import { whyLarge } from '../property/why-large.ts';
import { workersOf } from '../property/workers.ts';
import type { StopReason } from '../property/verdict.ts';
import type { Actors, StateView, System } from '../system/define-system.ts';
import { asksWhatIsNew } from '../system/local-step.ts';
import { ModelError } from '../system/model-error.ts';
import { semanticsOf, type Semantics, type Start } from '../system/step.ts';
import { ActorTable } from './actor-table.ts';
import { Crew } from './crew.ts';
import type { Candidates } from './candidates.ts';
import { Expansion } from './expansion.ts';
import { Judge } from './judge.ts';
import { Player } from './player.ts';
import { Retrace } from './retrace.ts';
import { RunMemory } from './run-memory.ts';
import { progressIn, restoreStates, startRecords, stateOf } from './saved-search.ts';
import { SavedTables } from './saved-tables.ts';
import { boundsOf } from './stays.ts';
import { StateArena, statesLimit } from './state-arena.ts';
import { StepTables } from './step-tables.ts';
import { Symmetry } from './symmetry.ts';
import { largestTable } from './table-limits.ts';
import type { Tuning } from './tuning.ts';
import { VisitedSet } from './visited-set.ts';

/** How long it works before it lets the process hear a Ctrl-C. */
const sliceMs = 50;

export interface SearchOptions extends ExploreOptions {
  /** Keeps the search between rounds, and may have one to go on from. Default: nothing is kept. */
  readonly keeper?: Keeper;
}

/**
 * Visits every reachable state and decides every property, as far as its limits allow.
 *
 * Nobody but a test has a reason to give a tuning.
 * @throws {ModelError} with the steps that lead to it, when a machine does what a checked machine must not.
 * @throws {RangeError} when `workers` is no whole number of at least 1.
 * @throws {CheckpointError} when what the keeper has cannot be gone on from, or it cannot keep more.
 */
export async function search<A extends Actors>(system: System<A>, properties: readonly Property<StateView<A>>[], options: SearchOptions = {}, tuning: Tuning = {}): Promise<Exploration> {
  return new Search(system, properties, options, tuning).run();
}

class Search {
  readonly #system: System;
  readonly #properties: readonly Property[];
  readonly #semantics: Semantics;
  readonly #options: SearchOptions;
  readonly #tuning: Tuning;
  readonly #workers: number;
  readonly #ledger: Ledger;
  readonly #coverage: ReturnType<typeof collectCoverage>;
  readonly #arena: StateArena;
  readonly #visited: VisitedSet;
  readonly #tables: StepTables;
  readonly #player: Player;
  readonly #memory: RunMemory;
  readonly #expansion: Expansion;
  readonly #retrace: Retrace;
  readonly #judge: Judge;
  /** Null when every state counts for itself. */
  readonly #symmetry: Symmetry | null;
  readonly #savedTables: SavedTables;
  readonly #memoryLimit: MemoryLimit;
  readonly #perDepth: number[] = [];
  readonly #startedMs = performance.now();
  #crew: Crew | null = null;
  /** The next state to expand, and where the round ends that it is in. */
  #next = 0;
  #roundEnd = 0;
  /** The depth of that state, and the first state that lies deeper. */
  #level = 0;
  #levelEnd = 1;
  /** A limit that was met in the middle of a step. */
  #limit: StopReason | null = null;
  /** What a search that was resumed had counted before. */
  #hitsBefore: readonly Float64Array[] = [];
  #transitions = 0;
  #stutters = 0;

  constructor(system: System, properties: readonly Property[], options: SearchOptions, tuning: Tuning) {
    this.#tuning = tuning;
    this.#system = system;
    this.#properties = properties;
    refuseTimeless(system, properties);
    this.#workers = tuning.threads ?? workersOf(options.workers);
    const budgets = system.budgetNames.map((name) => system.budgets[name] ?? 0);
    this.#options = options;
    this.#memoryLimit = new MemoryLimit(options.memoryMaxBytes);
    this.#semantics = semanticsOf(system, asksWhatIsNew);
    this.#ledger = new Ledger(properties, options.builtIns ?? builtIns, options.onDecided ?? (() => {}));
    this.#coverage = collectCoverage(system);
    this.#arena = new StateArena([...system.actorNames.map(() => 4), ...budgets.map((left) => left + 1)], this.#memoryLimit);
    this.#visited = new VisitedSet(this.#arena);
    const actors = this.#semantics.machines.map((machine) => new ActorTable(machine, { ...(tuning.largestTable ?? largestTable), memory: this.#memoryLimit }, system.clock));
    this.#savedTables = new SavedTables(actors);
    this.#tables = new StepTables(system, actors, (place, component) => this.#makeRoom(place, component));
    this.#player = new Player(this.#tables, budgets.length, this.#arena.layout);
    this.#memory = new RunMemory(this.#tables, actors.length + budgets.length, this.#arena.layout);
    this.#expansion = new Expansion(this.#tables, this.#arena, this.#player, this.#memory);
    this.#retrace = new Retrace(this.#tables, this.#arena, budgets.length);
    const parts = { tables: this.#tables, arena: this.#arena, ledger: this.#ledger, retrace: this.#retrace, memory: this.#memory };
    const isReduced = options.symmetry !== false && system.interchangeable.length > 0;
    if (isReduced) refuseTimedOrbits(system, properties);
    this.#symmetry = isReduced ? new Symmetry(system, properties, { ...parts, memoryLimit: this.#memoryLimit }, tuning.askedMax) : null;
    this.#judge = new Judge(system, properties, { ...parts, known: this.#symmetry?.known ?? this.#visited, trials: this.#symmetry?.trials ?? null });
  }

  async run(): Promise<Exploration> {
    try {
      return await this.#explore();
    } finally {
      await this.#crew?.disband();
    }
  }

  async #explore(): Promise<Exploration> {
    const { keeper, statesMax } = this.#options;
    const start = this.#start();
    this.#expansion.takesBack = keeper !== undefined;
    if (keeper === undefined || keeper.saved === null) this.#begin(start);
    else await this.#resume(keeper.saved, start);
    let slice = performance.now();
    let stopped = this.#reasonToStop() ?? this.#reasonToPause();
    while (stopped === null && this.#next < this.#arena.size) {
      if (this.#next === this.#levelEnd) {
        this.#level += 1;
        this.#levelEnd = this.#arena.size;
      }
      // One that was resumed first ends the round it was in.
      if (this.#next >= this.#roundEnd) this.#roundEnd = endOfRound(this.#next, this.#arena.size, this.#levelEnd, statesMax);
      while (this.#next < this.#roundEnd && stopped === null) {
        await this.#advance();
        if (performance.now() - slice > sliceMs) {
          this.#options.onProgress?.(this.#progress());
          await new Promise((resolve) => setImmediate(resolve));
          slice = performance.now();
        }
        stopped = this.#limit ?? this.#reasonToPause();
      }
      stopped ??= this.#reasonToStop();
      if (stopped === null && keeper?.due() === true) await keeper.save(await this.#record(start));
    }
    await this.#gather();
    await keeper?.end(await this.#record(start));
    this.#tellCoverage();
    let bounds: ReadonlyMap<string, Bound> = new Map();
    if (stopped === null) [stopped, bounds] = await this.#measure();
    return {
      stopped,
      symmetry: this.#symmetry === null ? null : { groups: this.#system.interchangeable, proved: this.#symmetry.isProved },
      distinct: this.#arena.size,
      transitions: this.#transitions,
      stutters: this.#stutters,
      depth: this.#perDepth.length - 1,
      perDepth: this.#perDepth,
      verdicts: this.#ledger.close(stopped, this.#arena.size, this.#transitions + this.#stutters, bounds),
      bounds,
      coverage: this.#coverage.result(),
      ...(await whyLarge(stopped, this.#system, { perDepth: this.#perDepth, read: (state, fields) => this.#arena.read(state, fields), partOf: (place, component) => this.#tables.actor(place).component(component) })),
      elapsedMs: performance.now() - this.#startedMs,
    };
  }

  /** How long stays last, now that every state is known. */
  async #measure(): Promise<readonly [StopReason | null, ReadonlyMap<string, Bound>]> {
    const { clock } = this.#system;
    if (clock === null) return [null, new Map()];
    const states = { arena: this.#arena, tables: this.#tables, expansion: this.#expansion, retrace: this.#retrace, views: this.#judge.views, memory: this.#memoryLimit, tickMs: clock.tickMs, reasonToStop: () => this.#reasonToEnd() };
    try {
      return [null, await boundsOf(this.#properties, states)];
    } catch (error) {
      if (error instanceof LimitReached) return [error.reason, new Map()];
      throw error;
    }
  }

  /** The initial state, in the arena. */
  #start(): Start {
    const { actors } = this.#tables;
    const start = this.#semantics.start();
    actors.forEach((table, place) => {
      const local = start.state.locals[place];
      if (local === undefined) throw new RangeError(`actor ${place} has no initial state`);
      this.#tables.admit(place, table.intern(local, start.state.timers.filter(({ from }) => from === table.machine.name), { kind: 'start' }));
    });
    this.#coverage.delivered(start.deliveries);
    return start;
  }

  #begin({ state, deliveries }: Start): void {
    this.#arena.appendFields(Int32Array.from([...this.#tables.actors.map(() => 0), ...state.budgets]), -1);
    this.#noteStates();
    this.#perDepth.push(1);
    this.#judge.takeStart();
    for (const delivery of deliveries) for (const lost of swallowedIn(delivery)) this.#ledger.violate('no-swallowed-event', () => [], lost);
  }

  /** Goes on from what was saved. */
  async #resume(saved: SavedSearch, start: Start): Promise<void> {
    const { expanded, roundEnd, level, levelEnd, transitions, stutters, perDepth, enabledOnce, hits, ledger, symmetry } = progressIn(saved, start);
    await this.#savedTables.rebuild(saved);
    await restoreStates(saved, this.#arena);
    this.#expansion.relayout();
    this.#memory.relayout(this.#arena.layout);
    if (symmetry !== null) this.#symmetry?.restore(symmetry);
    this.#noteStates();
    this.#tables.actors.forEach((table, place) => table.components.forEach((_, component) => this.#tables.admit(place, component)));
    this.#hitsBefore = hits;
    this.#tables.enabledOnce.set(enabledOnce);
    this.#perDepth.push(...perDepth);
    this.#next = expanded;
    this.#roundEnd = roundEnd;
    this.#level = level;
    this.#levelEnd = levelEnd;
    this.#transitions = transitions;
    this.#stutters = stutters;
    this.#ledger.restore(ledger);
  }

  /** Has the states of the arena known, in whatever way states are told apart. @throws {ModelError} `asymmetric-machine`. */
  #noteStates(): void {
    if (this.#symmetry === null) this.#visited.renew();
    else this.#symmetry.begin();
  }

  /** All that `#resume` needs. */
  async #record(start: Start): Promise<SearchState> {
    await this.#gather();
    const progress = {
      start: startRecords(start),
      expanded: this.#next,
      roundEnd: this.#roundEnd,
      level: this.#level,
      levelEnd: this.#levelEnd,
      transitions: this.#transitions,
      stutters: this.#stutters,
      perDepth: [...this.#perDepth],
      enabledOnce: this.#tables.enabledOnce.slice(),
      hits: this.#hits(),
      ledger: this.#ledger.record(),
      symmetry: this.#symmetry?.record() ?? null,
    };
    return stateOf(this.#arena, this.#savedTables.columns(), progress, performance.now() - this.#startedMs);
  }

  async #advance(): Promise<void> {
    this.#callCrew(this.#roundEnd - this.#next);
    this.#next = this.#crew?.works === true ? await this.#turn(this.#crew, this.#next, this.#roundEnd) : this.#batch(this.#next, this.#roundEnd);
    if (this.#arena.size > this.#levelEnd) this.#perDepth[this.#level + 1] = this.#arena.size - this.#levelEnd;
  }

  /** Expands some states from `next` on, before `end`, and returns the first that was not. */
  #batch(next: number, end: number): number {
    const symmetry = this.#symmetry;
    this.#expansion.isRecording = this.#ledger.wantsSteps || symmetry?.wantsSteps === true;
    const after = this.#expansion.expand(next, end);
    const batch = this.#expansion.candidates;
    this.#limit = (symmetry === null ? null : limitMetBy(() => symmetry.meet(batch))) ?? limitMetBy(() => this.#judge.take(batch));
    // A batch that was not taken whole is one to be expanded again.
    if (this.#limit !== null) return next;
    this.#limit = symmetry?.limit ?? null;
    this.#transitions += batch.transitions;
    this.#stutters += batch.stutters;
    if (batch.failure !== null) this.#fail(batch.failure);
    return after;
  }

  /** Calls workers when there will soon be enough for them to do, and has them work when there is. Claims about steps, and orbits, are the business of one thread. */
  #callCrew(states: number): void {
    const { crewStatesMin = 2_048, workerFile } = this.#tuning;
    if (this.#workers < 2 || states < crewStatesMin >> 3 || this.#ledger.wantsSteps || this.#symmetry !== null) return;
    this.#crew ??= new Crew(this.#workers, { tables: this.#tables, arena: this.#arena, memory: this.#memory, expansion: this.#expansion, player: this.#player, claims: this.#properties.length }, workerFile);
    if (this.#crew.works || states < crewStatesMin) return;
    this.#visited.clear();
    this.#crew.begin();
  }

  async #turn(crew: Crew, next: number, end: number): Promise<number> {
    const turn = await crew.turn(next, end, this.#judge.witness());
    this.#transitions += turn.transitions;
    this.#stutters += turn.stutters;
    if (turn.failure !== null) this.#fail(turn.failure);
    return turn.next;
  }

  #fail({ state, label, error }: NonNullable<Candidates['failure']>): void {
    if (error instanceof LimitReached) {
      this.#limit ??= error.reason;
      return;
    }
    if (!(error instanceof ModelError)) throw error;
    throw error.after([...this.#retrace.runTo(state), ...(label < 0 ? [] : [this.#tables.label(label)]), ...error.steps]);
  }

  /** A component has appeared; its number may need more bits than states have for it. */
  #makeRoom(place: number, component: number): void {
    const { layout } = this.#arena;
    if (!this.#arena.makeRoom(place, component)) return;
    this.#expansion.relayout();
    this.#memory.relayout(this.#arena.layout);
    if (this.#crew?.works === true) this.#crew.relayout(layout);
    else if (this.#symmetry === null) this.#visited.renew();
  }

  /** Has the counts of all threads in one place. */
  async #gather(): Promise<void> {
    if (this.#crew?.works === true) await this.#crew.gather();
    this.#player.fitHits();
    this.#memory.drainHits(this.#player.hits);
  }

  /** By actor: how often each step of its table was taken. */
  #hits(): readonly Float64Array[] {
    const { actors, places, numbers } = this.#tables;
    const hits = actors.map(({ steps }, place) => {
      const counts = new Float64Array(steps.length);
      counts.set(this.#hitsBefore[place] ?? []);
      return counts;
    });
    this.#player.hits.subarray(0, this.#tables.stepCount).forEach((times, step) => {
      const counts = hits[places[step] ?? -1];
      const number = numbers[step] ?? -1;
      if (counts !== undefined) counts[number] = (counts[number] ?? 0) + times;
    });
    return hits;
  }

  /** Coverage counts deliveries; here each local step is told once, with the number of times it was taken. */
  #tellCoverage(): void {
    const { enabledOnce } = this.#tables;
    (this.#symmetry?.enabledUnderAllNames(enabledOnce) ?? enabledOnce).forEach((enabled, index) => {
      if (enabled === 1) this.#coverage.stimulusEnabled(index);
    });
    const hits = this.#hits();
    this.#tables.actors.forEach((actor, place) => {
      actor.steps.forEach(({ component, event, local }, number) => {
        const times = hits[place]?.[number] ?? 0;
        if (times > 0) this.#coverage.stepped(actor.machine.name, actor.component(component).local, event.type, local, times);
      });
    });
  }

  /** Why to stop after a round. */
  #reasonToStop(): StopReason | null {
    const { statesMax, keepGoing, expectedViolations } = this.#options;
    if (this.#next === this.#arena.size) return null;
    const unexpected = keepGoing === true ? undefined : this.#ledger.violations.find((id) => expectedViolations?.has(id) !== true);
    if (unexpected !== undefined) return { kind: 'violation', property: unexpected };
    if (this.#ledger.allDecided) return { kind: 'decided' };
    const statesAtMost = Math.min(statesMax ?? statesLimit, statesLimit);
    return this.#arena.size >= statesAtMost ? { kind: 'states', max: statesAtMost } : null;
  }

  /** Why to stop at any time: what depends on the clock or the machine. */
  #reasonToPause(): StopReason | null {
    return this.#next === this.#arena.size ? null : this.#reasonToEnd();
  }

  #reasonToEnd(): StopReason | null {
    const { timeMaxMs, signal } = this.#options;
    if (signal?.aborted === true) return { kind: 'interrupted' };
    if (timeMaxMs !== undefined && performance.now() - this.#startedMs >= timeMaxMs) return { kind: 'time', maxMs: timeMaxMs };
    return this.#memoryLimit.reached();
  }

  #progress(): Progress {
    return {
      depth: this.#perDepth.length - 1,
      distinct: this.#arena.size,
      transitions: this.#transitions,
      frontier: this.#arena.size - this.#next,
      elapsedMs: performance.now() - this.#startedMs,
      memoryBytes: memoryInUse(),
      neverTested: this.#ledger.neverTested,
    };
  }
}
