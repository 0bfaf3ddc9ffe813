/**
 * What becomes of a batch: new states join the store, and states, steps and remarks are shown to the ledger.
 *
 * All of it in the order of the reference: of a step, first what was lost in it, then the state it leads to, then the step itself.
 * A state that needs no closer look (glance.ts) is only counted. With interchangeable actors each claim is also tried under
 * other names (claim-trials.ts).
 *
 * Longer than 250 lines because the ways in which states, steps and remarks come to the ledger read best in one place.
 */
import { deadlockDetail, swallowedIn } from '../property/built-in.ts';
import type { Ledger, Outcome } from '../property/ledger.ts';
import type { Property, StepView } from '../property/property.ts';
import type { Run } from '../property/verdict.ts';
import type { System } from '../system/define-system.ts';
import { ModelError } from '../system/model-error.ts';
import type { StateArena } from './state-arena.ts';
import type { ClaimTrials } from './claim-trials.ts';
import type { Witness } from './crew-telling.ts';
import { deliveriesOf } from './deliveries.ts';
import { lostRemark, perRecord, perRemark, type Candidates } from './candidates.ts';
import { Glance } from './glance.ts';
import { unpack } from './layout.ts';
import { RememberedClaim, RememberedStepClaim, StateViews } from './remembered-claims.ts';
import type { Retrace } from './retrace.ts';
import type { RunMemory } from './run-memory.ts';
import { RunNumbers } from './run-numbers.ts';
import type { StepTables } from './step-tables.ts';
import type { VisitedSet } from './visited-set.ts';

/** What a judge decides with. */
export interface JudgeParts {
  readonly tables: StepTables;
  readonly arena: StateArena;
  readonly ledger: Ledger;
  readonly retrace: Retrace;
  readonly memory: RunMemory;
  /** What tells new states from known ones, and adds them to the arena. */
  readonly known: Pick<VisitedSet, 'find' | 'add'>;
  /** Null when no actors are interchangeable. */
  readonly trials: ClaimTrials | null;
}

export class Judge {
  readonly #system: System;
  readonly #properties: readonly Property[];
  readonly #tables: StepTables;
  readonly #arena: StateArena;
  readonly #known: JudgeParts['known'];
  readonly #trials: ClaimTrials | null;
  readonly #ledger: Ledger;
  readonly #retrace: Retrace;
  readonly #memory: RunMemory;
  readonly views: StateViews;
  /** By property; null for those of the other kind. */
  readonly #claims: readonly (RememberedClaim | null)[];
  readonly #stepClaims: readonly (RememberedStepClaim | null)[];
  readonly #runNumbers = new RunNumbers();
  readonly #before: Int32Array;
  readonly #after: Int32Array;
  #beforeState = -1;
  #found = new Int32Array(1024);
  readonly #glance = new Glance();
  /** Whether a glance can be enough at all. */
  #mayGlance = false;
  /** The state that is being shown; made once, as there are many. */
  #shown = -1;
  readonly #askShown = (place: number): Outcome => this.#claims[place]?.outcome(this.#after) ?? 'untested';
  readonly #runToShown = (): Run => this.#retrace.runTo(this.#shown);

  constructor(system: System, properties: readonly Property[], parts: JudgeParts) {
    this.#system = system;
    this.#properties = properties;
    this.#tables = parts.tables;
    this.#arena = parts.arena;
    this.#known = parts.known;
    this.#trials = parts.trials;
    this.#ledger = parts.ledger;
    this.#retrace = parts.retrace;
    this.#memory = parts.memory;
    this.views = new StateViews(system, parts.tables.actors);
    this.#claims = properties.map((property) => (property.kind === 'each-step' || 'during' in property ? null : new RememberedClaim(property, this.views)));
    this.#stepClaims = properties.map((property) => (property.kind === 'each-step' ? new RememberedStepClaim(property, this.views) : null));
    this.#before = new Int32Array(system.actorNames.length + system.budgetNames.length);
    this.#after = new Int32Array(this.#before.length);
  }

  /** Takes in a batch. */
  take(batch: Candidates): void {
    if (this.#found.length < batch.count) this.#found = new Int32Array(batch.words.length);
    this.#known.find(batch.words, batch.count, this.#found, batch.hashes);
    this.#beforeState = -1;
    if (batch.isRecorded) this.#takeRecords(batch);
    else this.#takeCandidates(batch);
    this.#tellGlanced();
  }

  /** Who hears what a crew tells. */
  witness(): Witness {
    return {
      glanced: () => {
        this.#lookAgain();
        return this.#mayGlance && !this.#tables.someoneFails ? this.#glance.claims : null;
      },
      wouldDecide: (number) => this.#wouldDecide(number),
      tellQuiet: (quiet) => {
        for (const { states, tested } of quiet) this.#glance.add(states, tested);
        this.#tellGlanced();
      },
      forgetQuiet: () => this.#glance.take(this.#glance.claims),
      show: (number) => {
        this.#arena.read(number, this.#after);
        this.#show(number);
      },
      lost: (state, label) => this.#reportLost(state, label),
      noWayOut: (state) => this.#reportNoWayOut(state),
    };
  }

  #wouldDecide(number: number): boolean {
    this.#arena.read(number, this.#after);
    try {
      return !this.#glance.count((place) => this.#claims[place]?.leaf(this.#after) ?? 0);
    } catch {
      // It will fail again when it is shown, and is reported then.
      return true;
    }
  }

  /** Shows the initial state, which is state 0. */
  takeStart(): void {
    this.#arena.read(0, this.#after);
    this.#show(0);
  }

  #takeCandidates(batch: Candidates): void {
    const { count, ends, first, remarks, words } = batch;
    const found = this.#found;
    let remark = 0;
    let at = 0;
    for (let i = 0; i <= ends.length; i += 1) {
      // After the last state that was expanded whole comes what was found from one in which a machine failed.
      const end = i < ends.length ? (ends[i] ?? 0) : count;
      for (; at < end; at += 1) {
        while ((remarks[remark + 3] ?? count) <= at && remark < remarks.length) remark = this.#remark(remarks, remark);
        if ((found[at] ?? 0) < 0) this.#add(words, at, first + i);
      }
    }
    while (remark < remarks.length) remark = this.#remark(remarks, remark);
  }

  #takeRecords(batch: Candidates): void {
    const { records, remarks, words } = batch;
    let remark = 0;
    for (let record = 0; record < records.length; record += perRecord) {
      while (remark < remarks.length && (remarks[remark + 3] ?? 0) * perRecord <= record) remark = this.#remark(remarks, remark);
      const state = records[record] ?? 0;
      const candidate = records[record + 2] ?? -1;
      if (candidate >= 0 && (this.#found[candidate] ?? 0) < 0) this.#add(words, candidate, state);
      if (this.#ledger.wantsSteps) this.#judgeStep(batch, record, state, candidate);
    }
    while (remark < remarks.length) remark = this.#remark(remarks, remark);
  }

  #add(words: Int32Array, at: number, parent: number): void {
    const number = this.#known.add(words, at, parent);
    if (number < 0) return;
    const { layout } = this.#arena;
    if (this.#mayGlance && !this.#tables.someoneFails && this.#glance.isQuiet(layout, words, at * layout.words)) return;
    this.#tellGlanced();
    unpack(layout, words, at * layout.words, this.#after);
    this.#show(number);
    this.#lookAgain();
  }

  /** Tells the ledger what was counted at a glance. */
  #tellGlanced(): void {
    const { seen, tested, claims } = this.#glance;
    claims.forEach(({ place }, i) => {
      this.#ledger.addTested(place, tested[i] ?? 0);
      this.#claims[place]?.noteGlanced(seen);
    });
    this.#glance.take(claims);
  }

  /** Has the glance see what is known by now. */
  #lookAgain(): void {
    const claims = this.#ledger.openStates.map((place) => this.#claims[place]?.glanced(place) ?? null);
    this.#mayGlance = this.#trials === null && !claims.includes(null);
    if (this.#mayGlance) this.#glance.take(claims.filter((claim) => claim !== null));
  }

  /** Shows a new state, whose fields stand in `after`. */
  #show(number: number): void {
    this.#shown = number;
    if (this.#trials === null) this.#ledger.judgeState(this.#askShown, this.#runToShown);
    else this.#showWithTrials(this.#trials);
    if (this.#tables.someoneFails) this.#reportFailed(this.#after, this.#runToShown);
  }

  #showWithTrials(trials: ClaimTrials): void {
    trials.showState(this.#after);
    const judge = (place: number): Outcome => {
      const outcome = this.#askShown(place);
      trials.tryState(this.#properties[place]?.id ?? '', outcome, (image) => this.#claims[place]?.outcome(image) ?? 'untested');
      return outcome;
    };
    reaching(this.#runToShown, () => this.#ledger.judgeState(judge, this.#runToShown));
  }

  #reportFailed(fields: Int32Array, run: () => Run): void {
    const { actors } = this.#tables;
    const failed = actors.findIndex((table, place) => table.component(fields[place] ?? 0).local.status === 'error');
    if (failed < 0) return;
    const error: unknown = actors[failed]?.component(fields[failed] ?? 0).local.snapshot.error;
    this.#ledger.violate('no-machine-error', run, `${this.#system.actorNames[failed] ?? ''} ends in status error: ${String(error)}`);
  }

  #judgeStep({ records, log, words }: Candidates, record: number, state: number, candidate: number): void {
    const label = records[record + 1] ?? 0;
    const run = records[record + 3] ?? -1;
    const said = run >= 0 ? this.#memory.logOf(run) : { log, from: records[record + 4] ?? 0, to: records[record + 5] ?? 0 };
    if (this.#beforeState !== state) {
      this.#arena.read(state, this.#before);
      this.#beforeState = state;
    }
    if (candidate < 0) this.#after.set(this.#before);
    else unpack(this.#arena.layout, words, candidate * this.#arena.layout.words, this.#after);
    const runNumber = run >= 0 ? run * 2 : this.#runNumbers.of(label, said.log, said.from, said.to) * 2 + 1;
    const step = (): StepView => {
      const { kind, to: target, event } = this.#tables.label(label);
      return { kind, to: target, event, deliveries: deliveriesOf(this.#tables, said.log, said.from, said.to) };
    };
    const runTo = (): Run => [...this.#retrace.runTo(state), this.#tables.label(label)];
    const ask = (place: number): Outcome => this.#stepClaims[place]?.outcome(this.#before, runNumber, step, this.#after) ?? 'untested';
    if (this.#trials === null) this.#ledger.judgeStep(ask, runTo);
    else this.#judgeStepWithTrials(this.#trials, label, ask, runTo);
  }

  #judgeStepWithTrials(trials: ClaimTrials, label: number, ask: (place: number) => Outcome, run: () => Run): void {
    trials.showStep(this.#before, this.#tables.label(label));
    const judge = (place: number): Outcome => {
      const outcome = ask(place);
      trials.tryStep(place, this.#properties[place]?.id ?? '', outcome);
      return outcome;
    };
    reaching(run, () => this.#ledger.judgeStep(judge, run));
  }

  /** Reports what is remarked at a place; returns the place of the next remark. */
  #remark(remarks: readonly number[], at: number): number {
    const state = remarks[at + 1] ?? 0;
    if (remarks[at] === lostRemark) this.#reportLost(state, remarks[at + 2] ?? 0);
    else this.#reportNoWayOut(state);
    return at + perRemark;
  }

  #reportLost(state: number, label: number): void {
    const tables = this.#tables;
    const { log, from, to } = this.#retrace.step(state, label);
    const run = (): Run => [...this.#retrace.runTo(state), tables.label(label)];
    for (const delivery of deliveriesOf(tables, log, from, to)) for (const text of swallowedIn(delivery)) this.#ledger.violate('no-swallowed-event', run, text);
  }

  #reportNoWayOut(state: number): void {
    this.#arena.read(state, this.#after);
    if (this.#isFinal(state)) return;
    this.#ledger.violate('no-deadlock', () => this.#retrace.runTo(state), deadlockDetail(this.#retrace.labels(state)));
  }

  /** Whether the system may rest in a state, whose fields stand in `after`. */
  #isFinal(state: number): boolean {
    const ask = (fields: Int32Array): Outcome => (this.#system.final(this.views.view(fields, () => {})) ? 'true' : 'false');
    const outcome = ask(this.#after);
    this.#trials?.showState(this.#after);
    reaching(() => this.#retrace.runTo(state), () => this.#trials?.tryState('final', outcome, ask));
    return outcome === 'true';
  }
}

/** Acts; a fault that shows in it is told with the run that leads there. */
function reaching(run: () => Run, act: () => void): void {
  try {
    act();
  } catch (error) {
    throw error instanceof ModelError ? error.after(run()) : error;
  }
}
