/**
 * The engine's search: the same breadth-first exploration as the reference, on integers.
 *
 * States are packed words in a visited set; a step is a few table look-ups; predicates are remembered. What a user sees
 * of it - counts, depths, verdicts, traces, messages - is what the reference explorer says, and tests hold the two
 * together. Labels of steps are not stored: a run is found by taking the steps of each parent again (probe.ts).
 *
 * Longer than 250 lines because the loop, and what it tells the ledger, read best in one place.
 */
import { builtIns, deadlockDetail, swallowedIn } from '../property/built-in.ts';
import { collectCoverage } from '../property/coverage.ts';
import type { Exploration, ExploreOptions, Progress } from '../property/exploration.ts';
import { Ledger, type StateClaim, type StepClaim } from '../property/ledger.ts';
import { limitMetBy } from '../property/limit-reached.ts';
import { memoryInUse, MemoryLimit } from '../property/memory-limit.ts';
import type { Property } from '../property/property.ts';
import { growthIn } from '../property/stored-growth.ts';
import { workersOf } from '../property/workers.ts';
import type { Run, StopReason } from '../property/verdict.ts';
import type { Actors, StateView, System } from '../system/define-system.ts';
import { ModelError } from '../system/model-error.ts';
import type { StepLabel } from '../system/step-label.ts';
import { semanticsOf, type Semantics } from '../system/step.ts';
import { ActorTable, deliveryOf, losing } from './actor-table.ts';
import { Enumeration, tableAt } from './enumerate.ts';
import { IntegerSteps, perDelivery } from './integer-steps.ts';
import { PackedStates, statesLimit } from './packed-states.ts';
import { Probe } from './probe.ts';
import { RunNumbers } from './run-numbers.ts';
import { RememberedClaim, RememberedStepClaim, StateFields } from './remembered-claims.ts';
import { largestTable, type TableSize } from './table-limits.ts';

/** How long it works before it lets the process hear a Ctrl-C. */
const sliceMs = 50;

/**
 * Visits every reachable state and decides every property, as far as its limits allow.
 *
 * `largest` tells how large the table of an actor may get; nobody but a test has a reason to give it.
 * @throws {ModelError} with the steps that lead to it, when a machine does what a checked machine must not.
 * @throws {RangeError} when `workers` is no whole number of at least 1.
 */
export async function search<A extends Actors>(system: System<A>, properties: readonly Property<StateView<A>>[], options: ExploreOptions = {}, largest: TableSize = largestTable): Promise<Exploration> {
  // One thread, so far; a number that cannot be meant is refused all the same.
  workersOf(options.workers);
  return new Search(system, properties, options, largest).run();
}

class Search {
  readonly #system: System;
  readonly #semantics: Semantics;
  readonly #options: ExploreOptions;
  readonly #ledger: Ledger;
  readonly #coverage: ReturnType<typeof collectCoverage>;
  readonly #steps: IntegerSteps;
  readonly #enumeration: Enumeration;
  readonly #claims: Map<StateClaim, RememberedClaim> = new Map();
  readonly #stepClaims: Map<StepClaim, RememberedStepClaim> = new Map();
  readonly #fields: StateFields;
  /** By stimulus: whether some state enabled it. */
  readonly #enabledOnce: Uint8Array;
  readonly #runNumbers = new RunNumbers();
  readonly #before: Int32Array;
  readonly #memory: MemoryLimit;
  readonly #perDepth: number[] = [];
  readonly #startedMs = performance.now();
  #states = new PackedStates([1]);
  /** The depth of the state being expanded, and the first state that lies deeper. */
  #level = 0;
  #levelEnd = 1;
  #transitions = 0;
  #stutters = 0;

  constructor(system: System, properties: readonly Property[], options: ExploreOptions, largest: TableSize) {
    this.#system = system;
    this.#options = options;
    this.#memory = new MemoryLimit(options.memoryMaxBytes);
    this.#semantics = semanticsOf(system);
    this.#ledger = new Ledger(properties, options.builtIns ?? builtIns, options.onDecided ?? (() => {}));
    this.#coverage = collectCoverage(system);
    const tables = this.#semantics.machines.map((machine) => new ActorTable(machine, { ...largest, memory: this.#memory }));
    this.#steps = new IntegerSteps(tables, system.budgetNames.length);
    this.#enumeration = new Enumeration(system, this.#steps);
    this.#fields = new StateFields(system, tables);
    this.#before = new Int32Array(this.#steps.fields.length);
    this.#enabledOnce = new Uint8Array(system.stimuli.length);
    for (const property of properties) {
      if (property.kind === 'each-step') this.#stepClaims.set(property, new RememberedStepClaim(property, this.#fields));
      else this.#claims.set(property, new RememberedClaim(property, this.#fields));
    }
  }

  async run(): Promise<Exploration> {
    this.#begin();
    let slice = performance.now();
    let stopped = this.#reasonToStop(0);
    let next = 0;
    for (; stopped === null && next < this.#states.size; next += 1) {
      if (next === this.#levelEnd) {
        this.#level += 1;
        this.#levelEnd = this.#states.size;
      }
      const limit = this.#limitMetOn(next);
      if (this.#states.size > this.#levelEnd) this.#perDepth[this.#level + 1] = this.#states.size - this.#levelEnd;
      stopped = limit ?? this.#reasonToStop(next + 1);
      if ((next & 255) === 0 && performance.now() - slice > sliceMs) {
        this.#options.onProgress?.(this.#progress(next + 1));
        await new Promise((resolve) => setImmediate(resolve));
        slice = performance.now();
      }
    }
    this.#tellCoverage();
    return {
      stopped,
      distinct: this.#states.size,
      transitions: this.#transitions,
      stutters: this.#stutters,
      depth: this.#perDepth.length - 1,
      perDepth: this.#perDepth,
      verdicts: this.#ledger.close(stopped, this.#states.size, this.#transitions + this.#stutters),
      coverage: this.#coverage.result(),
      growth: await growthIn(stopped, this.#system, { perDepth: this.#perDepth, read: (state, parts) => this.#states.read(state, parts), partOf: (place, part) => tableAt(this.#steps.tables, place).component(part) }),
      elapsedMs: performance.now() - this.#startedMs,
    };
  }

  #begin(): void {
    const { fields, tables } = this.#steps;
    const start = this.#semantics.start();
    tables.forEach((table, place) => {
      const local = start.state.locals[place];
      if (local === undefined) return;
      fields[place] = table.intern(local, start.state.timers.filter(({ from }) => from === table.machine.name), { kind: 'start' });
      if (!local.active) this.#steps.watchStops();
    });
    start.state.budgets.forEach((left, place) => {
      fields[tables.length + place] = left;
    });
    this.#states = new PackedStates([...tables.map(() => 4), ...start.state.budgets.map((left) => left + 1)], this.#memory);
    this.#states.add(fields, -1);
    this.#perDepth.push(1);
    this.#coverage.delivered(start.deliveries);
    this.#visit(() => []);
    for (const delivery of start.deliveries) for (const lost of swallowedIn(delivery)) this.#ledger.violate('no-swallowed-event', () => [], lost);
  }

  #limitMetOn(number: number): StopReason | null {
    return limitMetBy(() => this.#expand(number));
  }

  #expand(number: number): void {
    const steps = this.#steps;
    const { fields } = steps;
    const states = this.#states;
    states.load(number, fields);
    this.#before.set(fields);
    let waysOut = 0;
    const wantsSteps = this.#ledger.wantsSteps;
    const visit = (label: StepLabel): void => {
      if (label.kind === 'stimulus') this.#enabledOnce[label.index] = 1;
      const found = steps.changesLength === 0 ? -1 - number : states.addChanged(fields, steps.changes, steps.changesLength, number);
      if (found === -1 - number) {
        this.#stutters += 1;
      } else {
        this.#transitions += 1;
        waysOut += 1;
      }
      this.#listen(number, label);
      if (found >= 0) this.#visit(() => [...this.#runTo(number), label]);
      if (wantsSteps) this.#judgeStep(number, label);
    };
    this.#reaching(number, () => this.#enumeration.forEach(visit));
    if (waysOut === 0 && !this.#system.final(this.#fields.view(fields, () => {}))) this.#reportDeadlock(number);
  }

  #reportDeadlock(number: number): void {
    const probe = new Probe(this.#system, this.#steps.tables);
    this.#states.read(number, probe.steps.fields);
    this.#ledger.violate('no-deadlock', () => this.#runTo(number), deadlockDetail(probe.labels()));
  }

  /** Reports what was lost in the last step. */
  #listen(number: number, label: StepLabel): void {
    const { log, logLength, tables } = this.#steps;
    for (let i = 0; i < logLength; i += perDelivery) {
      const table = tables[log[i] ?? 0];
      const step = log[i + 1] ?? 0;
      if (step < 0) this.#reportStopped(number, label);
      else if (table !== undefined && ((table.kinds[step] ?? 0) & losing) === losing) {
        for (const text of swallowedIn(deliveryOf(table, step, null))) this.#ledger.violate('no-swallowed-event', () => [...this.#runTo(number), label], text);
      }
    }
  }

  #reportStopped(number: number, label: StepLabel): void {
    for (const delivery of this.#steps.deliveries()) {
      if (delivery.reception === 'stopped') for (const text of swallowedIn(delivery)) this.#ledger.violate('no-swallowed-event', () => [...this.#runTo(number), label], text);
    }
  }

  /** Shows a new state, which is in `fields`. */
  #visit(run: () => Run): void {
    const { fields, tables } = this.#steps;
    this.#ledger.judgeState((claim) => this.#claims.get(claim)?.outcome(fields) ?? 'untested', run);
    const failed = tables.findIndex((table, place) => table.component(fields[place] ?? 0).local.snapshot.status === 'error');
    if (failed >= 0) {
      const error: unknown = tables[failed]?.component(fields[failed] ?? 0).local.snapshot.error;
      this.#ledger.violate('no-machine-error', run, `${this.#system.actorNames[failed] ?? ''} ends in status error: ${String(error)}`);
    }
  }

  #judgeStep(number: number, label: StepLabel): void {
    const { kind, to, event } = label;
    const deliveries = (): ReturnType<IntegerSteps['deliveries']> => this.#steps.deliveries();
    const runNumber = this.#runNumbers.of(label, this.#steps.log, this.#steps.logLength);
    this.#ledger.judgeStep(
      (claim) => this.#stepClaims.get(claim)?.outcome(this.#before, runNumber, () => ({ kind, to, event, deliveries: deliveries() }), this.#steps.fields) ?? 'untested',
      () => [...this.#runTo(number), label],
    );
  }

  /**
   * A shortest run to a state that is being expanded or has been: the parents back to the start, and for each the first step
   * that leads on. All steps of the parents are in the tables, so that nothing new is asked for which there might be no room.
   */
  #runTo(number: number): Run {
    const path: number[] = [];
    for (let at = number; at >= 0; at = this.#states.parent(at)) path.push(at);
    const labels: StepLabel[] = [];
    for (let i = path.length - 1; i > 0; i -= 1) labels.push(this.#stepBetween(path[i] ?? 0, path[i - 1] ?? 0));
    return labels;
  }

  #stepBetween(parent: number, child: number): StepLabel {
    const probe = new Probe(this.#system, this.#steps.tables);
    this.#states.read(parent, probe.steps.fields);
    const wanted = new Int32Array(probe.steps.fields.length);
    this.#states.read(child, wanted);
    const [found] = probe.labels((fields) => fields.every((value, field) => value === wanted[field]));
    if (found === undefined) throw new RangeError(`no step leads from state ${parent} to state ${child}`);
    return found;
  }

  #reaching<T>(number: number, act: () => T): T {
    try {
      return act();
    } catch (error) {
      if (error instanceof ModelError) throw error.after([...this.#runTo(number), ...error.steps]);
      throw error;
    }
  }

  /** Coverage counts deliveries; here each step of a table is told once, with the number of times. */
  #tellCoverage(): void {
    this.#enabledOnce.forEach((enabled, index) => {
      if (enabled === 1) this.#coverage.stimulusEnabled(index);
    });
    this.#steps.tables.forEach((table, place) => {
      const hits = this.#steps.hits[place];
      table.steps.forEach((_, step) => {
        const times = hits?.[step] ?? 0;
        if (times > 0) this.#coverage.deliveredInAll(deliveryOf(table, step, null), times);
      });
    });
  }

  #reasonToStop(expanded: number): StopReason | null {
    const { statesMax, timeMaxMs, signal, keepGoing, expectedViolations } = this.#options;
    if (expanded === this.#states.size) return null;
    if (signal?.aborted === true) return { kind: 'interrupted' };
    const unexpected = keepGoing === true ? undefined : this.#ledger.violations.find((id) => expectedViolations?.has(id) !== true);
    if (unexpected !== undefined) return { kind: 'violation', property: unexpected };
    if (this.#ledger.allDecided) return { kind: 'decided' };
    const statesAtMost = Math.min(statesMax ?? statesLimit, statesLimit);
    if (this.#states.size >= statesAtMost) return { kind: 'states', max: statesAtMost };
    if (timeMaxMs !== undefined && performance.now() - this.#startedMs >= timeMaxMs) return { kind: 'time', maxMs: timeMaxMs };
    return expanded % 64 === 0 ? this.#memory.reached() : null;
  }

  #progress(expanded: number): Progress {
    return {
      depth: this.#perDepth.length - 1,
      distinct: this.#states.size,
      transitions: this.#transitions,
      frontier: this.#states.size - expanded,
      elapsedMs: performance.now() - this.#startedMs,
      memoryBytes: memoryInUse(),
      neverTested: this.#ledger.neverTested,
    };
  }
}
