/**
 * One store on one stream in a process of its own, so that neither its compiled code nor its memory is another's:
 * `node test/bench/storage/run.ts STREAM STORE` prints what was measured as JSON.
 */
import { peakRssBytes } from '../peak-memory.ts';
import { storeNames, storeOf } from './stores.ts';
import { replay, saved } from './stream.ts';

export interface StoreRun {
  /** States that the store took for new, the initial one among them; and a digest of every number that it gave. */
  readonly found: number;
  readonly digest: number;
  /** CPU time, user and system: unlike the clock's, other processes do not add to it. */
  readonly cpuMicroseconds: number;
  readonly repackingMicroseconds: number;
  /** Of typed arrays in the end; and of resident memory at its highest, with the stream. */
  readonly bytes: number;
  readonly peakBytes: number;
  readonly shape: string;
}

const [path = '', name] = process.argv.slice(2);
const storeName = storeNames.find((known) => known === name);
if (storeName === undefined) throw new Error(`run.ts STREAM ${storeNames.join('|')}`);
const stream = saved(path);
const store = storeOf(storeName, stream.head.counts);
const begun = process.cpuUsage();
let [found, digest] = [1, 0];
for (const batch of replay(stream, store)) {
  for (let i = 0; i < batch.length; i += 1) {
    if ((batch[i] ?? -1) >= 0) found += 1;
    digest = (Math.imul(digest, 31) + (batch[i] ?? 0)) | 0;
  }
}
const { user, system } = process.cpuUsage(begun);
const { bytes, shape, repackingMicroseconds } = store;
const run: StoreRun = { found, digest, cpuMicroseconds: user + system, repackingMicroseconds, bytes, peakBytes: peakRssBytes() ?? 0, shape };
process.stdout.write(`${JSON.stringify(run)}\n`);
