import { describe, expect, test } from 'vitest';
import { requirements } from '../../properties/requirements.ts';
import { suites } from '../../properties/suites.ts';

const ids = requirements.map(({ id }) => id);
const models = suites.filter(({ kind }) => kind === 'model');
const defects = suites.filter(({ kind }) => kind === 'defect');

describe.each(ids)('%s', (id) => {
  const claims = models.flatMap((suite) => suite.properties).filter((property) => property.requirements.includes(id));

  test('has a claim', () => {
    expect(claims.length).toBeGreaterThan(0);
  });

  test('has a witness against vacuity', () => {
    expect(claims.filter(({ kind }) => kind === 'reachable').map((property) => property.id)).not.toEqual([]);
  });

  test('has a claim that rejects a defect', () => {
    const rejecting = defects.filter((suite) => suite.properties.some((property) => property.requirements.includes(id)));
    expect(rejecting.map((suite) => suite.id)).not.toEqual([]);
  });
});

test('every claim but a witness rejects a defect, or a model that is expected to violate it', () => {
  const doubted = models.flatMap(({ expect: expected }) => Object.entries(expected).filter(([, verdict]) => verdict === 'violated').map(([property]) => property));
  const rejecting = new Set([...defects.flatMap((suite) => suite.properties).map((property) => property.id), ...doubted]);
  const idle = models.flatMap((suite) => suite.properties).filter((property) => property.kind !== 'reachable' && !rejecting.has(property.id));
  expect([...new Set(idle.map((property) => property.id))]).toEqual([]);
});

test('a property cites only requirements that exist', () => {
  const cited = suites.flatMap((suite) => suite.properties).flatMap((property) => property.requirements);
  expect([...new Set(cited)].filter((id) => !ids.includes(id))).toEqual([]);
});

test('one id names one property', () => {
  const statements = new Map<string, Set<string>>();
  for (const { id, statement } of suites.flatMap((suite) => suite.properties)) statements.set(id, new Set([...(statements.get(id) ?? []), statement]));
  expect([...statements].filter(([, texts]) => texts.size > 1)).toEqual([]);
});
