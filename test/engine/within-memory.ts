/** Runs an exploration as a process with a limit on memory and tells how it ended. */
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { GrowingSystem } from './growing-systems.ts';
import type { Ended } from './run-within.ts';

export interface Limited {
  readonly system: GrowingSystem;
  readonly explorer: 'fast' | 'reference';
  /** Null: none is given. */
  readonly maxBytes: number | null;
  /** What Node's heap may hold; null: what Node thinks right. */
  readonly heapMegabytes: number | null;
}

/** @throws when the process ends in any other way than by itself, for instance because it ran out of memory. */
export async function ranWithin({ system, explorer, maxBytes, heapMegabytes }: Limited): Promise<Ended> {
  const heap = heapMegabytes === null ? [] : [`--max-old-space-size=${heapMegabytes}`];
  const { stdout } = await promisify(execFile)(process.execPath, [...heap, join(import.meta.dirname, 'run-within.ts'), system, explorer, ...(maxBytes === null ? [] : [String(maxBytes)])]);
  return JSON.parse(stdout) as Ended;
}
