/**
 * The book of open claims: it is shown every state and step, and knows at the end what may be said of each.
 *
 * A claim is decided once. After a violation or a witness it is not asked again, except that the built-in
 * `no-swallowed-event` goes on collecting which events are lost.
 *
 * Longer than 250 lines because what a claim is told and what becomes of it read best in one place.
 */
import type { StateView } from '../system/define-system.ts';
import { tooLong, tooShort, verdictOf, type Bound } from './bound.ts';
import type { BuiltIn } from './built-in.ts';
import type { BoundClaim, Property, StepView } from './property.ts';
import type { Run, StopReason, Verdict } from './verdict.ts';

/** What a predicate says of a state or step: not put to the test, or its truth value. */
export type Outcome = 'untested' | 'true' | 'false';

export type StepClaim = Extract<Property, { kind: 'each-step' }>;
export type StateClaim = Exclude<Property, StepClaim | BoundClaim>;

interface Entry {
  readonly property: Property;
  /** Its place among the properties. */
  readonly place: number;
  tested: number;
}

/** All that a ledger knows at a moment, as plain data: for an exploration that another process takes up. */
export interface LedgerRecord {
  /** How often each property was put to the test, and whether it still is; in the order of the properties. */
  readonly tested: readonly number[];
  readonly open: readonly boolean[];
  /** In the order they were decided. */
  readonly decided: readonly DecidedRecord[];
  readonly details: readonly DetailsRecord[];
  /** Ids, in the order they were found. */
  readonly violations: readonly string[];
}

/** A claim about time, and how long the stay at hand has lasted; null when there is none. */
interface BoundEntry {
  readonly entry: Entry;
  readonly claim: BoundClaim;
  lastedMs: number | null;
}

export interface DecidedRecord {
  readonly id: string;
  readonly verdict: Verdict;
}

/** What a built-in claim was violated by. */
export interface DetailsRecord {
  readonly id: string;
  readonly details: readonly string[];
}

export class Ledger {
  /** What is not decided yet. */
  #openStates: readonly Entry[];
  #openSteps: readonly Entry[];
  #openBounds: readonly BoundEntry[];
  readonly #entries: readonly Entry[];
  readonly #builtIns: readonly BuiltIn[];
  readonly #decided = new Map<string, Verdict>();
  readonly #details = new Map<string, Set<string>>();
  readonly #violations: string[] = [];
  readonly #onDecided: (id: string, verdict: Verdict) => void;

  constructor(properties: readonly Property[], builtIns: readonly BuiltIn[], onDecided: (id: string, verdict: Verdict) => void) {
    this.#entries = properties.map((property, place) => ({ property, place, tested: 0 }));
    this.#openStates = this.#entries.filter(({ property }) => isOfStates(property));
    this.#openSteps = this.#entries.filter(({ property }) => property.kind === 'each-step');
    this.#openBounds = this.#entries.flatMap((entry) => ('during' in entry.property ? [{ entry, claim: entry.property, lastedMs: null }] : []));
    this.#builtIns = builtIns;
    this.#onDecided = onDecided;
  }

  /** The properties violated so far, in the order they were found. */
  get violations(): readonly string[] {
    return this.#violations;
  }

  /** Whether every claim has its verdict; never so while there are claims that only a full exploration decides. */
  get allDecided(): boolean {
    return this.#entries.length + this.#builtIns.length > 0 && this.#openStates.length + this.#openSteps.length + this.#openBounds.length === 0 && this.#builtIns.every(({ id }) => this.#decided.has(id));
  }

  /** Whether a claim about steps is still open. */
  get wantsSteps(): boolean {
    return this.#openSteps.length > 0;
  }

  /** The open claims with a condition that was true nowhere yet. */
  get neverTested(): readonly string[] {
    return [...this.#openStates, ...this.#openSteps].toSorted((a, b) => a.place - b.place).filter(({ property, tested }) => tested === 0 && (property.kind === 'always' || property.kind === 'each-step')).map(({ property }) => property.id);
  }

  /** Shows a state that was not seen before. */
  state(state: StateView, run: () => Run): void {
    for (const entry of this.#openStates) if (isOfStates(entry.property)) this.#judge(entry, onState(entry.property, state), run);
  }

  /** Shows a step, stutters included. */
  step(before: StateView, step: StepView, after: StateView, run: () => Run): void {
    for (const entry of this.#openSteps) if (entry.property.kind === 'each-step') this.#judge(entry, onStep(entry.property, before, step, after), run);
  }

  /**
   * Shows the next state of a run, for claims about time: how much time has passed since the one before; null for the first of a run.
   *
   * A run can refute such a claim: by a stay that lasts too long, or one that ended too soon. A stay counts as a test.
   */
  walked(state: StateView, passedMs: number | null, run: () => Run): void {
    for (const bound of this.#openBounds) {
      const { entry, claim, lastedMs } = bound;
      const lasted = passedMs === null || lastedMs === null ? null : lastedMs + passedMs;
      const stays = claim.during(state);
      if (stays && lasted === null) entry.tested += 1;
      bound.lastedMs = stays ? (lasted ?? 0) : null;
      if (lasted === null) continue;
      if (claim.kind === 'longest' && lasted > claim.atMostMs) this.#violate(entry, run(), [tooLong(claim, lasted)]);
      if (claim.kind === 'shortest' && !stays && lasted < claim.atLeastMs) this.#violate(entry, run(), [tooShort(claim, lasted)]);
    }
  }

  /** As `state`, for those who have another way to ask a claim, given by its place among the properties. */
  judgeState(ask: (place: number) => Outcome, run: () => Run): void {
    for (const entry of this.#openStates) this.#judge(entry, ask(entry.place), run);
  }

  /** The places of the open claims about states, in the order in which they are asked. */
  get openStates(): readonly number[] {
    return this.#openStates.map(({ place }) => place);
  }

  /** Notes that a claim was put to the test so many times by states that did not decide it. */
  addTested(place: number, times: number): void {
    const entry = this.#entries[place];
    if (entry !== undefined) entry.tested += times;
  }

  /** As `step`, for those who have another way to ask a claim, given by its place among the properties. */
  judgeStep(ask: (place: number) => Outcome, run: () => Run): void {
    for (const entry of this.#openSteps) this.#judge(entry, ask(entry.place), run);
  }

  /** Notes that a built-in claim does not hold; the first time decides, each further detail is kept. */
  violate(id: BuiltIn['kind'], run: () => Run, detail: string): void {
    if (!this.#builtIns.some((builtIn) => builtIn.kind === id)) return;
    const details = this.#details.get(id);
    if (details !== undefined) {
      details.add(detail);
      return;
    }
    this.#details.set(id, new Set([detail]));
    this.#violations.push(id);
    const verdict: Verdict = { kind: 'violated', tested: 1, run: run(), details: [detail] };
    this.#decided.set(id, verdict);
    this.#onDecided(id, verdict);
  }

  record(): LedgerRecord {
    return {
      tested: this.#entries.map(({ tested }) => tested),
      open: this.#entries.map((entry) => this.#openStates.includes(entry) || this.#openSteps.includes(entry) || this.#openBounds.some((open) => open.entry === entry)),
      decided: [...this.#decided].map(([id, verdict]) => ({ id, verdict })),
      details: [...this.#details].map(([id, details]) => ({ id, details: [...details] })),
      violations: [...this.#violations],
    };
  }

  /** Takes over what another ledger of the same claims knew, and tells of each verdict again. Only for one that was shown nothing yet. */
  restore({ tested, open, decided, details, violations }: LedgerRecord): void {
    this.#entries.forEach((entry, place) => {
      entry.tested = tested[place] ?? 0;
    });
    const isOpen = ({ place }: Entry): boolean => open[place] === true;
    this.#openStates = this.#openStates.filter(isOpen);
    this.#openSteps = this.#openSteps.filter(isOpen);
    for (const { id, details: texts } of details) this.#details.set(id, new Set(texts));
    this.#violations.push(...violations);
    for (const { id, verdict } of decided) {
      this.#decided.set(id, verdict);
      this.#onDecided(id, verdict);
    }
  }

  /** What may be said of each claim, now that `states` states and `steps` steps have been shown, and, when none was left out, bounds measured, by property. */
  close(stopped: StopReason | null, states: number, steps: number, bounds: ReadonlyMap<string, Bound> = new Map()): ReadonlyMap<string, Verdict> {
    const verdicts = new Map<string, Verdict>();
    for (const entry of this.#entries) verdicts.set(entry.property.id, this.#decided.get(entry.property.id) ?? openVerdict(entry, stopped, states, steps, bounds));
    for (const { id, kind } of this.#builtIns) {
      const tested = kind === 'no-swallowed-event' ? steps : states;
      const decided = this.#decided.get(id);
      if (decided?.kind === 'violated') verdicts.set(id, { ...decided, tested, details: [...(this.#details.get(id) ?? [])] });
      else verdicts.set(id, stopped === null ? { kind: 'holds', tested } : { kind: 'inconclusive', tested, reason: stopped });
    }
    return verdicts;
  }

  #judge(entry: Entry, outcome: Outcome, run: () => Run): void {
    if (outcome === 'untested') return;
    entry.tested += 1;
    const { kind } = entry.property;
    if (kind === 'reachable') {
      if (outcome === 'true') this.#decide(entry, { kind: 'witnessed', tested: entry.tested, run: run() });
    } else if ((outcome === 'true') === (kind === 'unreachable')) {
      this.#violate(entry, run());
    }
  }

  #violate(entry: Entry, run: Run, details: readonly string[] = []): void {
    this.#violations.push(entry.property.id);
    this.#decide(entry, { kind: 'violated', tested: entry.tested, run, details });
  }

  #decide(entry: Entry, verdict: Verdict): void {
    this.#openStates = this.#openStates.filter((open) => open !== entry);
    this.#openSteps = this.#openSteps.filter((open) => open !== entry);
    this.#openBounds = this.#openBounds.filter((open) => open.entry !== entry);
    this.#decided.set(entry.property.id, verdict);
    this.#onDecided(entry.property.id, verdict);
  }
}

function isOfStates(property: Property): property is StateClaim {
  return property.kind !== 'each-step' && !('during' in property);
}

export function onState(property: StateClaim, state: StateView): Outcome {
  if (property.kind === 'always' && !property.when(state)) return 'untested';
  return property.holds(state) ? 'true' : 'false';
}

export function onStep(property: StepClaim, before: StateView, step: StepView, after: StateView): Outcome {
  if (!property.when(before, step, after)) return 'untested';
  return property.holds(before, step, after) ? 'true' : 'false';
}

function openVerdict({ property, tested }: Entry, stopped: StopReason | null, states: number, steps: number, bounds: ReadonlyMap<string, Bound>): Verdict {
  if (stopped !== null) return { kind: 'inconclusive', tested, reason: stopped };
  if ('during' in property) {
    const bound = bounds.get(property.id);
    if (bound === undefined) throw new RangeError(`${property.id} was not measured`);
    return verdictOf(property, bound, states);
  }
  switch (property.kind) {
    case 'reachable':
      return { kind: 'violated', tested, run: null, details: [`none of ${states} reachable states satisfies it`] };
    case 'always':
      return tested === 0 ? { kind: 'vacuous', reason: `its condition is true in none of ${states} states` } : { kind: 'holds', tested };
    case 'each-step':
      return tested === 0 ? { kind: 'vacuous', reason: `its condition is true of none of ${steps} steps` } : { kind: 'holds', tested };
    case 'unreachable':
      return { kind: 'holds', tested };
  }
}
