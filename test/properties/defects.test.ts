import { describe, expect, test } from 'vitest';
import { suites } from '../../properties/suites.ts';
import { checkSuite, surprises } from './check-suite.ts';
import { shortest } from './pinned.ts';

const defects = suites.filter((suite) => suite.kind === 'defect');

test('every defect has its shortest counterexamples pinned', () => {
  expect(defects.map(({ id }) => id)).toEqual(Object.keys(shortest));
});

describe.each(defects.map((suite) => [suite.id, suite] as const))('%s', (id, suite) => {
  test('is rejected in its first scope by shortest counterexamples', async () => {
    const report = await checkSuite(suite, Object.keys(suite.scopes)[0] ?? 'tiny');
    expect(surprises(report)).toEqual([]);
    expect(Object.fromEntries(report.properties.map((property) => [property.id, property.trace?.steps.length ?? null]))).toEqual(shortest[id]);
  });
});
