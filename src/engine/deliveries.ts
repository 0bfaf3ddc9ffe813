/** What was said in a step, from the log of the integers to what properties see. */
import type { Delivery } from '../system/run-to-completion.ts';
import { deliveryOf } from './actor-table.ts';
import { perDelivery } from './hot-tables.ts';
import type { StepTables } from './step-tables.ts';

/** The deliveries of a part of a log. */
export function deliveriesOf(tables: StepTables, log: Int32Array, from: number, to: number): readonly Delivery[] {
  const found: Delivery[] = [];
  for (let at = from; at < to; at += perDelivery) {
    const step = log[at] ?? 0;
    const sender = log[at + 1] ?? -1;
    const name = sender < 0 ? null : tables.actor(sender).machine.name;
    found.push(step < 0 ? droppedBy(tables, -1 - step, name, log[at + 2] ?? 0, log[at + 3] ?? 0) : deliveryOf(tables.actor(tables.places[step] ?? 0), tables.numbers[step] ?? 0, name));
  }
  return found;
}

/** A message to an actor that had stopped. */
function droppedBy(tables: StepTables, place: number, from: string | null, column: number, component: number): Delivery {
  const actor = tables.actor(place);
  const { snapshot } = actor.component(component).local;
  const event = actor.events[tables.eventAt(place, column)] ?? { type: '' };
  return { from, to: actor.machine.name, event, reception: 'stopped', before: snapshot, after: snapshot, taken: [], emitted: [], unansweredRaises: [] };
}
