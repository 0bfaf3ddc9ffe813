/** The recorded migrations of many passes, and many mutations. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { asked, conformed, outcomeOf, recorded, sample, verdictOn } from './logs.ts';
import { explained, mutate, mutations } from './mutations.ts';
import { figuresOf, recordedVerdicts } from './recorded-verdicts.ts';

test.each(recordedVerdicts.filter(({ isLong }) => isLong))('$name is $verdict', ({ name, verdict, passes }) => {
  const report = conformed(recorded(name));
  expect({ verdict: verdictOn(recorded(name)), passes: (report.seen.syncs ?? 0) - 2, damages: report.damages, notes: report.notes }).toEqual({ verdict, passes, damages: [], notes: [] });
});

test('a run that does not converge is one that the calculator finds no end of, on a plateau that is where it was', () => {
  expect(figuresOf(recorded('Precopy_Nonconvergent_16T-run-1')).slice(4)).toEqual(['passes: never, 186 seen', 'plateau: 81680211 about, 78657577 seen']);
});

test('a second try after a failure counts anew', () => {
  const migrate = asked('migrate');
  const failed = asked('query-migrate', { status: 'failed' });
  expect(verdictOn(migrate + sample('active', 3, 200) + failed + migrate + sample('active', 1, 100) + sample('completed', 3, 200))).toBe('accepted');
  expect(verdictOn(migrate + sample('active', 3, 200) + failed + migrate + sample('completed', 2, 200))).toBe('refused at 10: no-run');
});

test('of a guest that was throttled nothing is predicted from a curve', () => {
  expect(conformed(recorded('Autoconverge_16T-run-1')).comparison).toMatchObject({ kind: 'compared', curve: { kind: 'none', because: 'throttled' } });
});

test('a recorded migration with one line mutated is refused at the right line, found damaged there, or explained, in every recorded pre-copy', () => {
  for (const name of ['Precopy_Convergent-run-1', 'Precopy_Convergent-run-2', 'Stop_Copy_4T-run-1']) {
    const log = recorded(name);
    fc.assert(fc.property(mutations(log), (mutation) => {
        expect(explained(log, mutation, outcomeOf(mutate(log, mutation)))).toBe('explained');
      }), { numRuns: 150, seed: 5 });
  }
});
