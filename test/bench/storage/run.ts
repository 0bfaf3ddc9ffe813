/**
 * One store on one stream in a process of its own, so that neither its compiled code nor its memory is another's.
 *
 *   node test/bench/storage/run.ts STREAM STORE scout        prints the moments at which the store grows
 *   node test/bench/storage/run.ts STREAM STORE MOMENTS      prints what was measured, given these moments as JSON in a file
 */
import { readFileSync } from 'node:fs';
import { peakRssBytes } from '../peak-memory.ts';
import { cpuMicroseconds, replay, scout, type Moments, type Replayed } from './replay.ts';
import { storeNames, storeOf, type StateStore } from './state-store.ts';
import { Reader, readHead, type StreamHead } from './stream.ts';

export interface StoreRun extends Replayed {
  /** CPU time of the whole stream. */
  readonly cpuMicroseconds: number;
  /** CPU time of reading every state back once, in order; of as many reads in an order without any. */
  readonly readMicroseconds: number;
  readonly readAtRandomMicroseconds: number;
  /** A sum over what was read: the same for every store, or one of them reads wrongly. */
  readonly readSum: number;
  readonly bytes: number;
  readonly peakRssBytes: number | null;
  readonly repackings: number;
  readonly shape: number;
}

function measured(reader: Reader, head: StreamHead, store: StateStore, moments: Moments): StoreRun {
  const begun = cpuMicroseconds();
  const replayed = replay(reader, head, store, moments);
  const filled = cpuMicroseconds();
  const peak = peakRssBytes();
  const first = readAll(head, store, (number) => number);
  const readInOrder = cpuMicroseconds();
  const second = readAll(head, store, (number) => Math.imul(number + 1, 0x9e3779b1) >>> 0);
  const readAtRandom = cpuMicroseconds();
  return {
    ...replayed,
    cpuMicroseconds: filled - begun,
    readMicroseconds: readInOrder - filled,
    readAtRandomMicroseconds: readAtRandom - readInOrder,
    readSum: (first + second) >>> 0,
    bytes: store.bytes,
    peakRssBytes: peak,
    repackings: store.repackings,
    shape: store.shape,
  };
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

const [path = '', name, momentsPath] = process.argv.slice(2);
const storeName = storeNames.find((known) => known === name);
if (storeName === undefined || momentsPath === undefined) throw new Error(`run.ts STREAM ${storeNames.join('|')} scout|MOMENTS`);
const head = readHead(path);
const store = storeOf(storeName, head.counts);
const reader = new Reader(path);
const result = momentsPath === 'scout' ? scout(reader, head, store) : measured(reader, head, store, JSON.parse(readFileSync(momentsPath, 'utf8')) as Moments);
reader.close();
process.stdout.write(`${JSON.stringify(result)}\n`);
