/** Predictions as a person sees them; `vitest run test/report/precopy-text.test.ts -u` writes them anew, to be read before they are committed. */
import { describe, expect, test } from 'vitest';
import { boundsOf } from '../../src/precopy/bounds.ts';
import type { Migration } from '../../src/precopy/migration.ts';
import { predict } from '../../src/precopy/predict.ts';
import { bar } from '../../src/report/bar.ts';
import { widthOf, type Page } from '../../src/report/page.ts';
import { precopyLines } from '../../src/report/precopy-text.ts';
import { binaryText } from '../../src/report/quantities.ts';
import { constant, gib, hyperV, mib, migration, qemu } from '../precopy/migrations.ts';
import { page } from './made-reports.ts';

const linesOf = (paper: Page, drawn: Migration): readonly string[] => precopyLines(paper, drawn, predict(drawn), boundsOf(drawn));

const powerLaw = { kind: 'power-law', bytesInFirstSecond: 98 * mib, exponent: 0.76, writableBytes: 8 * gib } as const;
const capped = { kind: 'capped', bytesPerSecond: 129 * mib, lastPass: 'lifted' } as const;
const big = { memoryBytes: 8 * gib, linkBytesPerSecond: gib };

const cases: Readonly<Record<string, Migration>> = {
  converging: migration({ ...big, dirty: constant(200 * mib, 8 * gib), switchOverMs: 500 }),
  forced: migration({ dirty: constant(150 * mib, 300 * mib) }),
  'forced-by-volume': migration({ dirty: { kind: 'saturating', bytesPerSecond: 400 * mib, writableBytes: gib }, rule: { kind: 'xen-2011', passesMax: 29 } }),
  'nearly-there': migration({ dirty: constant(50 * mib), rule: { ...hyperV, passesMax: 3 } }),
  endless: migration({ ...big, nonZeroShare: 0.22, cap: capped, dirty: powerLaw, rule: qemu }),
  'limit-too-short': migration({ ...big, dirty: { ...powerLaw, bytesInFirstSecond: 300 * mib, exponent: 0.5 }, rule: { ...qemu, downtimeLimitMs: 50 } }),
  'many-passes': migration({ dirty: constant(80 * mib), rule: { ...qemu, bandwidth: { kind: 'given', bytesPerSecond: 50 * mib } } }),
  'too-long': migration({ dirty: constant(99.999 * mib), rule: qemu }),
  'at-once': migration({ memoryBytes: 20 * mib, dirty: constant(mib, 20 * mib), rule: qemu }),
  idle: migration({ dirty: constant(0, 0), rule: { kind: 'xen', passesMax: 5 } }),
};

describe.each([
  ['40-columns', page(40)],
  ['80-columns', page(80)],
  ['80-columns-ascii', page(80, { ascii: true })],
  ['80-columns-colour', page(80, { colour: true })],
])('a prediction on %s', (name, paper) => {
  test.each(Object.keys(cases))('%s', async (id) => {
    const drawn = cases[id] ?? migration();
    await expect(`${linesOf(paper, drawn).join('\n')}\n`).toMatchFileSnapshot(`golden/${name}/precopy-${id}.txt`);
  });
});

test.each([40, 60, 80, 120])('no line of a prediction is wider than %i columns, or ends with a space', (width) => {
  const lines = Object.values(cases).flatMap((drawn) => linesOf(page(width), drawn));
  expect(lines.filter((line) => widthOf(line) > width || line !== line.trimEnd())).toEqual([]);
});

test('a prediction on an ASCII page has nothing but ASCII', () => {
  for (const drawn of Object.values(cases)) expect(linesOf(page(80, { ascii: true }), drawn).join('\n')).toMatch(/^[\x20-\x7e\n]*$/);
});

test('a bar is as long as its share, and what is more than nothing shows', () => {
  expect([0, 0.001, 0.3, 0.55, 1].map((share) => bar(share, 10, false))).toEqual(['', '▏', '███', '█████▌', '██████████']);
  expect([0, 0.001, 0.3, 0.55, 1].map((share) => bar(share, 10, true))).toEqual(['', '#', '###', '######', '##########']);
});

test('sizes of memory are told in powers of 1,024, with three digits', () => {
  expect([0, 1023, 1024, 1100, 4096, 99.97 * mib, 1023.9 * mib, 1.29 * gib, 8 * gib, 1500 * 1024 * gib].map(binaryText)).toEqual(['0 B', '1,023 B', '1 KiB', '1.07 KiB', '4 KiB', '100 MiB', '1 GiB', '1.29 GiB', '8 GiB', '1,500 TiB']);
});
