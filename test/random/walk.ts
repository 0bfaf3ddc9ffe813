/**
 * Seeded random walks over the steps a system enables: enough for a test, and independent of src/walk.
 */
import { ModelError } from '../../src/system/model-error.ts';
import type { StepLabel } from '../../src/system/step-label.ts';
import type { Semantics, SystemState, TakenStep } from '../../src/system/step.ts';

export interface Walk {
  readonly labels: readonly StepLabel[];
  readonly steps: readonly TakenStep[];
  /** The model error that ended it, if one did. */
  readonly error: ModelError | null;
}

/** Walks at most `stepsMax` steps; of those enabled, fractions in [0, 1) say which is taken. */
export function walk(semantics: Semantics, fractions: readonly number[]): Walk {
  const labels: StepLabel[] = [];
  const steps: TakenStep[] = [];
  try {
    let state: SystemState = semantics.start().state;
    for (const fraction of fractions) {
      const enabled = semantics.enabled(state);
      const label = enabled[Math.floor(fraction * enabled.length)];
      if (label === undefined) break;
      const taken = semantics.take(state, label);
      labels.push(label);
      steps.push(taken);
      state = taken.after;
    }
    return { labels, steps, error: null };
  } catch (error) {
    if (error instanceof ModelError) return { labels, steps, error };
    throw error;
  }
}
