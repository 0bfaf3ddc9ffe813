/**
 * A number for everything that was said in a step: equal runs to completion have equal numbers.
 *
 * A tree over the log of deliveries, one branch for each step of an actor, below the label. Who sent what follows from the
 * steps. So two steps with one number show properties the very same deliveries.
 */
import { EdgeTable } from './edge-table.ts';
import { perDelivery } from './hot-tables.ts';

export class RunNumbers {
  readonly #edges = new EdgeTable();
  #count = 0;

  of(label: number, log: Int32Array, from: number, to: number): number {
    // Nodes and labels share one count: labels stand below the node -1.
    let node = this.#child(-1, label);
    for (let at = from; at < to; at += perDelivery) node = this.#child(node, log[at] ?? 0);
    return node;
  }

  #child(node: number, value: number): number {
    const known = this.#edges.get(node, value);
    if (known >= 0) return known;
    const fresh = this.#count;
    this.#count += 1;
    this.#edges.add(node, value, fresh);
    return fresh;
  }
}
