/**
 * A stream shown to a store, as a search would: each state is loaded, its candidates are put into a batch, and batches are looked
 * up, new states kept. Hot loops over typed arrays; so indices are plain and locals are mutable.
 */
import type { StateStore } from './state-store.ts';
import { batchMax, endOfBatch, endOfState, type Reader, type StreamHead } from './stream.ts';

/** Returns the number of states that the store took for new, the initial one among them; shows `onBatch` what it answers. */
export function replay(reader: Reader, head: StreamHead, store: StateStore, onBatch: (found: Int32Array) => void = () => {}): number {
  const fields = new Int32Array(head.initial.length);
  const changes = new Int32Array(fields.length * 2);
  const found = new Int32Array(batchMax);
  store.begin(Int32Array.from(head.initial));
  let states = 1;
  for (let state = 0; state < head.expanded; state += 1) {
    store.load(state, fields);
    let width = reader.next();
    for (; width !== endOfState && width !== endOfBatch; width = reader.next()) {
      for (let i = 0; i < width; i += 1) {
        const field = reader.next();
        changes[i * 2] = field;
        changes[i * 2 + 1] = fields[field] ?? 0;
        fields[field] = reader.next();
      }
      store.put(fields, changes, width * 2);
      for (let i = 0; i < width; i += 1) fields[changes[i * 2] ?? 0] = changes[i * 2 + 1] ?? 0;
    }
    if (width === endOfState) continue;
    const count = store.settle(found);
    for (let i = 0; i < count; i += 1) if ((found[i] ?? -1) >= 0) states += 1;
    onBatch(found.subarray(0, count));
  }
  return states;
}
