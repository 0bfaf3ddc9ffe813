/**
 * Messages that go out in an order which is not permuted with names: allowed where their order makes no difference.
 *
 * It makes none when each receiver only takes note: it is idle, does not send and does not stop. Then the step is the same under
 * other names up to the order of its deliveries, and leads to the same state. What was said in a step is looked at wherever it
 * is written down: in the records of a batch, or, for one that was not recorded, by taking its steps anew.
 */
import type { System } from '../system/define-system.ts';
import { namesConcerned } from '../system/interchangeable.ts';
import { modeText } from '../system/local-step.ts';
import { ModelError } from '../system/model-error.ts';
import { perRecord, type Candidates } from './candidates.ts';
import { perDelivery, perStep, sending, stopping } from './hot-tables.ts';
import type { LooseSteps } from './loose-steps.ts';
import type { Retrace } from './retrace.ts';
import type { RunMemory } from './run-memory.ts';
import type { StepTables } from './step-tables.ts';

export class MessageOrders {
  readonly #system: System;
  readonly #tables: StepTables;
  readonly #memory: RunMemory;
  readonly #retrace: Retrace;
  readonly #loose: LooseSteps;
  /** Runs that were looked at; they do not change. */
  readonly #known = new Set<number>();

  constructor(system: System, loose: LooseSteps, parts: { readonly tables: StepTables; readonly memory: RunMemory; readonly retrace: Retrace }) {
    this.#system = system;
    this.#loose = loose;
    this.#tables = parts.tables;
    this.#memory = parts.memory;
    this.#retrace = parts.retrace;
  }

  /** @throws {ModelError} `asymmetric-order`, with the run up to the step that shows it. */
  check(batch: Candidates): void {
    if (!this.#loose.any) return;
    if (batch.isRecorded) this.#checkRecords(batch);
    else batch.ends.forEach((_, i) => this.#checkSteps(batch.first + i));
  }

  #checkRecords({ records, log }: Candidates): void {
    for (let record = 0; record < records.length; record += perRecord) {
      const [state = 0, label = 0, , run = -1, from = 0, to = 0] = records.slice(record, record + perRecord);
      if (run < 0) {
        this.#checkStep(state, label, { log, from, to });
      } else if (!this.#known.has(run)) {
        this.#known.add(run);
        this.#checkStep(state, label, this.#memory.logOf(run));
      }
    }
  }

  #checkSteps(state: number): void {
    for (const { label, log, from, to } of this.#retrace.steps(state)) this.#checkStep(state, label, { log, from, to });
  }

  #checkStep(state: number, label: number, { log, from, to }: { readonly log: Int32Array; readonly from: number; readonly to: number }): void {
    for (let at = from; at < to; at += perDelivery) {
      const step = log[at] ?? -1;
      if (step < 0) continue;
      const place = this.#tables.places[step] ?? -1;
      if (!this.#loose.has({ place, step: this.#tables.numbers[step] ?? -1 })) continue;
      const { sends, component, event } = this.#tables.local(step);
      const targets = sends.map((send) => send.to);
      if (targets.every((target, i) => this.#takesNote(log, at + (i + 1) * perDelivery, to, { target, from: place }))) continue;
      const actor = this.#tables.actor(place);
      const mode = modeText(actor.component(component).local.snapshot.value);
      const group = namesConcerned(this.#system.interchangeable, new Map(targets.map((target) => [target, target])));
      throw new ModelError({ code: 'asymmetric-order', place: { actor: actor.machine.name, machine: actor.machine.machine.id, mode, event: event.type }, group, targets }, [...this.#retrace.runTo(state), this.#tables.label(label)]);
    }
  }

  /** Whether the delivery at a place of the log is that of a message from one actor to another, who does nothing but change. */
  #takesNote(log: Int32Array, at: number, end: number, { target, from }: { readonly target: string; readonly from: number }): boolean {
    const step = at < end ? (log[at] ?? -1) : -1;
    if (step < 0 || this.#tables.places[step] !== this.#tables.placeOf(target) || log[at + 1] !== from) return false;
    return ((this.#tables.steps[step * perStep + 1] ?? 0) & (sending | stopping)) === 0;
  }
}
