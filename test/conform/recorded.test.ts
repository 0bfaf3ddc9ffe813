/** The recorded migrations, held to the model and to the calculator. The two long ones are in recorded.long.test.ts. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { conformed, recorded, verdictOn } from './logs.ts';
import { figuresOf, recordedVerdicts } from './recorded-verdicts.ts';

test.each(recordedVerdicts.filter(({ isLong }) => !isLong))('$name is $verdict', ({ name, verdict, passes }) => {
  const report = conformed(recorded(name));
  expect(verdictOn(recorded(name))).toBe(verdict);
  expect({ damages: report.damages, notes: report.notes, passes: report.verdict.kind === 'accepted' ? (report.seen.syncs ?? 0) - 2 : null }).toEqual({ damages: [], notes: [], passes });
});

test('post-copy is refused where the target runs, and what was allowed there is told', () => {
  expect(conformed(recorded('Postcopy_4T-run-1')).verdict).toEqual({
    kind: 'refused',
    refusal: {
      line: 12,
      kind: 'no-run',
      seen: { kind: 'status', status: 'postcopy-active', syncs: 2 },
      allowed: [
        { status: 'active', syncs: { least: 1, most: 4, orMore: true }, vm: ['running', 'stopped'] },
        { status: 'pre-switchover', syncs: { least: 2, most: 4, orMore: true }, vm: ['stopped'] },
        { status: 'device', syncs: { least: 2, most: 4, orMore: true }, vm: ['stopped'] },
        { status: 'completed', syncs: { least: 3, most: 4, orMore: true }, vm: ['stopped'] },
        { status: 'failed', syncs: { least: 1, most: 4, orMore: true }, vm: ['running'] },
      ],
    },
  });
});

test('what the calculator predicts of a converging run agrees with it', () => {
  expect(figuresOf(recorded('Precopy_Convergent-run-1'))).toEqual([
    'total: 17712 about, 17717 seen, agrees',
    'last-pass: 40647204 at-most, 33844457 seen, agrees',
    'blackout: 300 at-most, 13 seen, agrees',
    'total-least: 14576 at-least, 17717 seen, agrees',
    'passes: 6 about, 6 seen',
    'total-by-curve: 17913 about, 17717 seen',
  ]);
});

test('of a VM that was stopped nothing is predicted from a curve', () => {
  expect(figuresOf(recorded('Stop_Copy_4T-run-2'))).toEqual(['total: 14181 about, 14112 seen, agrees']);
});

test('docs/conform.md has the verdict on every recorded migration', () => {
  const page = readFileSync(new URL('../../docs/conform.md', import.meta.url), 'utf8');
  for (const { name, verdict, passes } of recordedVerdicts) {
    const scenario = name.replace(/-run-\d$/, '');
    const row = page.split('\n').find((line) => line.startsWith(`| \`${scenario}-run-1\``)) ?? '';
    expect(row).toContain(verdict.startsWith('refused') ? 'refused at line 12' : 'accepted');
    if (passes !== null && passes > 1) expect(row).toContain(String(passes));
  }
});
