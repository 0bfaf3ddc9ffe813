import { expect, test } from 'vitest';
import { requirements } from '../../properties/requirements.ts';
import { suites } from '../../properties/suites.ts';
import { pinned, pinnedLong } from './pinned.ts';
import { requirementsPage } from './requirements-page.ts';

test('docs/requirements.md says what the suites say; npm run requirements writes it anew', async () => {
  await expect(requirementsPage(requirements, suites, [...pinned, ...pinnedLong])).toMatchFileSnapshot('../../docs/requirements.md');
});

test('every scope of every model is pinned, and so checked', () => {
  const named = [...pinned, ...pinnedLong].map(({ suite, scope }) => `${suite} ${scope}`);
  expect(suites.filter(({ kind }) => kind === 'model').flatMap(({ id, scopes }) => Object.keys(scopes).map((scope) => `${id} ${scope}`)).filter((name) => !named.includes(name))).toEqual([]);
});
