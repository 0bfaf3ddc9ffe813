/**
 * The timed reading against live actors: under a clock in hand, and under XState's own SimulatedClock.
 *
 * SimulatedClock fires what is due in one order; the reference allows every order. So after each advance the live actors must
 * be in one of the states that the reference reaches by letting all that is due expire.
 */
import fc from 'fast-check';
import { describe, expect, test, vi } from 'vitest';
import { createActor, createMachine, SimulatedClock, type AnyActorRef, type AnyMachineSnapshot } from 'xstate';
import type { System } from '../../src/system/define-system.ts';
import { ModelError } from '../../src/system/model-error.ts';
import { semanticsOf, type Semantics, type SystemState } from '../../src/system/step.ts';
import { snapshotText } from '../../src/trace/live-actors.ts';
import { replayLive } from '../../src/trace/replay-live.ts';
import { traceOf } from '../../src/trace/trace.ts';
import { fischer } from '../known-answers/fischer.ts';
import { buildSystem } from '../random/build.ts';
import { systemPlans } from '../random/plan.ts';
import { walk } from '../random/walk.ts';
import { isSeeded, seeded } from '../seed.ts';

vi.spyOn(console, 'warn').mockImplementation(() => {});

const clock = { tickMs: 10 };
const fractions = fc.array(fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), { minLength: 5, maxLength: 25, size: 'max' });
const seed = seeded(20_261_122);

test('on random timed walks the reference step and live actors agree, also on what each timer has left', () => {
  let ticks = 0;
  let due = 0;
  fc.assert(
    fc.property(systemPlans({ actorsMin: 1, actorsMax: 3 }), fractions, (plan, chosen) => {
      const semantics = semanticsOf(buildSystem(plan, clock));
      const { labels, error } = walk(semantics, chosen);
      ticks += labels.filter(({ kind }) => kind === 'tick').length;
      due += labels.filter(({ kind }) => kind === 'timer').length;
      if (error !== null && labels.length === 0) return;
      expect(replayLive(semantics, traceOf(semantics, labels))).toBeNull();
    }),
    { numRuns: 300, ...seed },
  );
  if (!isSeeded) return;
  expect({ ticks: ticks > 300, due: due > 100 }).toEqual({ ticks: true, due: true });
});

/** The actors of a system as `createActor` runs them, in a world in which time is a number. */
class Simulated {
  readonly #clock = new SimulatedClock();
  readonly #refs = new Map<string, AnyActorRef>();
  readonly #root: { readonly stop: () => void };

  constructor(system: System) {
    const root = createMachine(
      { invoke: system.actorNames.map((name) => ({ src: name, id: name, systemId: name, input: () => system.actors[name]?.input })), on: { '*': {} } },
      { actors: Object.fromEntries(system.actorNames.flatMap((name) => (system.actors[name] === undefined ? [] : [[name, system.actors[name].machine] as const]))) },
    );
    const live = createActor(root, {
      clock: this.#clock,
      inspect: (inspected) => {
        if (inspected.type === '@xstate.actor') this.#refs.set((inspected.actorRef as unknown as AnyActorRef).id, inspected.actorRef as unknown as AnyActorRef);
      },
    });
    live.start();
    this.#root = live;
  }

  send(to: string, event: { readonly type: string }): void {
    this.#refs.get(to)?.send(event);
  }

  /** Time passes, and all that is due expires; with 0, what was set for at once. */
  advance(ms: number): void {
    this.#clock.increment(ms);
  }

  texts(names: readonly string[]): string {
    return names.map((name) => snapshotText(this.#refs.get(name)?.getSnapshot() as AnyMachineSnapshot)).join('\n');
  }

  stop(): void {
    this.#root.stop();
  }
}

function textsOf(semantics: Semantics, state: SystemState): string {
  return semantics.system.actorNames.map((_, place) => snapshotText(state.locals[place]?.snapshot as AnyMachineSnapshot)).join('\n');
}

/** Timers that are due at once and set others that are can go on without end: from here on they are not followed. */
const settlingMax = 2_000;

/** The states in which nothing is due any more, in whatever order what is due expires; null where too many come before them. */
function settled(semantics: Semantics, from: readonly SystemState[]): readonly SystemState[] | null {
  const known = new Map(from.map((state) => [state.key, state]));
  const open = [...known.values()];
  const ended: SystemState[] = [];
  for (let state = open.pop(); state !== undefined; state = open.pop()) {
    const here = state;
    const due = semantics.enabled(here).filter(({ kind }) => kind === 'timer');
    if (due.length === 0) ended.push(here);
    for (const label of due) {
      const { after } = semantics.take(here, label);
      if (known.has(after.key)) continue;
      if (known.size === settlingMax) return null;
      known.set(after.key, after);
      open.push(after);
    }
  }
  return ended;
}

/** Drives both, as far as the reference can be followed; returns how many times time passed, and whether it was followed to the end. */
function compare(system: System, chosen: readonly number[]): { readonly ticks: number; readonly followed: boolean } {
  const semantics = semanticsOf(system);
  const live = new Simulated(system);
  let ticks = 0;
  try {
    live.advance(0);
    let possible = settled(semantics, [semantics.start().state]);
    for (const fraction of chosen) {
      if (possible === null) return { ticks, followed: false };
      possible = possible.filter((state) => textsOf(semantics, state) === live.texts(system.actorNames));
      expect(possible.length).toBeGreaterThan(0);
      const [state] = possible;
      if (state === undefined) break;
      const enabled = semantics.enabled(state);
      const label = enabled[Math.floor(fraction * enabled.length)];
      if (label === undefined) break;
      possible = settled(semantics, possible.map((one) => semantics.take(one, label).after));
      if (label.kind === 'tick') ticks += 1;
      else live.send(label.to, label.event);
      live.advance(label.kind === 'tick' ? label.tickMs : 0);
    }
    return { ticks, followed: possible !== null };
  } catch (error) {
    if (error instanceof ModelError) return { ticks, followed: true };
    throw error;
  } finally {
    live.stop();
  }
}

describe('under SimulatedClock the live actors are where the reference may be', () => {
  test('on random systems', () => {
    let ticks = 0;
    let lost = 0;
    fc.assert(
      fc.property(systemPlans({ actorsMin: 1, actorsMax: 3 }), fractions, (plan, chosen) => {
        const compared = compare(buildSystem(plan, clock), chosen);
        ticks += compared.ticks;
        if (!compared.followed) lost += 1;
      }),
      { numRuns: 200, ...seed },
    );
    if (!isSeeded) return;
    expect(ticks).toBeGreaterThan(200);
    expect(lost).toBeLessThan(10);
  });

  test("on Fischer's protocol", () => {
    let ticks = 0;
    fc.assert(
      fc.property(fractions, (chosen) => {
        const compared = compare(fischer({ processes: 2, writeMs: 20, waitMs: 30, tickMs: 10 }), chosen);
        expect(compared.followed).toBe(true);
        ticks += compared.ticks;
      }),
      { numRuns: 200, ...seed },
    );
    if (!isSeeded) return;
    expect(ticks).toBeGreaterThan(60);
  });
});
