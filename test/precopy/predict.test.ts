/** The laws of domain.md 5.1, on migrations small enough to compute by hand and on random ones. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { boundsOf } from '../../src/precopy/bounds.ts';
import { dirtiedBytes } from '../../src/precopy/dirty-curve.ts';
import { firstBytes, lastRate, passRate, zeroWireBytes, type Migration } from '../../src/precopy/migration.ts';
import { predict } from '../../src/precopy/predict.ts';
import type { StopRule } from '../../src/precopy/stop-rule.ts';
import { atMost, constant, curves, gib, hyperV, mib, migration, migrations, near, switched } from './migrations.ts';

fc.configureGlobal({ seed: 5 });

const everyRule = ['hyper-v', 'qemu', 'xen', 'xen-2011'] as const;
const byPasses = ['hyper-v', 'xen', 'xen-2011'] as const;

test('1 GiB over 100 MiB/s that is dirtied at 10 MiB/s takes passes of a tenth each, as computed by hand', () => {
  const { passes, ending, last, wireBytes, times } = switched(predict(migration({ rule: { ...hyperV, thresholdBytes: 2 * mib }, switchOverMs: 50 })));
  expect(passes.map(({ toSendBytes }) => toSendBytes / mib)).toEqual([1024, 102.4, 10.24].map((size): unknown => expect.closeTo(size, 9)));
  expect(passes.map(({ durationMs }) => durationMs)).toEqual([10_240, 1024, 102.4].map((ms): unknown => expect.closeTo(ms, 9)));
  expect(ending).toEqual({ kind: 'rule-met', thresholdBytes: 2 * mib });
  expect(last.toSendBytes / mib).toBeCloseTo(1.024);
  expect(wireBytes / mib).toBeCloseTo(1024 + 102.4 + 10.24 + 1.024);
  expect(times).toEqual({ brownoutMs: expect.closeTo(11_366.4), blackoutMs: expect.closeTo(60.24), totalMs: expect.closeTo(11_426.64) });
});

describe('a dirty curve', () => {
  const drawn = fc.record({ curve: curves(1e9), early: fc.double({ min: 0, max: 1e4, noNaN: true }), further: fc.double({ min: 0, max: 1e4, noNaN: true }) });

  test('starts at nothing, never falls, and never passes what is writable', () => {
    fc.assert(
      fc.property(drawn, ({ curve, early, further }) => {
        const dirty = dirtiedBytes(curve, early);
        expect(dirtiedBytes(curve, 0)).toBe(0);
        expect(dirty).toBeGreaterThanOrEqual(0);
        expect(atMost(dirty, dirtiedBytes(curve, early + further))).toBe(true);
        expect(atMost(dirty, curve.writableBytes)).toBe(true);
      }),
    );
  });

  test('bends downwards: two whiles one by one make no less dirty than both at once', () => {
    fc.assert(fc.property(drawn, ({ curve, early, further }) => atMost(dirtiedBytes(curve, early + further), dirtiedBytes(curve, early) + dirtiedBytes(curve, further))));
  });

  test('that saturates has dirtied 1 - 1/e of its set when the rate would have dirtied all of it', () => {
    expect(dirtiedBytes({ kind: 'saturating', bytesPerSecond: 10, writableBytes: 100 }, 10)).toBeCloseTo(100 * (1 - Math.exp(-1)));
  });
});

describe('a constant rate', () => {
  const drawn = fc.record({ rho: fc.double({ min: 0.01, max: 0.95, noNaN: true }), thresholdShare: fc.double({ min: 1e-6, max: 0.5, noNaN: true }), switchOverMs: fc.integer({ min: 0, max: 1000 }) });
  const ofDrawn = ({ rho, thresholdShare, switchOverMs }: { readonly rho: number; readonly thresholdShare: number; readonly switchOverMs: number }): Migration =>
    migration({ dirty: constant(rho * 100 * mib), rule: { kind: 'hyper-v', passesMax: 10_000, thresholdBytes: thresholdShare * gib }, switchOverMs });

  test('sends V (1 - ρ^(n+1)) / (1 - ρ) and is dark for V ρ^n / B + o', () => {
    fc.assert(
      fc.property(drawn, (values) => {
        const { passes, wireBytes, times } = switched(predict(ofDrawn(values)));
        const { rho, switchOverMs } = values;
        expect(wireBytes / ((gib * (1 - rho ** (passes.length + 1))) / (1 - rho))).toBeCloseTo(1, 9);
        expect(times.blackoutMs).toBeCloseTo((gib * rho ** passes.length * 1000) / (100 * mib) + switchOverMs, 6);
      }),
    );
  });

  test('takes ⌈log ρ (threshold / V)⌉ passes', () => {
    fc.assert(
      fc.property(drawn, (values) => {
        const exact = Math.log(values.thresholdShare) / Math.log(values.rho);
        fc.pre(Math.abs(exact - Math.round(exact)) > 1e-6);
        expect(switched(predict(ofDrawn(values))).passes).toHaveLength(Math.ceil(exact));
      }),
    );
  });

  test('meets the rule if and only if it is below the link, given passes enough', () => {
    fc.assert(
      fc.property(fc.double({ min: 0.5, max: 1.5, noNaN: true }), (rho) => {
        fc.pre(Math.abs(rho - 1) > 0.01);
        const { ending } = switched(predict(migration({ dirty: constant(rho * 100 * mib), rule: { ...hyperV, passesMax: 2_000 } })));
        expect(ending.kind).toBe(rho < 1 ? 'rule-met' : 'passes-spent');
      }),
    );
  });

  test('above the link sends the writable set in every pass after the first, and settles there', () => {
    const { passes, ending } = switched(predict(migration({ dirty: constant(200 * mib, 300 * mib) })));
    expect(passes.map(({ toSendBytes }) => toSendBytes / mib)).toEqual([1024, ...Array.from({ length: 9 }, () => 300)]);
    expect(ending).toEqual({ kind: 'passes-spent', thresholdBytes: 4096, plateau: { leastBytes: 300 * mib, meanBytes: 300 * mib, greatestBytes: 300 * mib } });
  });
});

test('a power law settles at B (c / B)^(1 / (1 - a)) when passes are sent whole', () => {
  fc.assert(
    fc.property(fc.double({ min: 0.1, max: 0.9, noNaN: true }), fc.double({ min: 0.1, max: 0.9, noNaN: true }), (exponent, share) => {
      const dirty = { kind: 'power-law', bytesInFirstSecond: share * 100 * mib, exponent, writableBytes: gib } as const;
      const { ending } = switched(predict(migration({ dirty, rule: { ...hyperV, thresholdBytes: 0 } })));
      if (ending.kind === 'rule-met') throw new Error('nothing is below a threshold of 0');
      const fixed = 100 * mib * share ** (1 / (1 - exponent));
      expect(ending.plateau.meanBytes / fixed).toBeCloseTo(1, 6);
    }),
  );
});

describe('any migration', () => {
  test('stays within the bounds of its rule', () => {
    fc.assert(
      fc.property(migrations(...everyRule), (drawn) => {
        const bounds = boundsOf(drawn);
        const prediction = predict(drawn, { passesMax: 2_000 });
        if (prediction.kind !== 'switched') return;
        const { times } = prediction;
        expect(atMost(bounds.totalLeastMs, times.totalMs)).toBe(true);
        expect(bounds.totalMost.kind === 'unbounded' || atMost(times.totalMs, bounds.totalMost.ms)).toBe(true);
        expect(bounds.blackoutMost.kind === 'unbounded' || atMost(times.blackoutMs, bounds.blackoutMost.ms)).toBe(true);
      }),
      { numRuns: 300 },
    );
  });

  test('has to send what the pass before left and what became dirty, and never more than is writable after the second', () => {
    fc.assert(
      fc.property(migrations(...everyRule), (drawn) => {
        const { passes } = predict(drawn, { passesMax: 200 });
        for (const [i, pass] of passes.entries()) {
          const next = passes[i + 1];
          expect(next === undefined || next.toSendBytes === pass.dirtyBytes).toBe(true);
          expect(atMost(pass.dirtyBytes, pass.toSendBytes - pass.sentBytes + pass.dirtiedBytes)).toBe(true);
          expect(i < 2 || atMost(pass.toSendBytes, drawn.dirty.writableBytes)).toBe(true);
        }
      }),
    );
  });

  test('ends because of the one thing it names', () => {
    fc.assert(
      fc.property(migrations(...byPasses), (drawn) => {
        const { passes, ending, last } = switched(predict(drawn));
        const passesMax = drawn.rule.kind === 'qemu' ? 0 : drawn.rule.passesMax;
        const sent = passes.reduce((sum, pass) => sum + pass.sentBytes, 0);
        const small = drawn.rule.kind === 'xen-2011' ? (passes.at(-1)?.sentBytes ?? 0) : last.toSendBytes;
        expect(passes.length).toBeLessThanOrEqual(passesMax);
        if (ending.kind === 'rule-met') expect(small).toBeLessThan(ending.thresholdBytes);
        else expect(small).toBeGreaterThanOrEqual(ending.thresholdBytes);
        if (ending.kind === 'passes-spent') expect(passes).toHaveLength(passesMax);
        if (ending.kind === 'volume-spent') expect(sent).toBeGreaterThan(3 * drawn.memoryBytes);
      }),
    );
  });

  test('takes no longer over a faster link, where passes are sent whole until little is dirty', () => {
    fc.assert(
      fc.property(migrations('hyper-v'), fc.double({ min: 1, max: 10, noNaN: true }), (drawn, factor) => {
        const rule: StopRule = { kind: 'hyper-v', passesMax: 10, thresholdBytes: 0 };
        const slow = switched(predict({ ...drawn, rule }));
        const fast = switched(predict({ ...drawn, rule, linkBytesPerSecond: drawn.linkBytesPerSecond * factor }));
        expect(atMost(fast.times.totalMs, slow.times.totalMs)).toBe(true);
        expect(atMost(fast.times.blackoutMs, slow.times.blackoutMs)).toBe(true);
      }),
    );
  });

  test('sends the last pass at the rate of the link where the cap is lifted, and else at the capped one', () => {
    fc.assert(
      fc.property(migrations(...byPasses), (drawn) => {
        const { last, times } = switched(predict(drawn));
        const lifted = drawn.cap.kind === 'none' || drawn.cap.lastPass === 'lifted';
        expect(lastRate(drawn)).toBe(lifted ? drawn.linkBytesPerSecond : passRate(drawn));
        expect(near(times.blackoutMs, (last.wireBytes / lastRate(drawn)) * 1000 + drawn.switchOverMs)).toBe(true);
      }),
    );
  });
});

test('pages of zeros cost a marker each, and the others a header', () => {
  const framing = { kind: 'pages', pageBytes: 4096, headerBytes: 8, zeroPageBytes: 9 } as const;
  const quarter = migration({ nonZeroShare: 0.25, framing, dirty: constant(0) });
  const pages = gib / 4096;
  expect([firstBytes(quarter), zeroWireBytes(quarter)]).toEqual([gib / 4, (pages * 3 * 9) / 4]);
  expect(switched(predict(quarter)).wireBytes).toBeCloseTo((pages / 4) * 4104 + ((pages * 3) / 4) * 9, 3);
});

test('an idle guest is dark for the switch-over alone', () => {
  const { passes, times } = switched(predict(migration({ dirty: constant(0), switchOverMs: 40 })));
  expect([passes.length, times.blackoutMs]).toEqual([1, 40]);
});
