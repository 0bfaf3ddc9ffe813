/** Claims about writes on their way read the timers of the actors that writes pass: no other may set one. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readMigration } from '../../properties/live-migration-reading.ts';
import { read } from '../../properties/reading.ts';
import { suites } from '../../properties/suites.ts';
import { semanticsOf } from '../../src/system/step.ts';
import { walks, type StateView, type Suite } from '../../src/index.ts';

type Timers = StateView['timers'];

const readers: readonly (readonly [cluster: string, claims: readonly string[], onTheWay: (state: StateView) => Timers])[] = [
  ['2008', ['acknowledged-writes-are-kept', 'a-late-write-meets-the-fence'], (state) => read(state).timersOnTheWayToDisks],
  ['2008 R2', ['acknowledged-writes-survive-migration', 'one-side-can-write', 'a-write-meets-the-fence'], (state) => readMigration(state).timersOnTheWayToDisks],
];

const claimsOneOf = ({ properties }: Suite, claims: readonly string[]): boolean => properties.some(({ id }) => claims.includes(id));

function writesIn(timers: Timers): readonly string[] {
  return timers.flatMap(({ from, to, event }) => (event.type === 'WRITE' ? [`${from} ${to} ${JSON.stringify(event)}`] : [])).toSorted();
}

/** How many writes random walks met, all of which were read. */
function writesRead({ id, scopes }: Suite, onTheWay: (state: StateView) => Timers): number {
  const [build] = Object.values(scopes);
  if (build === undefined) throw new Error(`${id} has no scope`);
  const system = build();
  const { view } = semanticsOf(system);
  let met = 0;
  fc.assert(
    fc.property(walks(system), ({ trace }) => {
      for (const state of [trace.initial, ...trace.steps.map(({ after }) => after)].map((one) => view(one))) {
        const writes = writesIn(state.timers);
        met += writes.length;
        expect(writesIn(onTheWay(state))).toEqual(writes);
      }
    }),
    { seed: 20_081_122, numRuns: 30 },
  );
  return met;
}

test.each(readers)('every write on its way in a cluster of %s is read by the claims about it, in models and defects', (_, claims, onTheWay) => {
  const met = suites.filter((suite) => claimsOneOf(suite, claims)).map((suite) => writesRead(suite, onTheWay));
  expect(met.reduce((sum, count) => sum + count, 0)).toBeGreaterThan(50);
});
