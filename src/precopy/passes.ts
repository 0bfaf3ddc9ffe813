/**
 * The passes of a migration, one after the other, without an end: what each has to send, sends, and leaves.
 *
 * Hyper-V and Xen send a pass whole, then ask what became dirty meanwhile (domain.md 5.1):
 *
 *   v(1) = V     v(i+1) = min(W, D(v(i) / B))
 *
 * QEMU asks every 100 ms whether what is left is below the threshold θ, and only then looks for dirty pages. So what is left, a
 * little less than θ, is carried into the next pass:
 *
 *   dirty │╲                                  v(i+1) = left + D(k × 100 ms),
 *         │ ╲      v(2)                       where k is the least number of windows after which left < θ
 *         │  ╲     │╲        v(3)
 *       θ │┄┄┄┄╲┄┄┄│┄┄╲┄┄┄┄┄┄│╲┄┄┄┄┄
 *         │     ╲──┘   ╲─────┘ ╲─   each rise is what became dirty in the pass, found all at once
 *         └──────────────────────── time
 *
 * A pass that runs out of dirty pages before the window is over ends there. Pages of zeros are taken to come before the others, so that what is left of the first pass is none of them.
 */
import { dirtiedBytes } from './dirty-curve.ts';
import { firstBytes, passRate, wireFactor, zeroWireBytes, type Migration } from './migration.ts';
import { windowSeconds } from './stop-rule.ts';

/** Bytes of guest memory, save `wireBytes`, which is what goes over the link. */
export interface Pass {
  /** From 1. */
  readonly number: number;
  readonly toSendBytes: number;
  readonly sentBytes: number;
  readonly wireBytes: number;
  readonly durationMs: number;
  /** Distinct bytes that became dirty while it ran. */
  readonly dirtiedBytes: number;
  /** Still to be sent when it has ended: what it left and what became dirty. */
  readonly dirtyBytes: number;
}

/** The passes for as long as somebody asks for more. */
export function* passesOf(migration: Migration, thresholdBytes: number): Generator<Pass, never> {
  let toSendBytes = firstBytes(migration);
  for (let number = 1; ; number++) {
    const pass = passOf(migration, thresholdBytes, number, toSendBytes);
    yield pass;
    toSendBytes = pass.dirtyBytes;
  }
}

/** The most that can be dirty after a pass. What a first pass left may lie where the guest never writes. */
export function dirtyMaxBytes({ memoryBytes, dirty }: Migration, pass: number): number {
  return pass === 1 ? memoryBytes : dirty.writableBytes;
}

function passOf(migration: Migration, thresholdBytes: number, number: number, toSendBytes: number): Pass {
  const factor = wireFactor(migration.framing);
  const zeroBytes = number === 1 ? zeroWireBytes(migration) : 0;
  const wireBytes = Math.min(wireMax(migration, thresholdBytes, toSendBytes, zeroBytes), toSendBytes * factor + zeroBytes);
  const seconds = wireBytes / passRate(migration);
  const leftBytes = Math.max(0, toSendBytes - (wireBytes - zeroBytes) / factor);
  const dirtied = dirtiedBytes(migration.dirty, seconds);
  const dirtyBytes = Math.min(leftBytes + dirtied, Math.max(dirtyMaxBytes(migration, number), leftBytes));
  return { number, toSendBytes, sentBytes: toSendBytes - leftBytes, wireBytes, durationMs: seconds * 1000, dirtiedBytes: dirtied, dirtyBytes };
}

/** What a pass sends at most before it ends: as many windows as bring what is left below the threshold, where there are windows. */
function wireMax(migration: Migration, thresholdBytes: number, toSendBytes: number, zeroBytes: number): number {
  if (migration.rule.kind !== 'qemu') return Infinity;
  const windowBytes = passRate(migration) * windowSeconds;
  const aboveBytes = Math.max(0, toSendBytes - thresholdBytes) * wireFactor(migration.framing) + zeroBytes;
  return (Math.floor(aboveBytes / windowBytes) + 1) * windowBytes;
}
