/** The calculator against measured migrations; docs/precopy.md has the same figures, and these tests hold it to them. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { mib } from './migrations.ts';
import { known, median, runs, seenPasses, type MeasuredRun } from './measured.ts';
import { accountedMs, dirtiedIn, errorPercent, forecast, idleMs, limiterMibPerSecond, passesOfRun, lawThrough, scenarioOf, seenPlateauBytes, useOf } from './validation.ts';
import { accountingTable, forecastTable, unusedTable } from './validation-table.ts';

const page = readFileSync(new URL('../../docs/precopy.md', import.meta.url), 'utf8');
const preCopy = runs.filter((run) => useOf(run).kind === 'accounting' && run.mode === 'pre-copy');
const ofScenario = (name: string): readonly MeasuredRun[] => preCopy.filter((run) => scenarioOf(run) === `LW-${name}`);

/** domain.md 5.2: what QEMU measured its own rate as, times its limit. */
const thresholdBytes = (1082.2e6 / 8) * 0.3;

test('every row of the data is used, or has a reason why not', () => {
  const uses = Map.groupBy(runs, (run) => useOf(run).kind);
  expect([runs.length, uses.get('accounting')?.length, uses.get('bytes-and-mean-rate')?.length, uses.get('none')?.length]).toEqual([55, 20, 6, 29]);
});

describe('given the bytes', () => {
  test('total time is within 2 % on every measured run of pre-copy and of stop-and-copy; within 0.15 % where the guest ran', () => {
    for (const run of runs.filter((candidate) => useOf(candidate).kind === 'accounting')) expect(Math.abs(errorPercent(accountedMs(run), run.totalMs))).toBeLessThan(run.mode === 'pre-copy' ? 0.15 : 2);
  });

  test('total time of near-idle guests is within 0.5 % from their non-zero memory, given the mean rate of the run', () => {
    for (const run of runs.filter((candidate) => useOf(candidate).kind === 'bytes-and-mean-rate')) expect(Math.abs(errorPercent(idleMs(run), run.totalMs))).toBeLessThan(0.5);
  });

  test('a cap that were kept in the last pass would make the blackout 8 to 22 times as long as measured', () => {
    const factors = preCopy.map((run) => ((known(run.lastBytes) / (limiterMibPerSecond * mib)) * 1000) / known(run.blackoutMs));
    expect([Math.min(...factors), Math.max(...factors)].map(Math.round)).toEqual([8, 22]);
  });
});

describe('the stop rule', () => {
  test('is met by the last pass of every measured run', () => {
    expect(preCopy).toHaveLength(15);
    expect(preCopy.filter((run) => known(run.lastBytes) >= thresholdBytes)).toEqual([]);
  });

  test('was met by no pass before: with what a poll may have missed, each that was seen had the threshold or more to send', () => {
    const missedBytes = 2 * limiterMibPerSecond * mib * 0.1;
    const running = preCopy.flatMap(({ id }) => passesOfRun(id)).filter(({ isRunning }) => isRunning);
    expect(running.length).toBeGreaterThan(1000);
    expect(running.filter(({ remainingBytes }) => remainingBytes + missedBytes < thresholdBytes)).toEqual([]);
  });
});

describe('given the non-zero memory and the curve of the other runs', () => {
  test('4 threads are forecast to converge, 16 threads without throttling never to', () => {
    expect(ofScenario('Precopy_Convergent').map((run) => forecast(run).kind)).toEqual(Array.from({ length: 5 }, () => 'switched'));
    expect([...ofScenario('Precopy_Nonconvergent_16T'), ...ofScenario('Autoconverge_16T')].map((run) => forecast(run).kind)).toEqual(Array.from({ length: 10 }, () => 'endless'));
  });

  test('total time of 4 threads is within 2 % on three runs of five, 1.3 % in the median and 4.3 % at worst', () => {
    const errors = ofScenario('Precopy_Convergent').map((run) => {
      const prediction = forecast(run);
      return prediction.kind === 'switched' ? Math.abs(errorPercent(prediction.times.totalMs, run.totalMs)) : Infinity;
    });
    expect(errors.filter((error) => error < 2)).toHaveLength(3);
    expect([median(errors), Math.max(...errors)].map((error) => error.toFixed(1))).toEqual(['1.3', '4.3']);
  });

  test('the plateau of 16 threads is within 30 %, in fact within 5 %; and so whatever the polls missed', () => {
    const window = limiterMibPerSecond * mib * 0.1;
    for (const run of ofScenario('Precopy_Nonconvergent_16T')) {
      const prediction = forecast(run);
      if (prediction.kind !== 'endless') throw new Error(`${run.id} is ${prediction.kind}`);
      const { meanBytes } = prediction.plateau;
      const seen = seenPlateauBytes(run);
      expect(Math.abs(errorPercent(meanBytes, seen))).toBeLessThan(5);
      // Nothing missed, and two windows missed.
      expect(Math.abs(errorPercent(meanBytes, seen - window))).toBeLessThan(30);
      expect(Math.abs(errorPercent(meanBytes, seen + window))).toBeLessThan(30);
    }
  });

  test('the curve of domain.md, 110.7 MiB t^0.688, is that of what remains after a pass; of that the pass before left a part', () => {
    const samples = dirtiedIn(seenPasses.filter(({ scenario }) => scenario === 'Precopy_Nonconvergent_16T'));
    const shown = ({ bytesInFirstSecond, exponent }: ReturnType<typeof lawThrough>): readonly string[] => [(bytesInFirstSecond / mib).toFixed(1), exponent.toFixed(3)];
    expect(shown(lawThrough(samples.map(({ seconds, remainingBytes }) => ({ seconds, bytes: remainingBytes, remainingBytes }))))).toEqual(['111.0', '0.691']);
    expect(shown(lawThrough(samples))).toEqual(['97.9', '0.762']);
  });
});

test.each([
  ['of times given the bytes', accountingTable],
  ['of forecasts', forecastTable],
  ['of what cannot be predicted', unusedTable],
])('docs/precopy.md has the table %s', (_, table) => {
  expect(page).toContain(table());
});
