/**
 * What can be wrong with a model, as data. A violated property is a verdict, not an error; an error says
 * that the machines are not what a checker can check, and where. `report/` turns these into words.
 */
import type { StepLabel } from './step-label.ts';

/** Where in the model it happened: the actor, its machine, the mode it was in and the event it handled. */
export interface Place {
  readonly actor: string;
  readonly machine: string;
  readonly mode: string;
  readonly event: string;
}

/** Everything a model can be refused for. `definition` faults are found before anything runs. */
export type ModelFault =
  | { readonly code: 'invalid-system'; readonly system: string; readonly problem: string; readonly remedy: string }
  | { readonly code: 'invoke-refused'; readonly actor: string; readonly machine: string; readonly mode: string; readonly source: string }
  | { readonly code: 'spawn-refused'; readonly place: Place }
  | { readonly code: 'impure-machine'; readonly place: Place; readonly first: string; readonly second: string }
  | { readonly code: 'context-mutated'; readonly place: Place; readonly problem: string }
  | { readonly code: 'reads-other-actor'; readonly place: Place; readonly target: string; readonly method: string }
  | { readonly code: 'unknown-target'; readonly place: Place; readonly target: string; readonly known: readonly string[] }
  | { readonly code: 'unborn-target'; readonly place: Place; readonly target: string }
  | { readonly code: 'stopped-target'; readonly place: Place; readonly target: string }
  | { readonly code: 'off-tick'; readonly place: Place; readonly delayed: string; readonly delayMs: number; readonly tickMs: number }
  | { readonly code: 'too-many-ticks'; readonly place: Place; readonly delayed: string; readonly delayMs: number; readonly tickMs: number; readonly ticksMax: number }
  | { readonly code: 'unserialisable'; readonly place: Place; readonly path: string; readonly found: string }
  | { readonly code: 'threw'; readonly place: Place; readonly message: string }
  | { readonly code: 'unbounded-step'; readonly place: Place; readonly count: number; readonly unit: 'microsteps' | 'deliveries' }
  | AsymmetryFault;

/**
 * Actors that are declared interchangeable and are not. `names` tells the permutation under which it shows, as pairs of a
 * name and what it becomes; the steps of the error lead to where it shows and can all be taken.
 */
export type AsymmetryFault =
  /** What `place.actor` makes of an event, with its names permuted, is not what `counterpart` makes of the event with its names permuted. */
  | { readonly code: 'asymmetric-machine'; readonly place: Place; readonly group: readonly string[]; readonly names: Names; readonly counterpart: string; readonly wanted: string; readonly found: string }
  /** It sends to several actors in an order that is not permuted with their names, and what they do may depend on it. */
  | { readonly code: 'asymmetric-order'; readonly place: Place; readonly group: readonly string[]; readonly targets: readonly string[] }
  /** A claim says `outcome` of a state or step, and `other` of the same with its names permuted; `final` is a claim too. */
  | { readonly code: 'asymmetric-claim'; readonly claim: string; readonly group: readonly string[]; readonly names: Names; readonly outcome: string; readonly other: string };

export type Names = readonly (readonly [string, string])[];

export type ModelErrorCode = ModelFault['code'];

/** A model that cannot be checked, with the steps that lead to the fault (empty when it is there from the start). */
export class ModelError extends Error {
  readonly fault: ModelFault;
  readonly steps: readonly StepLabel[];

  constructor(fault: ModelFault, steps: readonly StepLabel[] = []) {
    super(`${fault.code}: ${JSON.stringify(fault)}`);
    this.name = 'ModelError';
    this.fault = fault;
    this.steps = steps;
  }

  /** Whether its last step cannot be taken, because taking it is the fault. */
  get endsInFault(): boolean {
    return !this.code.startsWith('asymmetric-');
  }

  get code(): ModelErrorCode {
    return this.fault.code;
  }

  /** The same fault, reached by these steps. */
  after(steps: readonly StepLabel[]): ModelError {
    return new ModelError(this.fault, steps);
  }
}
