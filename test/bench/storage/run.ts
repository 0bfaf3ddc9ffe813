/**
 * One store on one stream in a process of its own, so that neither its compiled code nor its memory is another's:
 * `node test/bench/storage/run.ts STREAM STORE` prints what was measured as JSON.
 */
import { peakRssBytes } from '../peak-memory.ts';
import { cpuMicroseconds } from './cpu-time.ts';
import { replay } from './replay.ts';
import { storeNames, storeOf, type StateStore, type Store } from './state-store.ts';
import { Reader, readHead, type StreamHead } from './stream.ts';

export interface StoreRun {
  /** States that the store took for new, the initial one among them. */
  readonly found: number;
  /** CPU time of the whole stream. */
  readonly cpuMicroseconds: number;
  /** CPU time of reading every state back once, in order; of as many reads in an order without any. */
  readonly readMicroseconds: number;
  readonly readAtRandomMicroseconds: number;
  /** A sum over what was read: the same for every store, or one of them reads wrongly. */
  readonly readSum: number;
  readonly bytes: number;
  readonly peakRssBytes: number | null;
  readonly detail: Detail;
}

/** What only a kind of store has. */
export type Detail =
  | { readonly kind: 'packed'; readonly words: number; readonly repackings: number; readonly repackedStates: number; readonly repackingMicroseconds: number }
  | { readonly kind: 'tree'; readonly innerPairs: number; readonly rebuildingMicroseconds: number }
  | { readonly kind: 'none' };

function measured(reader: Reader, head: StreamHead, store: Store): StoreRun {
  const { states } = store;
  const begun = cpuMicroseconds();
  const found = replay(reader, head, states);
  const filled = cpuMicroseconds();
  const peak = peakRssBytes();
  const first = readAll(head, states, (number) => number);
  const readInOrder = cpuMicroseconds();
  const second = readAll(head, states, (number) => Math.imul(number + 1, 0x9e3779b1) >>> 0);
  const readAtRandom = cpuMicroseconds();
  return {
    found,
    cpuMicroseconds: filled - begun,
    readMicroseconds: readInOrder - filled,
    readAtRandomMicroseconds: readAtRandom - readInOrder,
    readSum: (first + second) >>> 0,
    bytes: states.bytes,
    peakRssBytes: peak,
    detail: detailOf(store),
  };
}

function detailOf(store: Store): Detail {
  if (store.kind === 'none') return { kind: 'none' };
  if (store.kind === 'packed') {
    const { words, repackings, repackedStates, repackingMicroseconds } = store.states;
    return { kind: 'packed', words, repackings, repackedStates, repackingMicroseconds };
  }
  const begun = cpuMicroseconds();
  const innerPairs = store.states.rebuiltInner().size;
  return { kind: 'tree', innerPairs, rebuildingMicroseconds: cpuMicroseconds() - begun };
}

/** Reads as many states as there are, and mixes all that they hold, each field by its place. */
function readAll({ initial, states }: StreamHead, store: StateStore, place: (number: number) => number): number {
  const fields = new Int32Array(initial.length);
  let sum = 0;
  for (let number = 0; number < states; number += 1) {
    store.read(place(number) % states, fields);
    for (let field = 0; field < fields.length; field += 1) sum = (Math.imul(sum, 31) + (fields[field] ?? 0)) | 0;
  }
  return sum;
}

const [path = '', name] = process.argv.slice(2);
const storeName = storeNames.find((known) => known === name);
if (storeName === undefined) throw new Error(`run.ts STREAM ${storeNames.join('|')}`);
const head = readHead(path);
const reader = new Reader(path);
const result = measured(reader, head, storeOf(storeName, head.counts));
reader.close();
process.stdout.write(`${JSON.stringify(result)}\n`);
