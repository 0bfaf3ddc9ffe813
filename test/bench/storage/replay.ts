/**
 * A stream shown to a store, as a search would: each state is loaded, its candidates are looked up, and new ones are kept.
 *
 * The moments at which a store grows are known from a run before, so that these few candidates, and no others, are timed one
 * by one. Hot loops over typed arrays; so indices are plain and locals are mutable.
 */
import type { Reader, StreamHead } from './stream.ts';
import type { StateStore } from './state-store.ts';

/** Candidates, by their place in the stream, at which a store packed anew; at which its arrays grew otherwise. */
export interface Moments {
  readonly repacks: readonly number[];
  readonly grows: readonly number[];
  /** States that were packed anew, each as often as it was. */
  readonly moved: number;
}

export interface Replayed {
  /** States that the store took for new, the initial one among them. */
  readonly found: number;
  /** CPU time of the candidates at which it packed anew, and of those at which it grew. */
  readonly repacksMicroseconds: number;
  readonly growsMicroseconds: number;
}

/** CPU time that this process has taken, user and system. */
export function cpuMicroseconds(): number {
  const { user, system } = process.cpuUsage();
  return user + system;
}

export function replay(reader: Reader, head: StreamHead, store: StateStore, { repacks, grows }: Moments): Replayed {
  const fields = new Int32Array(head.initial.length);
  const changes = new Int32Array(fields.length * 2);
  let found = store.add(Int32Array.from(head.initial), -1) + 1;
  let [candidate, repacked, grown, repacksMicroseconds, growsMicroseconds] = [0, 0, 0, 0, 0];
  let [nextRepack, nextGrow] = [repacks[0] ?? -1, grows[0] ?? -1];
  for (let state = 0; state < head.expanded; state += 1) {
    store.load(state, fields);
    for (let width = reader.next(); width !== 0; width = reader.next()) {
      for (let i = 0; i < width; i += 1) {
        const field = reader.next();
        changes[i * 2] = field;
        changes[i * 2 + 1] = fields[field] ?? 0;
        fields[field] = reader.next();
      }
      if (candidate === nextRepack || candidate === nextGrow) {
        const startedMicroseconds = cpuMicroseconds();
        if (store.addChanged(fields, changes, width * 2, state) >= 0) found += 1;
        const microseconds = cpuMicroseconds() - startedMicroseconds;
        if (candidate === nextRepack) {
          repacksMicroseconds += microseconds;
          repacked += 1;
          nextRepack = repacks[repacked] ?? -1;
        } else {
          growsMicroseconds += microseconds;
          grown += 1;
          nextGrow = grows[grown] ?? -1;
        }
      } else if (store.addChanged(fields, changes, width * 2, state) >= 0) {
        found += 1;
      }
      candidate += 1;
      for (let i = 0; i < width; i += 1) fields[changes[i * 2] ?? 0] = changes[i * 2 + 1] ?? 0;
    }
  }
  return { found, repacksMicroseconds, growsMicroseconds };
}

/** As `replay`, to learn when the store grows; and calls `onCandidate` with what it answers. */
export function scout(reader: Reader, head: StreamHead, store: StateStore, onCandidate: (answer: number) => void = () => {}): Moments {
  const repacks: number[] = [];
  const grows: number[] = [];
  let [candidate, moved] = [0, 0];
  let { repackings, bytes } = store;
  let size = 1;
  const watched: StateStore = {
    ...store,
    add: (fields, parent) => {
      const answer = store.add(fields, parent);
      ({ repackings, bytes } = store);
      return answer;
    },
    addChanged: (fields, changes, changesLength, parent) => {
      const answer = store.addChanged(fields, changes, changesLength, parent);
      onCandidate(answer);
      if (answer >= 0) {
        if (store.repackings > repackings) {
          moved += size * (store.repackings - repackings);
          repacks.push(candidate);
        } else if (store.bytes !== bytes) {
          grows.push(candidate);
        }
        ({ repackings, bytes } = store);
        size += 1;
      }
      candidate += 1;
      return answer;
    },
  };
  replay(reader, head, watched, { repacks: [], grows: [], moved: 0 });
  return { repacks, grows, moved };
}
