/** The stop rules of domain.md 3.2 and 3.3: when they end a migration, and what bounds it whatever the guest does. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { boundsOf } from '../../src/precopy/bounds.ts';
import { dirtiedBytes } from '../../src/precopy/dirty-curve.ts';
import { passRate, wireFactor, type Migration } from '../../src/precopy/migration.ts';
import { causeOfEndlessness } from '../../src/precopy/plateau.ts';
import { predict } from '../../src/precopy/predict.ts';
import { thresholdBytesOf, windowSeconds, type StopRule } from '../../src/precopy/stop-rule.ts';
import { atMost, constant, gib, hyperV, mib, migration, migrations, qemu, switched } from './migrations.ts';

fc.configureGlobal({ seed: 5 });

describe("Hyper-V's and Xen's bounds, in the form they are cited", () => {
  const busy = fc.record({ rate: fc.double({ min: 0, max: 400, noNaN: true }), writable: fc.double({ min: 0.01, max: 1, noNaN: true }), switchOverMs: fc.integer({ min: 0, max: 500 }) });
  const ofBusy = ({ rate, writable, switchOverMs }: { readonly rate: number; readonly writable: number; readonly switchOverMs: number }, rule: StopRule): Migration => migration({ dirty: constant(rate * mib, writable * gib), rule, switchOverMs });
  const onceMs = (gib / (100 * mib)) * 1000;

  test('k passes: V/B ≤ T ≤ (k+1) V/B, and blackout ≤ V/B, plus switch-over', () => {
    fc.assert(
      fc.property(busy, fc.integer({ min: 1, max: 12 }), (values, passesMax) => {
        for (const rule of [{ ...hyperV, passesMax }, { kind: 'xen', passesMax }] as const) {
          const { times } = switched(predict(ofBusy(values, rule)));
          expect(times.totalMs).toBeGreaterThanOrEqual(onceMs + values.switchOverMs);
          expect(atMost(times.totalMs, (passesMax + 1) * onceMs + values.switchOverMs)).toBe(true);
          expect(atMost(times.blackoutMs, onceMs + values.switchOverMs)).toBe(true);
        }
      }),
    );
  });

  test('Xen of 2011: o + V/B ≤ T ≤ o + 5 V/B, and o ≤ blackout ≤ o + V/B', () => {
    fc.assert(
      fc.property(busy, (values) => {
        const { times } = switched(predict(ofBusy(values, { kind: 'xen-2011', passesMax: 29 })));
        expect(times.totalMs).toBeGreaterThanOrEqual(onceMs + values.switchOverMs);
        expect(atMost(times.totalMs, 5 * onceMs + values.switchOverMs)).toBe(true);
        expect(times.blackoutMs).toBeGreaterThanOrEqual(values.switchOverMs);
        expect(atMost(times.blackoutMs, onceMs + values.switchOverMs)).toBe(true);
      }),
    );
  });

  test('1 GiB at 1 Gbit/s under the Xen of 2011 takes 8.6 s to 43 s, 8.6 s of it dark at most', () => {
    const { totalLeastMs, totalMost, blackoutMost } = boundsOf(migration({ linkBytesPerSecond: 125e6, dirty: constant(0), rule: { kind: 'xen-2011', passesMax: 29 } }));
    expect(totalLeastMs).toBeCloseTo(8590, 0);
    expect(totalMost).toEqual({ kind: 'bounded', ms: expect.closeTo(42_950, 0), because: 'volume' });
    expect(blackoutMost).toEqual({ kind: 'bounded', ms: expect.closeTo(8590, 0), because: 'writable' });
  });

  test('they are attained: a guest that dirties all of its memory in every pass takes 11 V/B and 5 V/B', () => {
    const all = { rate: 400, writable: 1, switchOverMs: 0 };
    expect(switched(predict(ofBusy(all, hyperV))).times.totalMs).toBeCloseTo(11 * onceMs, 6);
    const xen = switched(predict(ofBusy(all, { kind: 'xen-2011', passesMax: 29 })));
    expect([xen.ending.kind, xen.passes.length]).toEqual(['volume-spent', 4]);
    expect(xen.times.totalMs).toBeCloseTo(5 * onceMs, 6);
  });
});

describe("QEMU's downtime limit", () => {
  test('leaves less than bandwidth × limit for the last pass, by the measured rate or by the one it is told', () => {
    fc.assert(
      fc.property(migrations('qemu'), (drawn) => {
        const prediction = predict(drawn, { passesMax: 2_000 });
        fc.pre(prediction.kind === 'switched');
        expect(switched(prediction).last.toSendBytes).toBeLessThan(thresholdBytesOf(drawn.rule, passRate(drawn)));
      }),
    );
    const told: StopRule = { ...qemu, bandwidth: { kind: 'given', bytesPerSecond: 1000 * mib } };
    expect([thresholdBytesOf(qemu, 100 * mib) / mib, thresholdBytesOf(told, 100 * mib) / mib]).toEqual([30, 300]);
  });

  test('is never met, once it was not by the first pass, exactly if a window, or the limit, makes dirty as much as is sent meanwhile', () => {
    fc.assert(
      fc.property(migrations('qemu'), (drawn) => {
        const threshold = thresholdBytesOf(drawn.rule, passRate(drawn));
        const rate = passRate(drawn) / wireFactor(drawn.framing);
        const lead = (seconds: number): number => dirtiedBytes(drawn.dirty, seconds) / seconds - rate;
        const seconds = Math.min(windowSeconds, threshold / rate);
        // A hair's breadth from the border takes more passes than a test has time for, and rounding decides.
        fc.pre(Math.abs(lead(seconds)) > 0.01 * rate);
        const prediction = predict(drawn, { passesMax: 2_000 });
        const ends = lead(seconds) < 0 || drawn.dirty.writableBytes < threshold;
        expect(causeOfEndlessness(drawn, threshold)).toBe(ends ? null : lead(windowSeconds) < 0 ? 'limit-too-short' : 'dirties-as-much');
        if (ends && prediction.kind !== 'switched') {
          // It comes down by the amount that is bound to end it.
          expect(prediction.kind).toBe('too-long');
          expect(atMost(prediction.passes.at(-1)?.toSendBytes ?? 0, drawn.memoryBytes + (prediction.passes.length - 1) * lead(seconds) * seconds)).toBe(true);
        } else if (!ends && prediction.kind === 'switched') expect(prediction.passes.length).toBeLessThanOrEqual(1);
      }),
      { numRuns: 300 },
    );
  });

  test('that is never met is said so with the plateau, on which the passes lie from then on', () => {
    const dirty = { kind: 'power-law', bytesInFirstSecond: 90 * mib, exponent: 0.7, writableBytes: gib } as const;
    const prediction = predict(migration({ dirty, rule: qemu }));
    if (prediction.kind !== 'endless') throw new Error(`the prediction is ${prediction.kind}`);
    const { passes, plateau, thresholdBytes } = prediction;
    expect([thresholdBytes / mib, passes.length]).toEqual([30, 14]);
    expect([plateau.leastBytes, plateau.meanBytes, plateau.greatestBytes].map((bytes) => Math.round(bytes / mib))).toEqual([97, 99, 100]);
    expect(passes.slice(-3).every(({ toSendBytes }) => toSendBytes >= plateau.leastBytes && toSendBytes <= plateau.greatestBytes)).toBe(true);
  });

  test('that is met only after more passes than anybody waits for is said so, and not taken for endless', () => {
    const dirty = constant(99.999 * mib);
    expect(predict(migration({ dirty, rule: qemu }), { passesMax: 50 })).toMatchObject({ kind: 'too-long', passesMax: 50, passes: { length: 50 } });
  });

  test('lets no pass run when all memory is below it', () => {
    const { passes, times } = switched(predict(migration({ memoryBytes: 20 * mib, rule: qemu })));
    expect([passes.length, times.brownoutMs]).toEqual([0, 0]);
    expect(times.blackoutMs).toBeCloseTo(200);
  });
});
