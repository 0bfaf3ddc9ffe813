/**
 * From a node and a value to the node below: the edges of trees, in one typed array.
 *
 * Open addressing, four numbers a slot: [ node | value | child + 1, 0 when free | - ]. It doubles when it is half full.
 */

const perSlot = 4;

export class EdgeTable {
  #slots = new Int32Array(16 * perSlot);
  #count = 0;

  /** The child, of at least 0; -1 when there is no such edge. */
  get(node: number, value: number): number {
    const slots = this.#slots;
    const mask = slots.length / perSlot - 1;
    for (let slot = hashOf(node, value) & mask; ; slot = (slot + 1) & mask) {
      const at = slot * perSlot;
      const child = slots[at + 2] ?? 0;
      if (child === 0) return -1;
      if (slots[at] === node && slots[at + 1] === value) return child - 1;
    }
  }

  /** Adds an edge that is not there yet. */
  add(node: number, value: number, child: number): void {
    if (this.#count * 2 >= this.#slots.length / perSlot) this.#double();
    this.#put(this.#slots, node, value, child + 1);
    this.#count += 1;
  }

  #put(slots: Int32Array, node: number, value: number, stored: number): void {
    const mask = slots.length / perSlot - 1;
    let slot = hashOf(node, value) & mask;
    while (slots[slot * perSlot + 2] !== 0) slot = (slot + 1) & mask;
    slots[slot * perSlot] = node;
    slots[slot * perSlot + 1] = value;
    slots[slot * perSlot + 2] = stored;
  }

  #double(): void {
    const old = this.#slots;
    const slots = new Int32Array(old.length * 2);
    for (let at = 0; at < old.length; at += perSlot) {
      const stored = old[at + 2] ?? 0;
      if (stored !== 0) this.#put(slots, old[at] ?? 0, old[at + 1] ?? 0, stored);
    }
    this.#slots = slots;
  }
}

function hashOf(node: number, value: number): number {
  const hash = Math.imul(node ^ Math.imul(value, 0x85eb_ca6b), 0x9e37_79b1);
  return hash ^ (hash >>> 15);
}
