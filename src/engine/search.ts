/**
 * The engine's search: the same breadth-first exploration as the reference, on integers.
 *
 * States are packed words in an arena, which is also the queue. They are expanded in batches (expansion.ts) over flat tables of
 * local steps (step-tables.ts), and each batch is judged (judge.ts): new states join the store and are shown to the ledger.
 * What a user sees of it - counts, depths, verdicts, traces, messages - is what the reference explorer says, and tests
 * hold the two together. Labels of steps are not stored: a run is found by taking the steps of each parent again (retrace.ts).
 */
import { availableParallelism } from 'node:os';
import { getHeapStatistics } from 'node:v8';
import { builtIns, swallowedIn } from '../property/built-in.ts';
import { collectCoverage } from '../property/coverage.ts';
import type { Exploration, ExploreOptions, Progress } from '../property/exploration.ts';
import { Ledger } from '../property/ledger.ts';
import type { Property } from '../property/property.ts';
import { endOfRound } from '../property/rounds.ts';
import type { StopReason } from '../property/verdict.ts';
import type { Actors, StateView, System } from '../system/define-system.ts';
import { ModelError } from '../system/model-error.ts';
import { semanticsOf, type Semantics } from '../system/step.ts';
import { ActorTable } from './actor-table.ts';
import { Crew } from './crew.ts';
import { Expansion, type Candidates } from './expansion.ts';
import { Judge } from './judge.ts';
import { Player } from './player.ts';
import { Retrace } from './retrace.ts';
import { RunMemory } from './run-memory.ts';
import { StateArena, statesLimit } from './state-arena.ts';
import { StepTables } from './step-tables.ts';
import { VisitedSet } from './visited-set.ts';

/** How long it works before it lets the process hear a Ctrl-C. */
const sliceMs = 50;

/**
 * Visits every reachable state and decides every property, as far as its limits allow.
 *
 * @throws {ModelError} with the steps that lead to it, when a machine does what a checked machine must not.
 */
export async function search<A extends Actors>(system: System<A>, properties: readonly Property<StateView<A>>[], options: ExploreOptions = {}, tuning: Tuning = {}): Promise<Exploration> {
  return new Search(system, properties, options, tuning).run();
}

/** For tests: what does not change any result. */
export interface Tuning {
  /** A round of fewer states is not worth calling workers for. Default: 2,048. */
  readonly crewStatesMin?: number;
  /** What a worker runs. */
  readonly workerFile?: URL;
}

class Search {
  readonly #semantics: Semantics;
  readonly #options: ExploreOptions;
  readonly #tuning: Tuning;
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
  readonly #memoryMaxBytes: number;
  readonly #perDepth: number[] = [];
  readonly #startedMs = performance.now();
  #crew: Crew | null = null;
  #transitions = 0;
  #stutters = 0;

  constructor(system: System, properties: readonly Property[], options: ExploreOptions, tuning: Tuning) {
    this.#tuning = tuning;
    const budgets = system.budgetNames.map((name) => system.budgets[name] ?? 0);
    this.#options = options;
    this.#memoryMaxBytes = options.memoryMaxBytes ?? getHeapStatistics().heap_size_limit * 0.75;
    this.#semantics = semanticsOf(system);
    this.#ledger = new Ledger(properties, options.builtIns ?? builtIns, options.onDecided ?? (() => {}));
    this.#coverage = collectCoverage(system);
    this.#arena = new StateArena([...system.actorNames.map(() => 4), ...budgets.map((left) => left + 1)]);
    this.#visited = new VisitedSet(this.#arena);
    const actors = this.#semantics.machines.map((machine) => new ActorTable(machine));
    this.#tables = new StepTables(system, actors, (place, component) => this.#makeRoom(place, component));
    this.#player = new Player(this.#tables, budgets.length, this.#arena.layout);
    this.#memory = new RunMemory(this.#tables, actors.length + budgets.length, this.#arena.layout);
    this.#expansion = new Expansion(this.#tables, this.#arena, this.#player, this.#memory);
    this.#retrace = new Retrace(this.#tables, this.#arena, budgets.length);
    this.#judge = new Judge(system, properties, { tables: this.#tables, arena: this.#arena, visited: this.#visited, ledger: this.#ledger, retrace: this.#retrace, memory: this.#memory });
  }

  async run(): Promise<Exploration> {
    try {
      return await this.#explore();
    } finally {
      await this.#crew?.disband();
    }
  }

  async #explore(): Promise<Exploration> {
    this.#begin();
    let slice = performance.now();
    let stopped = this.#reasonToStop(0) ?? this.#reasonToPause(0);
    let next = 0;
    let level = 0;
    let levelEnd = 1;
    while (stopped === null && next < this.#arena.size) {
      if (next === levelEnd) {
        level += 1;
        levelEnd = this.#arena.size;
      }
      const end = endOfRound(next, this.#arena.size, levelEnd, this.#options.statesMax);
      while (next < end && stopped === null) {
        this.#callCrew(end - next);
        next = this.#crew === null ? this.#batch(next, end) : await this.#turn(this.#crew, next, end);
        if (this.#arena.size > levelEnd) this.#perDepth[level + 1] = this.#arena.size - levelEnd;
        if (performance.now() - slice > sliceMs) {
          this.#options.onProgress?.(this.#progress(next));
          await new Promise((resolve) => setImmediate(resolve));
          slice = performance.now();
          stopped = this.#reasonToPause(next);
        }
      }
      stopped ??= this.#reasonToStop(next);
    }
    await this.#crew?.gather();
    this.#tellCoverage();
    return {
      stopped,
      distinct: this.#arena.size,
      transitions: this.#transitions,
      stutters: this.#stutters,
      depth: this.#perDepth.length - 1,
      perDepth: this.#perDepth,
      verdicts: this.#ledger.close(stopped, this.#arena.size, this.#transitions + this.#stutters),
      coverage: this.#coverage.result(),
      elapsedMs: performance.now() - this.#startedMs,
    };
  }

  #begin(): void {
    const { actors } = this.#tables;
    const start = this.#semantics.start();
    const locals = actors.map((table, place) => {
      const local = start.state.locals[place];
      if (local === undefined) throw new RangeError(`actor ${place} has no initial state`);
      const component = table.intern(local, start.state.timers.filter(({ from }) => from === table.machine.name), { kind: 'start' });
      this.#tables.admit(place, component);
      return component;
    });
    this.#arena.appendFields(Int32Array.from([...locals, ...start.state.budgets]), -1);
    this.#visited.renew();
    this.#perDepth.push(1);
    this.#coverage.delivered(start.deliveries);
    this.#judge.takeStart();
    for (const delivery of start.deliveries) for (const lost of swallowedIn(delivery)) this.#ledger.violate('no-swallowed-event', () => [], lost);
  }

  /** Expands some states from `next` on, before `end`, and returns the first that was not. */
  #batch(next: number, end: number): number {
    this.#expansion.isRecording = this.#ledger.wantsSteps;
    const after = this.#expansion.expand(next, end);
    const batch = this.#expansion.candidates;
    this.#judge.take(batch);
    this.#transitions += batch.transitions;
    this.#stutters += batch.stutters;
    if (batch.failure !== null) this.#fail(batch.failure);
    return after;
  }

  /** Calls workers when there is enough for them to do. Claims about steps are the business of one thread. */
  #callCrew(states: number): void {
    const { workers = availableParallelism() } = this.#options;
    const { crewStatesMin = 2_048, workerFile } = this.#tuning;
    if (this.#crew !== null || workers < 2 || states < crewStatesMin || this.#ledger.wantsSteps) return;
    this.#visited.clear();
    this.#crew = new Crew(workers, { tables: this.#tables, arena: this.#arena, memory: this.#memory, expansion: this.#expansion, player: this.#player }, workerFile);
  }

  async #turn(crew: Crew, next: number, end: number): Promise<number> {
    const turn = await crew.turn(next, end, this.#judge.witness());
    this.#transitions += turn.transitions;
    this.#stutters += turn.stutters;
    if (turn.failure !== null) this.#fail(turn.failure);
    return turn.next;
  }

  #fail({ state, label, error }: NonNullable<Candidates['failure']>): never {
    if (!(error instanceof ModelError)) throw error;
    throw error.after([...this.#retrace.runTo(state), ...(label < 0 ? [] : [this.#tables.label(label)]), ...error.steps]);
  }

  /** A component has appeared; its number may need more bits than states have for it. */
  #makeRoom(place: number, component: number): void {
    const { layout } = this.#arena;
    if (!this.#arena.makeRoom(place, component)) return;
    this.#expansion.relayout();
    this.#memory.relayout(this.#arena.layout);
    if (this.#crew === null) this.#visited.renew();
    else this.#crew.relayout(layout);
  }

  /** Coverage counts deliveries; here each local step is told once, with the number of times it was taken. */
  #tellCoverage(): void {
    this.#tables.enabledOnce.forEach((enabled, index) => {
      if (enabled === 1) this.#coverage.stimulusEnabled(index);
    });
    this.#memory.addHits(this.#player.hits);
    for (let step = 0; step < this.#tables.stepCount; step += 1) {
      const times = this.#player.hits[step] ?? 0;
      if (times === 0) continue;
      const actor = this.#tables.actor(this.#tables.places[step] ?? 0);
      const { component, event, local } = this.#tables.local(step);
      this.#coverage.stepped(actor.machine.name, actor.component(component).local, event.type, local, times);
    }
  }

  /** Why to stop after a round. */
  #reasonToStop(expanded: number): StopReason | null {
    const { statesMax, keepGoing, expectedViolations } = this.#options;
    if (expanded === this.#arena.size) return null;
    const unexpected = keepGoing === true ? undefined : this.#ledger.violations.find((id) => expectedViolations?.has(id) !== true);
    if (unexpected !== undefined) return { kind: 'violation', property: unexpected };
    if (this.#ledger.allDecided) return { kind: 'decided' };
    const statesAtMost = Math.min(statesMax ?? statesLimit, statesLimit);
    return this.#arena.size >= statesAtMost ? { kind: 'states', max: statesAtMost } : null;
  }

  /** Why to stop at any time: what depends on the clock or the machine. */
  #reasonToPause(expanded: number): StopReason | null {
    const { timeMaxMs, signal } = this.#options;
    if (expanded === this.#arena.size) return null;
    if (signal?.aborted === true) return { kind: 'interrupted' };
    if (timeMaxMs !== undefined && performance.now() - this.#startedMs >= timeMaxMs) return { kind: 'time', maxMs: timeMaxMs };
    return this.#memoryInUse() > this.#memoryMaxBytes ? { kind: 'memory', maxBytes: Math.round(this.#memoryMaxBytes) } : null;
  }

  #memoryInUse(): number {
    return process.memoryUsage().heapUsed + this.#arena.bytes + this.#visited.bytes + this.#judge.bytes + this.#memory.bytes + (this.#crew?.bytes ?? 0);
  }

  #progress(expanded: number): Progress {
    return {
      depth: this.#perDepth.length - 1,
      distinct: this.#arena.size,
      transitions: this.#transitions,
      frontier: this.#arena.size - expanded,
      elapsedMs: performance.now() - this.#startedMs,
      heapBytes: this.#memoryInUse(),
    };
  }
}
