/**
 * The states that walks have met, with what is known of them: enabled steps, where each leads, the view properties see.
 *
 * Walks from one initial state tread the same ground again and again, so a step taken once is a look-up the next time:
 *
 *   known state ──step(2)──▶ known step { taken, after: known state }
 *
 * There is one table per system object, whichever arbitrary asks, because two states compare only within one semantics.
 * It is emptied when it holds `storedMax` steps; walks keep what they hold, and nothing but time is lost. What a walk
 * does never depends on what the table happens to know.
 */
import type { Actors, StateView, System } from '../system/define-system.ts';
import type { Delivery } from '../system/run-to-completion.ts';
import type { StepLabel } from '../system/step-label.ts';
import { semanticsOf, type Semantics, type SystemState, type TakenStep } from '../system/step.ts';

/** Steps kept before the table is emptied; about 1 kB each. */
const storedMax = 50_000;

export interface KnownStep<A extends Actors = Actors> {
  readonly taken: TakenStep;
  readonly after: KnownState<A>;
}

export interface KnownStart<A extends Actors = Actors> {
  readonly state: KnownState<A>;
  readonly opening: readonly Delivery[];
}

/** One state; everything about it is worked out when first asked for. */
export class KnownState<A extends Actors = Actors> {
  readonly state: SystemState;
  readonly #table: KnownStates<A>;
  readonly #steps: KnownStep<A>[] = [];
  #labels: readonly StepLabel[] | undefined;
  #kinds: readonly number[] | undefined;
  #view: StateView<A> | undefined;

  constructor(table: KnownStates<A>, state: SystemState) {
    this.#table = table;
    this.state = state;
  }

  get key(): string {
    return this.state.key;
  }

  /** The enabled steps, in their fixed order. @throws {ModelError} */
  get labels(): readonly StepLabel[] {
    return (this.#labels ??= this.#table.semantics.enabled(this.state));
  }

  /** The number of each enabled step's event type; equal numbers, equal types. */
  get kinds(): readonly number[] {
    return (this.#kinds ??= this.labels.map((label) => this.#table.kindOf(label)));
  }

  get view(): StateView<A> {
    return (this.#view ??= viewOf(this.#table.system, this.#table.semantics, this.state));
  }

  /** Takes an enabled step by its place among them. @throws {ModelError} */
  step(choice: number): KnownStep<A> {
    const known = this.#steps[choice];
    if (known !== undefined) return known;
    const label = this.labels[choice];
    if (label === undefined) throw new RangeError(`no enabled step ${choice}`);
    const taken = this.#table.semantics.take(this.state, label);
    const fresh = { taken, after: taken.stutter ? this : this.#table.meet(taken.after) };
    this.#steps[choice] = fresh;
    return fresh;
  }

  /** The place of a step among the enabled ones; -1 when it is not one of them. */
  choiceOf(label: StepLabel): number {
    return this.labels.findIndex((enabled) => isSameStep(enabled, label));
  }

  /** Whether no step leads out, so that a run rests here for ever. @throws {ModelError} */
  get isStuck(): boolean {
    return this.labels.every((_, choice) => this.step(choice).taken.stutter);
  }
}

/** The table of one system. */
export class KnownStates<A extends Actors = Actors> {
  readonly system: System<A>;
  readonly semantics: Semantics;
  readonly #byKey = new Map<string, KnownState<A>>();
  readonly #kinds = new Map<string, number>();
  #start: KnownStart<A> | undefined;
  #stored = 0;

  constructor(system: System<A>) {
    this.system = system;
    this.semantics = semanticsOf(system);
  }

  /** Where every walk starts. @throws {ModelError} */
  start(): KnownStart<A> {
    if (this.#start !== undefined) return this.#start;
    const { state, deliveries } = this.semantics.start();
    this.#start = { state: this.meet(state), opening: deliveries };
    return this.#start;
  }

  meet(state: SystemState): KnownState<A> {
    const known = this.#byKey.get(state.key);
    this.#stored += 1;
    if (known !== undefined) return known;
    if (this.#stored > storedMax) this.#forget();
    const fresh = new KnownState<A>(this, state);
    this.#byKey.set(state.key, fresh);
    return fresh;
  }

  kindOf(label: StepLabel): number {
    const text = label.kind === 'stimulus' ? label.event.type : `${label.kind} ${label.event.type}`;
    const known = this.#kinds.get(text);
    if (known !== undefined) return known;
    this.#kinds.set(text, this.#kinds.size);
    return this.#kinds.size - 1;
  }

  /** The start goes too: all known states hang from it by their steps. */
  #forget(): void {
    this.#byKey.clear();
    this.#start = undefined;
    this.#stored = 0;
  }
}

const tables = new WeakMap<System, unknown>();

/** The table of a system, the same one for the same object. */
export function knownStatesOf<A extends Actors>(system: System<A>): KnownStates<A> {
  const known = tables.get(system);
  if (isTableOf(system, known)) return known;
  const fresh = new KnownStates(system);
  tables.set(system, fresh);
  return fresh;
}

function isTableOf<A extends Actors>(system: System<A>, table: unknown): table is KnownStates<A> {
  return table instanceof KnownStates && table.system === system;
}

/** The semantics looks at actors by name and so cannot know their types; the system that made it does. */
function viewOf<A extends Actors>(system: System<A>, semantics: Semantics, state: SystemState): StateView<A>;
function viewOf(_: System, semantics: Semantics, state: SystemState): StateView {
  return semantics.view(state);
}

/** What equal texts of `labelKey` say, without writing the texts. */
export function isSameStep(one: StepLabel, other: StepLabel): boolean {
  if (one.kind === 'stimulus') return other.kind === 'stimulus' && one.index === other.index;
  if (one.kind === 'timer') return other.kind === 'timer' && one.timer === other.timer;
  return other.kind === 'tick';
}
