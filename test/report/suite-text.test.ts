/** Whole pages, as a person sees them; `vitest run test/report -u` writes them anew, to be read before they are committed. */
import { describe, expect, test } from 'vitest';
import { always, type StateView } from '../../src/index.ts';
import { widthOf } from '../../src/report/page.ts';
import { headingLines, suiteLines } from '../../src/report/suite-text.ts';
import { summaryLine } from '../../src/report/summary-text.ts';
import { checked, page, subjectOf } from './made-reports.ts';

const pages = [
  ['60-columns', page(60)],
  ['80-columns', page(80)],
  ['120-columns', page(120)],
  ['80-columns-ascii', page(80, { ascii: true })],
  ['80-columns-colour', page(80, { colour: true })],
] as const;

describe.each(pages)('a checked suite on %s', (name, paper) => {
  test.each([
    ['shared-disk', 'small'],
    ['defect:grants-to-all', 'tiny'],
    ['quiet-disk', 'small'],
  ])('%s', async (id, scope) => {
    const subject = subjectOf(id, scope);
    const lines = [...headingLines(paper, subject), ...suiteLines(paper, 'quiesce', await checked(subject), 'diff')];
    // What a system hashes to is tested elsewhere, and its length is all that matters here.
    const text = lines.join('\n').replaceAll(/@[0-9a-f]{12}/g, '@c41e77b09a3f');
    await expect(`${text}\n`).toMatchFileSnapshot(`golden/${name}/${id.replace(':', '-')}.txt`);
  });
});

const suiteOfThirty = (): ReturnType<typeof subjectOf> => {
  const claims = Array.from({ length: 30 }, (_, i) => always({ id: `claim-number-${i}-of-a-long-list`, requirements: ['LUN-1', `QM-${i}`], statement: 'One of many.', holds: ({ actors }: StateView) => Object.keys(actors).length > 0 }));
  return subjectOf('shared-disk', 'small', { properties: claims, expect: {} });
};

test('thirty properties that hold take a line each on 80 columns', async () => {
  const lines = suiteLines(page(80), 'quiesce', await checked(suiteOfThirty()), 'diff');
  expect(lines.filter((line) => line.includes('claim-number-'))).toHaveLength(30);
  expect(lines.length).toBeLessThan(30 + 12);
});

test.each([60, 80, 120])('no line but a command is wider than %i columns', async (width) => {
  for (const detail of ['diff', 'full', 'events', 'none'] as const) {
    for (const subject of [subjectOf('shared-disk', 'review'), subjectOf('defect:grants-to-all', 'tiny'), suiteOfThirty()]) {
      const lines = [...headingLines(page(width), subject), ...suiteLines(page(width), 'quiesce', await checked(subject), detail)].flatMap((line) => line.split('\n'));
      expect(lines.filter((line) => widthOf(line) > width && !line.includes('quiesce replay'))).toEqual([]);
    }
  }
});

test('an ASCII page has nothing but ASCII', async () => {
  for (const detail of ['diff', 'full', 'events'] as const) {
    const subject = subjectOf('shared-disk', 'review');
    const lines = [...headingLines(page(80, { ascii: true }), subject), ...suiteLines(page(80, { ascii: true }), 'quiesce', await checked(subject), detail)];
    expect(lines.join('\n')).toMatch(/^[\x20-\x7e\n]*$/);
  }
});

test('a check that a limit ended says which and what it covered', async () => {
  const lines = suiteLines(page(80), 'quiesce', await checked(subjectOf('shared-disk', 'small'), { statesMax: 5 }), 'none');
  expect(lines.join('\n')).toContain('  incomplete: stopped at 5 states (--states-max)\n    5 distinct states so far, depth 1, 4 transitions (0 stutters), 1.2 s\n  covered: modes 6/6, transitions 4/11, stimuli 4/8\n');
});

test('a good verdict that nobody expected is marked as a warning', async () => {
  const subject = subjectOf('shared-disk', 'small', { expect: { 'one-mount': 'violated', 'a-crash-is-never-forgiven': 'violated' } });
  expect(suiteLines(page(80), 'quiesce', await checked(subject), 'none').join('\n')).toMatch(/! holds +one-mount +14 {2}expected: violated;/);
});

test('a reason listed for a transition never taken stands beside it, and one that is not so is told', async () => {
  const subject = subjectOf('shared-disk', 'small', { neverTaken: { node: { asking: 'the disk answers at once', 'down CRASH': 'a node dies once' } } });
  const lines = suiteLines(page(80), 'quiesce', await checked(subject), 'none');
  expect(lines.slice(lines.findIndex((line) => line.includes('covered')) + 1).slice(0, 4)).toEqual(['  never taken, as listed: 1 transition', '    node  asking  the disk answers at once', '  listed as never taken, but not so: node down CRASH', '']);
});

test('the summary counts every verdict and says what the exit code means', async () => {
  const results = [await checked(subjectOf('shared-disk', 'small')), await checked(subjectOf('quiet-disk', 'small'))];
  expect(summaryLine(results, 4, false)).toBe('2 suites: 1 vacuous, 1 violated as expected, 5 hold, 1 witnessed; a property was never put to the test (exit 4)');
  expect(summaryLine([await checked(subjectOf('quiet-disk', 'small'), { statesMax: 5 })], 0, true)).toBe('2 inconclusive; incomplete, as allowed (exit 0)');
});
