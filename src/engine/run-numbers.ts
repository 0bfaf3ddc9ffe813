/**
 * A number for everything that was said in a step: equal runs to completion have equal numbers.
 *
 * A tree over the log of deliveries, one branch for each (actor, sender, step of its table), below the label. Two steps with
 * one number show properties the very same deliveries.
 */
import { labelKey, type StepLabel } from '../system/step-label.ts';
import { perDelivery } from './integer-steps.ts';

interface Branch {
  number: number;
  readonly below: Map<number, Branch>;
}

export class RunNumbers {
  readonly #roots = new Map<string, Branch>();
  readonly #stimuli: Branch[] = [];
  #count = 0;

  of(label: StepLabel, log: Int32Array, logLength: number): number {
    let branch = label.kind === 'stimulus' ? (this.#stimuli[label.index] ??= fresh()) : this.#rootOf(labelKey(label));
    for (let i = 0; i < logLength; i += perDelivery) {
      // Actors and senders number far below 2^10 each, steps below 2^32: together they fit a double exactly.
      const key = ((log[i] ?? 0) * 1_024 + (log[i + 2] ?? 0) + 1) * 4_294_967_296 + (log[i + 1] ?? 0) + 2_147_483_648;
      let next = branch.below.get(key);
      if (next === undefined) {
        next = fresh();
        branch.below.set(key, next);
      }
      branch = next;
    }
    if (branch.number < 0) {
      branch.number = this.#count;
      this.#count += 1;
    }
    return branch.number;
  }

  #rootOf(text: string): Branch {
    const known = this.#roots.get(text);
    if (known !== undefined) return known;
    const root = fresh();
    this.#roots.set(text, root);
    return root;
  }
}

function fresh(): Branch {
  return { number: -1, below: new Map() };
}
