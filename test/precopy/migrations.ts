/** Migrations to test with: one to vary by hand, and random ones. */
import fc from 'fast-check';
import type { DirtyCurve } from '../../src/precopy/dirty-curve.ts';
import type { Migration } from '../../src/precopy/migration.ts';
import type { Prediction, Switched } from '../../src/precopy/predict.ts';
import type { StopRule } from '../../src/precopy/stop-rule.ts';

export const mib = 2 ** 20;
export const gib = 2 ** 30;

export const hyperV = { kind: 'hyper-v', passesMax: 10, thresholdBytes: 4096 } as const satisfies StopRule;
export const qemu = { kind: 'qemu', downtimeLimitMs: 300, bandwidth: { kind: 'measured' } } as const satisfies StopRule;

/** A prediction that has to be of a migration that ends. */
export function switched(prediction: Prediction): Switched {
  if (prediction.kind !== 'switched') throw new Error(`the prediction is ${prediction.kind}`);
  return prediction;
}

/** Room for rounding: a few units in the last place of a sum. */
export const atMost = (value: number, limit: number): boolean => value <= limit * (1 + 1e-9) + 1e-6;
export const near = (value: number, other: number): boolean => Math.abs(value - other) <= 1e-9 * Math.max(Math.abs(value), Math.abs(other)) + 1e-6;

/** 1 GiB over 100 MiB/s, nothing elided, nothing capped, dirtied at 10 MiB/s; by Hyper-V's rule. */
export function migration(changes: Partial<Migration> = {}): Migration {
  const memoryBytes = changes.memoryBytes ?? gib;
  return {
    memoryBytes,
    nonZeroShare: 1,
    linkBytesPerSecond: 100 * mib,
    cap: { kind: 'none' },
    dirty: constant(10 * mib, memoryBytes),
    rule: hyperV,
    framing: { kind: 'none' },
    switchOverMs: 0,
    ...changes,
  };
}

export const constant = (bytesPerSecond: number, writableBytes = gib): DirtyCurve => ({ kind: 'constant', bytesPerSecond, writableBytes });

const rate = fc.double({ min: 1e6, max: 1e10, noNaN: true });
const share = fc.double({ min: 0, max: 1, noNaN: true });

export const curves = (memoryBytes: number): fc.Arbitrary<DirtyCurve> => {
  const writableBytes = share.map((part) => part * memoryBytes);
  return fc.oneof(
    fc.record({ kind: fc.constant('constant' as const), bytesPerSecond: fc.oneof(rate, fc.constant(0)), writableBytes }),
    fc.record({ kind: fc.constant('saturating' as const), bytesPerSecond: rate, writableBytes }),
    fc.record({ kind: fc.constant('power-law' as const), bytesInFirstSecond: rate, exponent: fc.double({ min: 0.05, max: 1, noNaN: true }), writableBytes }),
  );
};

export const rules: Readonly<Record<StopRule['kind'], fc.Arbitrary<StopRule>>> = {
  'hyper-v': fc.record({ kind: fc.constant('hyper-v' as const), passesMax: fc.integer({ min: 1, max: 40 }), thresholdBytes: fc.double({ min: 1, max: 1e9, noNaN: true }) }),
  qemu: fc.record({ kind: fc.constant('qemu' as const), downtimeLimitMs: fc.integer({ min: 1, max: 5000 }), bandwidth: fc.oneof(fc.constant({ kind: 'measured' as const }), fc.record({ kind: fc.constant('given' as const), bytesPerSecond: rate })) }),
  xen: fc.record({ kind: fc.constant('xen' as const), passesMax: fc.integer({ min: 1, max: 8 }) }),
  'xen-2011': fc.record({ kind: fc.constant('xen-2011' as const), passesMax: fc.integer({ min: 1, max: 40 }) }),
};

/** Any migration whose rule is drawn from one of these. */
export const migrations = (...kinds: readonly StopRule['kind'][]): fc.Arbitrary<Migration> =>
  fc.double({ min: 1e7, max: 1e12, noNaN: true }).chain((memoryBytes) =>
    fc.record({
      memoryBytes: fc.constant(memoryBytes),
      nonZeroShare: share,
      linkBytesPerSecond: rate,
      cap: fc.oneof(fc.constant({ kind: 'none' as const }), fc.record({ kind: fc.constant('capped' as const), bytesPerSecond: rate, lastPass: fc.constantFrom('capped' as const, 'lifted' as const) })),
      dirty: curves(memoryBytes),
      rule: fc.oneof(...kinds.map((kind) => rules[kind])),
      framing: fc.constantFrom({ kind: 'none' as const }, { kind: 'pages' as const, pageBytes: 4096, headerBytes: 8, zeroPageBytes: 9 }),
      switchOverMs: fc.integer({ min: 0, max: 2000 }),
    }),
  );
