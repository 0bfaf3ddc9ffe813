/**
 * The steps of an integer state in their fixed order: stimuli as declared, then timers by their identity.
 *
 * The order is that of the reference, because traces are named by it.
 */
import type { System } from '../system/define-system.ts';
import { ModelError } from '../system/model-error.ts';
import type { StepLabel } from '../system/step-label.ts';
import type { PendingTimer } from '../system/timers.ts';
import type { ActorTable } from './actor-table.ts';
import type { IntegerSteps } from './integer-steps.ts';

interface NumberedStimulus {
  readonly label: Extract<StepLabel, { kind: 'stimulus' }>;
  readonly place: number;
  readonly event: number;
  /** The field of its budget; -1 when it has none. */
  readonly budget: number;
  /** By component: 0 not asked yet, 1 enabled, 2 not. */
  enabled: Uint8Array;
}

export class Enumeration {
  readonly #steps: IntegerSteps;
  readonly #stimuli: readonly NumberedStimulus[];
  readonly #places: ReadonlyMap<string, number>;
  /** The enabled stimuli of the state at hand. */
  readonly #enabled: Int32Array;

  constructor(system: System, steps: IntegerSteps) {
    this.#steps = steps;
    this.#enabled = new Int32Array(system.stimuli.length);
    this.#places = new Map(system.actorNames.map((name, place) => [name, place]));
    const { tables } = steps;
    this.#stimuli = system.stimuli.map(({ to, event, budget }, index) => {
      const place = this.#placeOf(to);
      return {
        label: { kind: 'stimulus', index, to, event, budget: budget ?? null },
        place,
        event: tableAt(tables, place).eventNumber(event),
        budget: budget === undefined ? -1 : tables.length + system.budgetNames.indexOf(budget),
        enabled: new Uint8Array(16),
      };
    });
  }

  /**
   * Takes each enabled step of the state in `fields`, calls `visit` with the fields after it, and takes it back.
   *
   * @throws {ModelError} with the label of the step under way.
   */
  forEach(visit: (label: StepLabel) => void): void {
    const steps = this.#steps;
    const { fields } = steps;
    const found = this.#findEnabled();
    for (let at = 0; at < found; at += 1) {
      const stimulus = this.#stimuli[this.#enabled[at] ?? 0];
      if (stimulus === undefined) continue;
      const { budget } = stimulus;
      if (budget >= 0) steps.write(budget, (fields[budget] ?? 0) - 1);
      this.#deliver(stimulus.label, stimulus.place, stimulus.event, -1);
      visit(stimulus.label);
      steps.undo();
    }
    for (const { place, timer, after } of this.#pending()) {
      const to = this.#placeOf(timer.to);
      const label = timerLabel(timer);
      steps.write(place, after);
      this.#deliver(label, to, tableAt(steps.tables, to).eventNumber(timer.event), place);
      visit(label);
      steps.undo();
    }
  }

  /** Notes which stimuli are enabled and returns their number; all are asked before the first is given, as the reference does. */
  #findEnabled(): number {
    const { fields } = this.#steps;
    const stimuli = this.#stimuli;
    let found = 0;
    for (let index = 0; index < stimuli.length; index += 1) {
      const stimulus = stimuli[index];
      if (stimulus === undefined || (stimulus.budget >= 0 && fields[stimulus.budget] === 0)) continue;
      const component = fields[stimulus.place] ?? 0;
      const known = stimulus.enabled[component] ?? 0;
      if (known === 2 || (known === 0 && !this.#isEnabled(stimulus, component))) continue;
      this.#enabled[found] = index;
      found += 1;
    }
    return found;
  }

  #deliver(label: StepLabel, place: number, event: number, from: number): void {
    try {
      this.#steps.deliver(place, event, from);
    } catch (error) {
      this.#steps.undo();
      if (error instanceof ModelError) throw error.after([label, ...error.steps]);
      throw error;
    }
  }

  #isEnabled(stimulus: NumberedStimulus, component: number): boolean {
    if (component >= stimulus.enabled.length) stimulus.enabled = widened(stimulus.enabled, component + 1);
    const table = tableAt(this.#steps.tables, stimulus.place);
    if (!table.component(component).local.active) {
      stimulus.enabled[component] = 2;
      return false;
    }
    try {
      const { local } = table.step(table.stepNumber(component, stimulus.event));
      stimulus.enabled[component] = local.reception === 'taken' ? 1 : 2;
    } catch (error) {
      if (error instanceof ModelError) throw error.after([stimulus.label, ...error.steps]);
      throw error;
    }
    return stimulus.enabled[component] === 1;
  }

  #pending(): readonly { readonly place: number; readonly timer: PendingTimer; readonly after: number }[] {
    const { fields, tables } = this.#steps;
    const pending: { readonly place: number; readonly timer: PendingTimer; readonly after: number }[] = [];
    for (let place = 0; place < tables.length; place += 1) {
      const table = tableAt(tables, place);
      const component = fields[place] ?? 0;
      if (table.component(component).timers.length === 0) continue;
      for (const { timer, after } of table.expiries(component)) pending.push({ place, timer, after });
    }
    return pending.length < 2 ? pending : pending.toSorted((a, b) => (a.timer.key < b.timer.key ? -1 : 1));
  }

  #placeOf(name: string): number {
    const place = this.#places.get(name);
    if (place === undefined) throw new RangeError(`no actor ${name}`);
    return place;
  }
}

function widened(old: Uint8Array, length: number): Uint8Array {
  const wider = new Uint8Array(Math.max(length, old.length * 2));
  wider.set(old);
  return wider;
}

export function tableAt(tables: readonly ActorTable[], place: number): ActorTable {
  const table = tables[place];
  if (table === undefined) throw new RangeError(`no actor ${place}`);
  return table;
}

function timerLabel({ from, to, event, delayMs, sendId, orphan, key }: PendingTimer): StepLabel {
  return { kind: 'timer', from, to, event, delayMs, sendId, orphan, timer: key };
}
