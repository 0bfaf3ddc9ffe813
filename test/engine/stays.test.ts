/** Bounds: the engine, the reference, and a count that goes through all runs, on random timed systems; and systems to count by hand. */
import fc from 'fast-check';
import { describe, expect, test, vi } from 'vitest';
import { setup } from 'xstate';
import { search } from '../../src/engine/search.ts';
import { explore } from '../../src/explore/explore.ts';
import type { Bound } from '../../src/property/bound.ts';
import { longest, shortest, type Property } from '../../src/property/property.ts';
import { defineSystem, type StateView, type System } from '../../src/system/define-system.ts';
import { ModelError } from '../../src/system/model-error.ts';
import { buildSystem } from '../random/build.ts';
import { systemPlans } from '../random/plan.ts';
import { expectShown } from './shown-stay.ts';
import { isSeeded, seeded } from '../seed.ts';

vi.spyOn(console, 'warn').mockImplementation(() => {});

const clock = { tickMs: 10 };

function claimsOn(during: (state: StateView) => boolean): readonly Property[] {
  return [longest({ id: 'longest', statement: 's', during }), shortest({ id: 'shortest', statement: 's', during })];
}

describe('on random timed systems', () => {
  test('the engine measures what the reference measures, on one thread and two, and shows it', async () => {
    const tally = { bounded: 0, endless: 0, ended: 0 };
    await fc.assert(
      fc.asyncProperty(systemPlans({ actorsMin: 1, actorsMax: 2 }), fc.nat(3), fc.nat(9), async (plan, one, tenth) => {
        // A crew takes long to call.
        const isShared = tenth === 0;
        const during = ({ actors, timers }: StateView): boolean => (one === 0 ? timers.length > 0 : JSON.stringify(Object.values(actors)[one % 2]?.value ?? '').length % 2 === one % 2);
        const build = (): System => buildSystem(plan, clock);
        const measured = async (explorer: typeof explore): Promise<ReadonlyMap<string, Bound> | null> => {
          try {
            const { stopped, bounds } = await explorer(build(), claimsOn(during), { keepGoing: true, statesMax: 250 });
            return stopped === null ? bounds : null;
          } catch (error) {
            if (error instanceof ModelError) return null;
            throw error;
          }
        };
        const reference = await measured(explore);
        const engine = await measured(search);
        const two = isShared ? await measured((system, properties, options) => search(system, properties, options, { threads: 2, crewStatesMin: 1 })) : engine;
        const figures = (bounds: ReadonlyMap<string, Bound> | null): unknown => (bounds === null ? null : [...bounds].map(([id, { ms, states, stayFrom }]) => [id, ms, states, stayFrom]));
        expect(figures(engine)?.toString()).toBe(figures(reference)?.toString());
        expect(two).toEqual(engine);
        for (const bounds of [reference, engine]) for (const bound of bounds?.values() ?? []) expectShown(build(), during, bound);
        const longestOne = engine?.get('longest');
        if (longestOne?.ms === null && longestOne.states > 0) tally.endless += 1;
        if ((longestOne?.ms ?? 0) > 0) tally.bounded += 1;
        if ((engine?.get('shortest')?.ms ?? 0) > 0) tally.ended += 1;
      }),
      { numRuns: 80, ...seeded(20_261_122) },
    );
    if (!isSeeded) return;
    expect({ bounded: tally.bounded > 2, endless: tally.endless > 6, ended: tally.ended > 2 }).toEqual({ bounded: true, endless: true, ended: true });
  }, 60_000);
});

/** Saving takes 30 ms and may fail at any tick; a failed save is tried again once; restoring takes 20 ms. */
const vm = setup({ types: { context: {} as { readonly isRetried: boolean }, events: {} as { readonly type: 'SAVE' | 'FAIL' } }, guards: { mayRetry: ({ context }) => !context.isRetried }, delays: { save: 30, restore: 20 } }).createMachine({
  id: 'vm',
  context: { isRetried: false },
  initial: 'running',
  on: { SAVE: {}, FAIL: {} },
  states: {
    running: { on: { SAVE: 'saving' } },
    saving: { after: { save: 'restoring' }, on: { FAIL: 'failed' } },
    failed: { always: 'restoring' },
    restoring: { after: { restore: 'done' } },
    done: {},
  },
});

describe('by hand', () => {
  const system = defineSystem({ id: 'save', clock, actors: { vm: { machine: vm } }, stimuli: [{ to: 'vm', event: { type: 'SAVE' } }, { to: 'vm', event: { type: 'FAIL' } }], final: ({ actors }) => actors.vm.matches('done') });
  const dark = ({ actors }: StateView): boolean => actors['vm']?.matches('saving') === true || actors['vm']?.matches('restoring') === true;

  test.each([
    ['the engine', search],
    ['the reference', explore],
  ] as const)('by %s, a blackout lasts 20 to 50 ms', async (_, explorer) => {
    const { bounds, verdicts } = await explorer(system, [longest({ id: 'dark', statement: 's', during: dark, atMostMs: 50 }), longest({ id: 'darker', statement: 's', during: dark, atMostMs: 49 }), shortest({ id: 'brief', statement: 's', during: dark, atLeastMs: 20 }), shortest({ id: 'briefer', statement: 's', during: dark, atLeastMs: 21 })], { keepGoing: true });
    expect([...bounds.values()].map(({ ms }) => ms)).toEqual([50, 50, 20, 20]);
    expect([...verdicts].filter(([id]) => !id.startsWith('no-')).map(([id, verdict]) => [id, verdict.kind, verdict.kind === 'violated' ? verdict.details : []])).toEqual([
      ['dark', 'holds', []],
      ['darker', 'violated', ['a stay of 50 ms, more than 49 ms']],
      ['brief', 'holds', []],
      ['briefer', 'violated', ['a stay of 20 ms, less than 21 ms']],
    ]);
    expect(bounds.get('brief')?.run?.map(({ event }) => event.type)).toEqual(['SAVE', 'FAIL', 'tick', 'tick', 'xstate.after.restore.vm.restoring']);
  });

  test.each([
    ['the engine', search],
    ['the reference', explore],
  ] as const)('by %s, a VM that nobody saves runs for ever, and one that nobody starts is vacuous', async (_, explorer) => {
    const running = (state: StateView): boolean => state.actors['vm']?.matches('running') === true;
    const { verdicts } = await explorer(system, [longest({ id: 'runs', statement: 's', during: running, atMostMs: 1_000 }), longest({ id: 'never', statement: 's', during: () => false }), shortest({ id: 'rests', statement: 's', during: ({ actors }) => actors.vm.matches('done') })], { keepGoing: true });
    expect([verdicts.get('runs'), verdicts.get('never'), verdicts.get('rests')]).toMatchObject([
      { kind: 'violated', details: ['a stay without bound: the last step can be repeated for ever'], run: [{ kind: 'tick' }] },
      { kind: 'vacuous', reason: 'its predicate is true in none of 9 states' },
      { kind: 'vacuous', reason: 'no stay ends' },
    ]);
  });

  test('a claim about time on a system without a clock is refused', async () => {
    const { clock: _, ...timeless } = system;
    await expect(search({ ...timeless, clock: null }, [longest({ id: 'dark', statement: 's', during: dark })])).rejects.toMatchObject({ fault: { code: 'invalid-system', problem: 'it has no clock, and property dark asks how long something lasts' } });
  });
});
