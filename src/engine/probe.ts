/**
 * Steps of its own over the same tables: for finding labels while another step is under way, and without being counted.
 */
import type { System } from '../system/define-system.ts';
import type { StepLabel } from '../system/step-label.ts';
import type { ActorTable } from './actor-table.ts';
import { Enumeration } from './enumerate.ts';
import { IntegerSteps } from './integer-steps.ts';

export class Probe {
  readonly steps: IntegerSteps;
  readonly #enumeration: Enumeration;

  constructor(system: System, tables: readonly ActorTable[]) {
    this.steps = new IntegerSteps(tables, system.budgetNames.length);
    this.steps.watchStops();
    this.#enumeration = new Enumeration(system, this.steps);
  }

  /** The labels of the enabled steps of the state in its fields, or of those after which the fields fit. */
  labels(fits: (fields: Int32Array) => boolean = () => true): readonly StepLabel[] {
    const labels: StepLabel[] = [];
    this.#enumeration.forEach((label) => {
      if (fits(this.steps.fields)) labels.push(label);
    });
    return labels;
  }
}
