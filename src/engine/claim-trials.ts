/**
 * Claims held to the declaration: what they say of a state or step they must say of it under other names.
 *
 * A search that visits one state of each orbit shows a claim that state alone. So each is shown its images as well: states
 * under the renamings of trial-renamings.ts, and steps taken again from the image of the state before (image-steps.ts). A claim that
 * answers otherwise is refused with the renaming; the run to the state is told by whoever shows it. Images of a state are made once for
 * all claims.
 */
import type { Outcome } from '../property/ledger.ts';
import { LimitReached } from '../property/limit-reached.ts';
import type { Property } from '../property/property.ts';
import type { StopReason } from '../property/verdict.ts';
import type { System } from '../system/define-system.ts';
import { namesConcerned } from '../system/interchangeable.ts';
import { ModelError } from '../system/model-error.ts';
import type { Renaming } from '../system/renaming.ts';
import type { StepLabel } from '../system/step-label.ts';
import type { ActorTable } from './actor-table.ts';
import { ImageSteps, type ImageStep } from './image-steps.ts';
import type { Orbits } from './orbits.ts';
import { RememberedStepClaim, StateViews } from './remembered-claims.ts';
import { TrialRenamings, type Trial } from './trial-renamings.ts';

interface StateImage {
  readonly names: Renaming;
  readonly fields: Int32Array;
}

interface StepImage extends StateImage {
  readonly step: ImageStep;
}

export class ClaimTrials {
  /** A limit that kept it from trying something: the search has to end. */
  limit: StopReason | null = null;
  /** Whether something was not tried for that; then nothing is proved any more. */
  hasMissed = false;
  readonly #system: System;
  readonly #orbits: Orbits;
  readonly #trials: TrialRenamings;
  readonly #steps: ImageSteps;
  /** By property; null for those about states. */
  readonly #stepClaims: readonly (RememberedStepClaim | null)[];
  #state: Int32Array = new Int32Array(0);
  #label: StepLabel | null = null;
  #stateImages: readonly StateImage[] | null = null;
  #stepImages: readonly StepImage[] | null = null;

  constructor(system: System, properties: readonly Property[], actors: readonly ActorTable[], orbits: Orbits) {
    this.#system = system;
    this.#orbits = orbits;
    this.#trials = new TrialRenamings(system.interchangeable);
    this.#steps = new ImageSteps(system, actors);
    const views = new StateViews(system, actors);
    this.#stepClaims = properties.map((property) => (property.kind === 'each-step' ? new RememberedStepClaim(property, views) : null));
  }

  /** Whether everything shown so far was tried under every renaming. */
  get areAll(): boolean {
    return this.#trials.areAll && !this.hasMissed;
  }

  /** Where it is among the renamings that take turns; for a search that goes on where another one stopped. */
  get triedUpTo(): number {
    return this.#trials.position;
  }

  set triedUpTo(position: number) {
    this.#trials.position = position;
  }

  /** Says which state is shown next. The fields stay as they are until all claims are asked. */
  showState(fields: Int32Array): void {
    this.#state = fields;
    this.#stateImages = null;
  }

  /** @throws {ModelError} `asymmetric-claim`. */
  tryState(claim: string, outcome: Outcome, ask: (fields: Int32Array) => Outcome): void {
    this.#stateImages ??= this.#within(() => this.#trials.next().map((trial) => this.#imageOf(trial)).filter(({ fields }) => !isSame(fields, this.#state)));
    for (const { names, fields } of this.#stateImages) this.#compare(claim, names, outcome, ask(fields));
  }

  /** Says which step is shown next, by the state before it and its label. */
  showStep(before: Int32Array, label: StepLabel): void {
    this.#state = before;
    this.#label = label;
    this.#stepImages = null;
  }

  /** `place` is that of the claim among the properties. @throws {ModelError} `asymmetric-claim`, `asymmetric-machine`. */
  tryStep(place: number, claim: string, outcome: Outcome): void {
    const label = this.#label;
    if (label === null) return;
    this.#stepImages ??= this.#within(() => this.#trials.next().map((trial) => this.#stepImageOf(trial, label)));
    for (const { names, fields, step } of this.#stepImages) {
      this.#compare(claim, names, outcome, this.#stepClaims[place]?.outcome(fields, step.run, () => this.#steps.viewOf(step), step.after) ?? 'untested');
    }
  }

  #compare(claim: string, names: Renaming, outcome: Outcome, other: Outcome): void {
    if (outcome === other) return;
    throw new ModelError({ code: 'asymmetric-claim', claim, group: namesConcerned(this.#system.interchangeable, names), names: [...names], outcome, other });
  }

  #imageOf({ names, way }: Trial): StateImage {
    const fields = this.#state.slice();
    for (const exchange of way) this.#orbits.apply(exchange, fields);
    return { names, fields };
  }

  #stepImageOf(trial: Trial, label: StepLabel): StepImage {
    const before = this.#imageOf(trial);
    return { ...before, step: this.#steps.take(this.#state, label, before.fields, trial.names) };
  }

  /** No images where there was no room to make them. */
  #within<T>(make: () => readonly T[]): readonly T[] {
    try {
      return make();
    } catch (error) {
      if (!(error instanceof LimitReached)) throw error;
      this.limit = error.reason;
      this.hasMissed = true;
      return [];
    }
  }
}

function isSame(one: Int32Array, other: Int32Array): boolean {
  return one.every((value, field) => value === other[field]);
}
