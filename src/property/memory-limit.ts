/**
 * How much memory a run may use, and whether there is room for more.
 *
 * What is limited is what a user sees of the process: the memory that the operating system counts as resident, which is the
 * heap of Node with its garbage, the typed arrays outside it, and Node itself. Since garbage counts, it is collected before a
 * run is ended for want of memory. The heap has a limit of its own, set when Node starts (--max-old-space-size), and Node
 * dies when it is passed; so a run ends before that too.
 *
 *   0 ─────────────────────── collected and still above ─── asked to collect ─── limit
 *                                        85 %                     96 %
 *
 * Between the marks lies what a collection must set free to be worth its time. An array large enough to leap over them is
 * asked for before it is made (`makeRoom`).
 */
import { availableMemory, constrainedMemory } from 'node:process';
import { totalmem } from 'node:os';
import { getHeapSpaceStatistics, getHeapStatistics, setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { refuseAt } from './limit-reached.ts';
import type { StopReason } from './verdict.ts';

/** The shares of the limit at which garbage is collected, and above which, after that, a run ends. */
const collectAt = 0.96;
const endAbove = 0.85;

/** The same of the heap. V8 ends the process when four collections in a row leave more than four fifths of it in use. */
const collectHeapAt = 0.75;
const endAboveHeap = 0.65;

/** What V8 counts to the heap's limit for young objects, which come and go: three half-spaces, of 16 MiB up to Node 22. */
const youngBytes = 3 * (Number(process.versions.node.split('.')[0]) > 22 ? 64 : 16) * 2 ** 20;

/** The share of the machine's memory that a run takes if it is given no limit, and of what is free as it begins. */
const machineShare = 0.75;
const freeShare = 0.9;

/** The system is asked no more often than this; in the meantime a run makes a few megabytes. */
const askEveryMs = 5;

/** With so much left it is asked more seldom: to ask takes a tenth of a millisecond on some machines. */
const plentyBytes = 1 << 28;
const askPlentyEveryMs = 50;

/** Smaller arrays are not worth asking for. */
const smallBytes = 1 << 20;

/** Bytes of memory this process holds, as the operating system counts them. Takes about 10 microseconds. */
export function memoryInUse(): number {
  return process.memoryUsage.rss();
}

/** Bytes of memory of this machine, or of the container the process is confined to. */
export function machineMemory(): number {
  const confined = constrainedMemory();
  return confined > 0 ? Math.min(confined, totalmem()) : totalmem();
}

/** The limit of a run that is given none: three quarters of the machine, and no more than is free. */
export function memoryMaxDefault(): number {
  return Math.round(Math.min(machineMemory() * machineShare, memoryInUse() + availableMemory() * freeShare));
}

/** What those who take memory ask for it. */
export interface Memory {
  /** Why to end the run; null while there is room. To be asked always: it seldom asks the system. */
  readonly reached: () => StopReason | null;
  /** Makes sure of room for an array outside the heap. @throws {LimitReached} when there is none. */
  readonly makeRoom: (bytes: number) => void;
}

/** No limit at all. */
export const endlessMemory: Memory = { reached: () => null, makeRoom: () => {} };

export class MemoryLimit implements Memory {
  readonly #maxBytes: number;
  readonly #heapMaxBytes = heapMax();
  #askNextMs = -Infinity;
  #hasPlenty = false;

  /** Default: `memoryMaxDefault`. */
  constructor(maxBytes: number = memoryMaxDefault()) {
    this.#maxBytes = Math.round(maxBytes);
  }

  reached(): StopReason | null {
    const nowMs = performance.now();
    if (nowMs < this.#askNextMs) return null;
    const reason = this.#reasonFor(0);
    this.#askNextMs = reason === null ? performance.now() + (this.#hasPlenty ? askPlentyEveryMs : askEveryMs) : -Infinity;
    return reason;
  }

  makeRoom(bytes: number): void {
    if (bytes < smallBytes) return;
    refuseAt(this.#reasonFor(bytes));
  }

  #reasonFor(bytes: number): StopReason | null {
    const inUse = memoryInUse();
    this.#hasPlenty = this.#maxBytes - inUse > plentyBytes;
    const fitsProcess = inUse + bytes <= this.#maxBytes * collectAt;
    if (fitsProcess && !oldObjectsExceed(this.#heapMaxBytes * collectHeapAt)) return null;
    collectGarbage(fitsProcess ? 'regular' : 'last-resort');
    if (oldObjectsExceed(this.#heapMaxBytes * endAboveHeap)) return { kind: 'memory', maxBytes: this.#heapMaxBytes, of: 'heap' };
    return memoryInUse() + bytes > this.#maxBytes * (bytes === 0 ? endAbove : collectAt) ? { kind: 'memory', maxBytes: this.#maxBytes, of: 'process' } : null;
  }
}

/** What old objects may take: `--max-old-space-size`, which V8 tells only together with the young ones. */
function heapMax(): number {
  const whole = getHeapStatistics().heap_size_limit;
  return Math.max(whole - youngBytes, whole * 0.25);
}

/** Whether more of the heap is in use than that; young objects, most of which are garbage soon, do not count. */
function oldObjectsExceed(bytes: number): boolean {
  const used = getHeapStatistics().used_heap_size;
  if (used <= bytes) return false;
  const young = getHeapSpaceStatistics().filter(({ space_name: name }) => name === 'new_space' || name === 'new_large_object_space');
  return used - young.reduce((sum, { space_used_size: size }) => sum + size, 0) > bytes;
}

/** Collects all garbage; as a last resort it takes twice as long and gives the memory back to the system too. */
function collectGarbage(flavor: 'regular' | 'last-resort'): void {
  // Node hands out its collector only where this flag is set, and then only in contexts made after that.
  setFlagsFromString('--expose-gc');
  runInNewContext(`typeof gc === 'function' && gc({ type: 'major', execution: 'sync', flavor: '${flavor}' })`);
  setFlagsFromString('--no-expose-gc');
}
