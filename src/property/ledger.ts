/**
 * The book of open claims: it is shown every state and step, and knows at the end what may be said of each.
 *
 * A claim is decided once. After a violation or a witness it is not asked again, except that the built-in
 * `no-swallowed-event` goes on collecting which events are lost.
 */
import type { StateView } from '../system/define-system.ts';
import type { BuiltIn } from './built-in.ts';
import type { Property, StepView } from './property.ts';
import type { Run, StopReason, Verdict } from './verdict.ts';

/** What a predicate says of a state or step: not put to the test, or its truth value. */
export type Outcome = 'untested' | 'true' | 'false';

export type StepClaim = Extract<Property, { kind: 'each-step' }>;
export type StateClaim = Exclude<Property, StepClaim>;

interface Entry {
  readonly property: Property;
  tested: number;
}

export class Ledger {
  readonly #open: Set<Entry>;
  readonly #entries: readonly Entry[];
  readonly #builtIns: readonly BuiltIn[];
  readonly #decided = new Map<string, Verdict>();
  readonly #details = new Map<string, Set<string>>();
  readonly #violations: string[] = [];
  readonly #onDecided: (id: string, verdict: Verdict) => void;

  constructor(properties: readonly Property[], builtIns: readonly BuiltIn[], onDecided: (id: string, verdict: Verdict) => void) {
    this.#entries = properties.map((property) => ({ property, tested: 0 }));
    this.#open = new Set(this.#entries);
    this.#builtIns = builtIns;
    this.#onDecided = onDecided;
  }

  /** The properties violated so far, in the order they were found. */
  get violations(): readonly string[] {
    return this.#violations;
  }

  /** Whether every claim has its verdict; never so while a system has claims that only a full exploration decides. */
  get allDecided(): boolean {
    return this.#entries.length + this.#builtIns.length > 0 && this.#open.size === 0 && this.#builtIns.every(({ id }) => this.#decided.has(id));
  }

  /** Whether a claim about steps is still open. */
  get wantsSteps(): boolean {
    return this.#open.values().some(({ property }) => property.kind === 'each-step');
  }

  /** The open claims with a condition that was true nowhere yet. */
  get neverTested(): readonly string[] {
    return [...this.#open].filter(({ property, tested }) => tested === 0 && (property.kind === 'always' || property.kind === 'each-step')).map(({ property }) => property.id);
  }

  /** Shows a state that was not seen before. */
  state(state: StateView, run: () => Run): void {
    this.judgeState((property) => onState(property, state), run);
  }

  /** Shows a step, stutters included. */
  step(before: StateView, step: StepView, after: StateView, run: () => Run): void {
    this.judgeStep((property) => onStep(property, before, step, after), run);
  }

  /** As `state`, for those who have another way to ask a claim about it. */
  judgeState(ask: (property: StateClaim) => Outcome, run: () => Run): void {
    for (const entry of this.#open) if (entry.property.kind !== 'each-step') this.#judge(entry, ask(entry.property), run);
  }

  /** As `step`, for those who have another way to ask a claim about it. */
  judgeStep(ask: (property: StepClaim) => Outcome, run: () => Run): void {
    for (const entry of this.#open) if (entry.property.kind === 'each-step') this.#judge(entry, ask(entry.property), run);
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

  /** What may be said of each claim, now that `states` states and `steps` steps have been shown. */
  close(stopped: StopReason | null, states: number, steps: number): ReadonlyMap<string, Verdict> {
    const verdicts = new Map<string, Verdict>();
    for (const entry of this.#entries) verdicts.set(entry.property.id, this.#decided.get(entry.property.id) ?? openVerdict(entry, stopped, states, steps));
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

  #violate(entry: Entry, run: Run): void {
    this.#violations.push(entry.property.id);
    this.#decide(entry, { kind: 'violated', tested: entry.tested, run, details: [] });
  }

  #decide(entry: Entry, verdict: Verdict): void {
    this.#open.delete(entry);
    this.#decided.set(entry.property.id, verdict);
    this.#onDecided(entry.property.id, verdict);
  }
}

export function onState(property: StateClaim, state: StateView): Outcome {
  if (property.kind === 'always' && !property.when(state)) return 'untested';
  return property.holds(state) ? 'true' : 'false';
}

export function onStep(property: StepClaim, before: StateView, step: StepView, after: StateView): Outcome {
  if (!property.when(before, step, after)) return 'untested';
  return property.holds(before, step, after) ? 'true' : 'false';
}

function openVerdict({ property, tested }: Entry, stopped: StopReason | null, states: number, steps: number): Verdict {
  if (stopped !== null) return { kind: 'inconclusive', tested, reason: stopped };
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
