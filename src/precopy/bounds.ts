/**
 * What holds whatever the guest writes: the bounds that follow from the stop rule alone (domain.md 5.1).
 *
 *   V / B + o  ≤  total       blackout  ≤  W / B + o
 *   k passes (Hyper-V, Xen)   total  ≤  (V + (k - 1) W) / B + W / B + o,   which is (k + 1) V / B + o for V = W
 *   Xen of 2011               total  ≤  (3 M + W) / B + W / B + o:         up to 3 M and still allowed to go on, one more pass, the last
 *   QEMU                      total unbounded; blackout below θ / B + o:   a target on bytes, measured at 304 to 383 ms for 300
 *
 * B of the last pass is the link where the cap is lifted. M is the memory, W what is writable.
 */
import { firstBytes, lastRate, passRate, wireFactor, zeroWireBytes, type Migration } from './migration.ts';
import { refuseImpossible } from './migration-error.ts';
import { thresholdBytesOf, xenMemoryFactorMax } from './stop-rule.ts';

export interface Bounds {
  readonly totalLeastMs: number;
  readonly totalMost: Bound;
  readonly blackoutMost: Bound;
}

/** `because`: what the bound follows from. */
export type Bound = { readonly kind: 'bounded'; readonly ms: number; readonly because: 'passes' | 'volume' | 'writable' | 'threshold' } | { readonly kind: 'unbounded' };

/**
 * The bounds of total time and blackout, in milliseconds, that hold whatever the guest writes.
 *
 * They follow from the stop rule, as the head of this file shows; `because` names what each follows from. QEMU's passes have no limit,
 * so that its total is unbounded, and its blackout is a target on bytes rather than a promise (domain.md 5.1, 5.2).
 * @throws {MigrationError} when a number of the migration cannot be.
 */
export function boundsOf(migration: Migration): Bounds {
  refuseImpossible(migration);
  const { rule, switchOverMs, memoryBytes, dirty } = migration;
  const factor = wireFactor(migration.framing);
  const passMs = (wireBytes: number): number => (wireBytes / passRate(migration)) * 1000;
  const lastMs = (wireBytes: number): number => (wireBytes / lastRate(migration)) * 1000;
  const first = firstBytes(migration) * factor + zeroWireBytes(migration);
  const writable = dirty.writableBytes * factor;
  const blackoutMost: Bound = { kind: 'bounded', ms: lastMs(writable) + switchOverMs, because: 'writable' };
  if (rule.kind === 'qemu') {
    const thresholdBytes = thresholdBytesOf(rule, passRate(migration));
    const late = memoryBytes < thresholdBytes ? first : Math.min(firstBytes(migration), thresholdBytes) * factor;
    const most = memoryBytes < thresholdBytes ? first : thresholdBytes * factor;
    const target: Bound = { kind: 'bounded', ms: lastMs(most) + switchOverMs, because: 'threshold' };
    return { totalLeastMs: passMs(first - late) + lastMs(late) + switchOverMs, totalMost: { kind: 'unbounded' }, blackoutMost: target };
  }
  const totalLeastMs = passMs(first) + switchOverMs;
  const byPasses = passMs(first + (rule.passesMax - 1) * writable) + blackoutMost.ms;
  const byVolume = passMs(xenMemoryFactorMax * memoryBytes * factor + Math.max(first, writable)) + blackoutMost.ms;
  if (rule.kind === 'xen-2011' && byVolume < byPasses) return { totalLeastMs, totalMost: { kind: 'bounded', ms: byVolume, because: 'volume' }, blackoutMost };
  return { totalLeastMs, totalMost: { kind: 'bounded', ms: byPasses, because: 'passes' }, blackoutMost };
}
