/** A log with something wrong in it: which line is told, and what is still checked. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { outcomeOf, recorded } from './logs.ts';
import { explained, mutate, mutations } from './mutations.ts';

/** Every eighth answer of a recorded migration: long enough to have passes, short enough to be replayed often. */
const log = thinned(recorded('Precopy_Convergent-run-2'), 8);

function thinned(text: string, every: number): string {
  const lines = text.trimEnd().split('\n');
  const [head, answers] = [lines.slice(0, 6), lines.slice(6)];
  const last = answers.length / 2 - 1;
  return [...head, ...answers.filter((_, i) => Math.floor(i / 2) % every === 0 || Math.floor(i / 2) === last)].join('\n') + '\n';
}

test('a log with one line mutated is refused at the right line, found damaged there, or explained', () => {
  fc.assert(fc.property(mutations(log), (mutation) => {
        expect(explained(log, mutation, outcomeOf(mutate(log, mutation)))).toBe('explained');
      }), { numRuns: 40, seed: 5 });
});
