import { expect, test } from 'vitest';
import type { GrowingField } from '../../src/property/growth.ts';
import { growthLines, growthText } from '../../src/report/growth-text.ts';
import { page } from './made-reports.ts';

const field: GrowingField = { actor: 'vm1', machine: 'vm', path: 'context.at', measure: 'number', values: 4_096, least: -1, greatest: 4_094, lastNewDepth: 512 };

test.each<[GrowingField['measure'], string]>([
  ['number', 'took 4,096 values, from -1 to 4,094'],
  ['text', 'took 4,096 texts of up to 4,094 characters'],
  ['length', 'took 4,096 lengths, from -1 to 4,094'],
  ['size', 'took 4,096 sizes, from -1 to 4,094'],
  ['keys', 'had 4,096 keys in all, up to 4,094 at once'],
  ['nesting', 'took 4,096 depths of nesting, from -1 to 4,094'],
  ['pending', 'took 4,096 numbers pending at once, from -1 to 4,094'],
])('growth of %s is told by what was seen', (measure, took) => {
  expect(growthText({ ...field, measure })).toBe(`vm1 (machine vm): context.at ${took}, the last new one at depth 512`);
});

test('fractions and what is beyond whole numbers stand as they are', () => {
  expect(growthText({ ...field, least: 0.125, greatest: 1e300 })).toContain('from 0.125 to 1e+300,');
});

test('three fields are told, the others counted, on lines that fit', () => {
  const fields = ['one', 'two', 'three', 'four', 'five'].map((name) => ({ ...field, path: `context.${name}` }));
  const lines = growthLines(page(60), { depth: 512, fields });
  expect(lines).toEqual([
    '  growing when it stopped, at depth 512:',
    '    vm1 (machine vm): context.one took 4,096 values,',
    '      from -1 to 4,094, the last new one at depth 512',
    '    vm1 (machine vm): context.two took 4,096 values,',
    '      from -1 to 4,094, the last new one at depth 512',
    '    vm1 (machine vm): context.three took 4,096 values,',
    '      from -1 to 4,094, the last new one at depth 512',
    '    and 2 more; --json has them all',
    '  If nothing ends that, no limit is large enough. Bound it',
    '  in the machine, by a guard or a modulus, or check a',
    '  smaller scope.',
  ]);
});
