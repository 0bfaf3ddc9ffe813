/**
 * What is declared interchangeable and is not: refused with where it shows, and never searched as if it were.
 */
import { describe, expect, test, vi } from 'vitest';
import { cancel, emit, enqueueActions, raise, sendTo } from 'xstate';
import { search } from '../../src/engine/search.ts';
import { explore } from '../../src/explore/explore.ts';
import { always, eachStep, longest, reachable, type Property } from '../../src/property/property.ts';
import { defineSystem, type Actors, type StateView, type System } from '../../src/system/define-system.ts';
import { ModelError, type ModelFault } from '../../src/system/model-error.ts';
import { stepText } from '../../src/trace/step-words.ts';
import { createMachine, to } from '../system/drive.ts';
import { lockSystem } from './lock.ts';

vi.spyOn(console, 'warn').mockImplementation(() => {});

interface Refusal {
  readonly fault: ModelFault;
  readonly steps: readonly string[];
}

async function refusalOf(system: System, properties: readonly Property[] = [], explorer: typeof search = search): Promise<Refusal> {
  try {
    await explorer(system, properties, { keepGoing: true });
  } catch (error) {
    if (error instanceof ModelError) return { fault: error.fault, steps: error.steps.map(stepText) };
    throw error;
  }
  return expect.fail('it was not refused');
}

const distinctOf = async (system: System, symmetry = true): Promise<number> => (await search(system, [], { keepGoing: true, symmetry })).distinct;

test('clients of one lock are interchangeable: the order of waiting is all that tells them apart', async () => {
  // Idle, holding, and a line of those that wait: k clients in use make k! states and one orbit.
  expect(await distinctOf(lockSystem())).toBe(4);
  expect(await distinctOf(lockSystem(), false)).toBe(1 + 3 + 6 + 6);
  expect(await distinctOf(lockSystem({ clients: 8 }))).toBe(9);
});

describe('a machine', () => {
  test('that treats one by name is refused with both results and the run that leads there', async () => {
    const { fault, steps } = await refusalOf(lockSystem({ mayRelease: (id) => id !== 'c3' }));
    expect(fault).toEqual({
      code: 'asymmetric-machine',
      place: { actor: 'c1', machine: 'client', mode: 'holding', event: 'RELEASE' },
      group: ['c1', 'c2', 'c3'],
      names: [['c1', 'c3'], ['c2', 'c1'], ['c3', 'c2']],
      counterpart: 'c3',
      wanted: '|"idle"|{"id":"c3"}||||; {"event":{"by":"c3","type":"DONE"},"kind":"send","to":"lock"}; by holding RELEASE #0',
      found: '|"holding"|{"id":"c3"}||||; swallowed',
    });
    expect(steps).toEqual(['c1 ASK', 'c1 RELEASE']);
  });

  test('that is refused only where the search does not go is refused all the same', async () => {
    // The search sees c1 hold the lock first, and after that nobody but c2 next.
    const { fault, steps } = await refusalOf(lockSystem({ lineUp: (line, by) => (line.length === 1 && by === 'c1' ? line : [...line, by]) }));
    expect(fault).toMatchObject({ code: 'asymmetric-machine', place: { actor: 'lock', event: 'WANT' }, group: ['c1', 'c2', 'c3'] });
    expect(steps.at(-1)).toBe('c3 ASK');
  });

  test('that keeps a list in the order of names is refused', async () => {
    const { fault, steps } = await refusalOf(lockSystem({ lineUp: (line, by) => [...line, by].toSorted() }));
    expect(fault).toMatchObject({ code: 'asymmetric-machine', place: { actor: 'lock', mode: 'open', event: 'WANT' }, wanted: expect.stringContaining('"line":["c'), found: expect.stringContaining('"line":["c') });
    expect(steps).toEqual(['c1 ASK', 'c2 ASK', 'c3 ASK']);
  });

  test('that fails for one of them is refused with what it fails of', async () => {
    const { fault } = await refusalOf(lockSystem({ mayRelease: (id) => {
      if (id === 'c2') throw new Error('no c2');
      return true;
    } }));
    expect(fault).toMatchObject({ code: 'asymmetric-machine', place: { actor: 'c1', event: 'RELEASE' }, counterpart: 'c2', found: expect.stringContaining('throws: ') });
  });

  test('whose start favours one is refused', async () => {
    const { fault, steps } = await refusalOf(lockSystem({ asksAtStart: true }));
    expect(fault).toMatchObject({ code: 'asymmetric-machine', place: { mode: '(start)', event: 'xstate.init' }, names: [['c1', 'c2'], ['c2', 'c1']] });
    expect(steps).toEqual([]);
  });

  test.each<[string, Parameters<typeof lockSystem>[0], string]>([
    ['treats one by name', { mayRelease: (id) => id !== 'c3' }, 'asymmetric-machine'],
    ['keeps a list in the order of names', { lineUp: (line, by) => [...line, by].toSorted() }, 'asymmetric-machine'],
    ['favours one at the start', { asksAtStart: true }, 'asymmetric-machine'],
  ])('that %s is refused by the reference explorer too', async (_, variant, code) => {
    expect((await refusalOf(lockSystem(variant), [], explore)).fault.code).toBe(code);
  });

  test('that is not declared so is searched as it is, whatever it does', async () => {
    expect(await distinctOf(lockSystem({ mayRelease: (id) => id !== 'c3' }, { declared: false }))).toBe(await distinctOf(lockSystem({ mayRelease: (id) => id !== 'c3' }), false));
  });
});

describe('a difference of any kind is found', () => {
  /** Two actors of one machine that answer GO by what they are called. */
  const twoWith = (on: object, more: object = {}): System => {
    const machine = createMachine({ id: 'm', context: ({ input }: { readonly input: unknown }) => ({ id: input }), initial: 'a', states: { a: { on: { D: {}, ...on } }, b: { on: { GO: {} } } }, ...more });
    return defineSystem<Actors>({ id: 'two', actors: { one: { machine, input: 'one' }, two: { machine, input: 'two' } }, stimuli: ['one', 'two'].map((to) => ({ to, event: { type: 'GO' } })), interchangeable: [['one', 'two']] });
  };
  const isOne = ({ context }: { readonly context: { readonly id: unknown } }): boolean => context.id === 'one';
  const when = (first: object, second: object): object => ({ GO: { actions: enqueueActions(({ context, enqueue }) => enqueue((isOne({ context: context as never }) ? first : second) as never)) } });

  test.each<[string, System, string]>([
    ['where it leads', twoWith({ GO: [{ guard: isOne, target: 'a' }, { target: 'b' }] }), '"b"'],
    ['the transition it takes', twoWith({ GO: [{ guard: isOne, target: 'b' }, { target: 'b' }] }), 'by a GO #1'],
    ['what it sends', twoWith(when(sendTo(to('two'), { type: 'D' }), sendTo(to('two'), { type: 'D' }))), '"to":"two"'],
    ['what it emits', twoWith(when(emit({ type: 'SAID', by: 'x' }), emit({ type: 'SAID', by: 'y' }))), '"by":"y"'],
    ['the timer it sets', twoWith(when(raise({ type: 'T' }, { delay: 1 }), raise({ type: 'T' }, { delay: 2 }))), '"delayMs":2'],
    ['the timer it cancels', twoWith(when(cancel('x'), cancel('y'))), '"sendId":"y"'],
    ['what it raises in vain', twoWith(when(raise({ type: 'LOST' }), raise({ type: 'FOUND' }))), '"FOUND"'],
    ['what it puts out', twoWith({ GO: 'end' }, { states: { a: { on: { GO: 'end' } }, end: { type: 'final' } }, output: ({ context }: { readonly context: { readonly id: unknown } }) => (isOne({ context }) ? 1 : 2) }), '|2|'],
  ])('%s', async (_, system, found) => {
    const { fault, steps } = await refusalOf(system);
    expect(fault).toMatchObject({ code: 'asymmetric-machine', place: { actor: 'one', event: 'GO' }, counterpart: 'two', found: expect.stringContaining(found) });
    expect(steps).toEqual(['one GO']);
  });

  test('an event that is called like an actor, even if it is no stimulus', async () => {
    const { fault } = await refusalOf(twoWith({ GO: { actions: sendTo(({ system, context }) => to(String(context['id']))({ system }), ({ context }) => ({ type: String(context['id']) })) } }));
    expect(fault).toMatchObject({ code: 'invalid-system', problem: 'the event type one is also the name of an interchangeable actor' });
  });
});

describe('messages to several', () => {
  const all = { tellClosed: () => ['c1', 'c2', 'c3'] };

  test('may go out in the order of names when the receivers only take note', async () => {
    const reduced = await search(lockSystem(all), [], { keepGoing: true });
    const whole = await search(lockSystem(all), [], { keepGoing: true, symmetry: false });
    expect([reduced.distinct, whole.distinct]).toEqual([5, 17]);
    expect((await explore(lockSystem(all), [], { keepGoing: true })).distinct).toBe(5);
  });

  test('are refused when a receiver sends in turn, because who comes first may matter', async () => {
    const { fault, steps } = await refusalOf(lockSystem({ ...all, answersClosed: true }));
    expect(fault).toEqual({ code: 'asymmetric-order', place: { actor: 'lock', machine: 'lock', mode: 'open', event: 'CLOSE' }, group: ['c1', 'c2', 'c3'], targets: ['c1', 'c2', 'c3'] });
    expect(steps).toEqual(['lock CLOSE']);
  });

  test('are refused even if no exchange of neighbours shows their order', async () => {
    // Only two are ever told, c1 and c3 first: in that order they remain when either changes places with c2.
    const twoByName = lockSystem({ tellClosed: ({ holder, line }) => (line.length === 1 ? [holder ?? '', ...line].toSorted() : []), answersClosed: true });
    const { clock: _, ...definition } = twoByName;
    const system = defineSystem({ ...definition, stimuli: twoByName.stimuli.toSorted((one, other) => Number(one.to === 'c2') - Number(other.to === 'c2')) });
    const { fault, steps } = await refusalOf(system);
    expect(fault).toMatchObject({ code: 'asymmetric-order', targets: ['c1', 'c3'] });
    expect(steps).toEqual(['c1 ASK', 'c3 ASK', 'lock CLOSE']);
  });

  test('may go out in the order of waiting even then', async () => {
    const inLine = { tellClosed: ({ line }: { readonly line: readonly string[] }) => line, answersClosed: true };
    expect(await distinctOf(lockSystem(inLine))).toBeLessThan(await distinctOf(lockSystem(inLine), false));
  });
});

const holds = ({ actors }: StateView, name: string): boolean => actors[name]?.value === 'holding';
const contextOf = (lock: StateView['actors'][string] | undefined): { readonly holder: unknown; readonly line: readonly string[] } => lock?.context as never;

test.each([['engine', search], ['reference', explore]] as const)('a claim about time is refused by the %s: a stay leads through states that are left out', async (_, explorer) => {
  const waits = longest({ id: 'longest-wait', statement: 'How long a client waits.', during: (state: StateView) => !holds(state, 'c1') });
  const { clock: _clock, ...definition } = lockSystem();
  const system = defineSystem({ ...definition, clock: { tickMs: 10 } });
  expect((await refusalOf(system, [waits], explorer)).fault).toEqual({
    code: 'invalid-system',
    system: system.id,
    problem: 'c1, c2, c3 are interchangeable, and property longest-wait asks how long something lasts',
    remedy: 'Check it with --no-symmetry, which is symmetry: false.',
  });
  expect((await explorer(system, [waits], { symmetry: false, keepGoing: true })).bounds.get('longest-wait')?.kind).toBe('longest');
});

describe('a claim', () => {
  const namesC2 = always({ id: 'never-c2', statement: 'c2 never holds the lock.', holds: (state: StateView) => !holds(state, 'c2') });

  test.each([['engine', search], ['reference', explore]] as const)('about one of them is refused by the %s, with the run to a state it tells apart', async (_, explorer) => {
    expect(await refusalOf(lockSystem(), [namesC2], explorer)).toEqual({
      fault: { code: 'asymmetric-claim', claim: 'never-c2', group: ['c1', 'c2', 'c3'], names: [['c1', 'c2'], ['c2', 'c1']], outcome: 'true', other: 'false' },
      steps: ['c1 ASK'],
    });
  });

  test('about one of many is refused even if one orbit alone gives it away', async () => {
    // 8! renamings are too many to try; c8 waits last in no state that is met, and c1 does not in the only one where all wait.
    const last = reachable({ id: 'c8-last', statement: 'c8 can wait last of all.', holds: ({ actors }: StateView) => {
      const { line } = contextOf(actors['lock']);
      return line.length === 7 && line[6] === 'c7';
    } });
    const { fault, steps } = await refusalOf(lockSystem({ clients: 8 }), [last]);
    expect(fault).toMatchObject({ code: 'asymmetric-claim', claim: 'c8-last', outcome: 'false', other: 'true' });
    expect(steps).toHaveLength(8);
  });

  test('is refused for its condition as well', async () => {
    const when = always({ id: 'when-c1', statement: 'While c1 holds it, nobody else does.', when: (state: StateView) => holds(state, 'c1'), holds: () => true });
    expect((await refusalOf(lockSystem(), [when])).fault).toMatchObject({ code: 'asymmetric-claim', outcome: 'true', other: 'untested' });
  });

  test.each([['engine', search], ['reference', explore]] as const)('about a step of one of them is refused by the %s', async (_, explorer) => {
    const step = eachStep({ id: 'c3-asks-in-vain', statement: 'c3 never asks and gets it at once.', when: (_before, { to, event }) => to === 'c3' && event.type === 'ASK', holds: (_before, _step, after: StateView) => !holds(after, 'c3') });
    const { fault, steps } = await refusalOf(lockSystem(), [step], explorer);
    expect(fault).toMatchObject({ code: 'asymmetric-claim', claim: 'c3-asks-in-vain', outcome: 'untested', other: 'false' });
    expect(steps).toEqual(['c1 ASK']);
  });

  test.each([['engine', search], ['reference', explore]] as const)('about the order of messages in a step is refused by the %s', async (_, explorer) => {
    const order = eachStep({
      id: 'told-in-order',
      statement: 'c1 is told before c2.',
      when: (_before, { deliveries }) => deliveries.some(({ event }) => event.type === 'CLOSED'),
      holds: (_before, { deliveries }) => deliveries.map(({ to }) => to).join(' ') === 'lock c1 c2 c3',
    });
    // All are told in the order of names, whoever they are: this claim is true of every step, and it is kept.
    expect((await explorer(lockSystem({ tellClosed: () => ['c1', 'c2', 'c3'] }), [order], { keepGoing: true })).verdicts.get('told-in-order')?.kind).toBe('holds');
    const byLine = lockSystem({ tellClosed: ({ line }) => line });
    const first = { ...order, id: 'c2-first', holds: (_before: StateView, { deliveries }: Parameters<typeof order.holds>[1]) => deliveries[1]?.to === 'c2' };
    expect((await refusalOf(byLine, [first], explorer)).fault).toMatchObject({ code: 'asymmetric-claim', claim: 'c2-first' });
  });

  test.each([['engine', search], ['reference', explore]] as const)('that is made by naming a final state is refused by the %s', async (_, explorer) => {
    const stuck = lockSystem({ mayRelease: () => false, final: (state) => holds(state, 'c1') });
    expect(await refusalOf(stuck, [], explorer)).toMatchObject({ fault: { code: 'asymmetric-claim', claim: 'final', outcome: 'true', other: 'false' }, steps: ['c1 ASK', 'c2 ASK', 'c3 ASK'] });
  });

  test('about all of them, or about what they share, is kept', async () => {
    const exclusive = always({ id: 'exclusive', statement: 'One client holds the lock at most.', when: ({ actors }: StateView) => contextOf(actors['lock']).holder !== null, holds: (state: StateView) => Object.keys(state.actors).filter((name) => holds(state, name)).length === 1 });
    const { verdicts, distinct } = await search(lockSystem(), [exclusive]);
    expect([distinct, verdicts.get('exclusive')]).toEqual([4, { kind: 'holds', tested: 3 }]);
  });
});
