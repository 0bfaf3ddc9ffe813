/** Systems without end, and large ones with one: each grows in a way of its own. */
import { assign, raise, sendTo, setup, type AnyActorRef, type AnyStateMachine } from 'xstate';
import { defineSystem, type System } from '../../src/system/define-system.ts';
import { grid } from '../bench/single-machines.ts';
import { philosophers } from '../known-answers/philosophers.ts';
import { twoPhaseCommit } from '../known-answers/two-phase-commit.ts';

/** One actor of one machine, to which the environment gives one event again and again. */
function one(machine: AnyStateMachine): System {
  return defineSystem({ id: 'one', actors: { [machine.id]: { machine } }, stimuli: [{ to: machine.id, event: { type: 'GO' } }] });
}

/** A machine that makes a new context from the old one. */
function growing<C extends Readonly<Record<string, unknown>>>(id: string, context: C, next: (context: C) => C): AnyStateMachine {
  return setup({ types: { context: {} as C, events: {} as { readonly type: 'GO' } }, actions: { grow: assign(({ context: before }) => next(before)) } }).createMachine({ id, context, on: { GO: { actions: 'grow' } } });
}

const counter = growing('counter', { count: 0 }, ({ count }) => ({ count: count + 1 }));
const modulus = growing('modulus', { count: 0 }, ({ count }) => ({ count: (count + 1) % 16 }));
const reads = (system: { readonly get: (name: string) => unknown }, name: string): AnyActorRef => system.get(name) as AnyActorRef;

const retry = setup({ types: { events: {} as { readonly type: 'GO' | 'RETRY' } }, actions: { again: raise({ type: 'RETRY' }, { delay: 1_000 }) } }).createMachine({ id: 'retry', on: { GO: { actions: 'again' }, RETRY: { actions: 'again' } } });

/** Puts each event it gets into the queue of another actor. */
const producer = setup({ types: { events: {} as { readonly type: 'GO' } }, actions: { put: sendTo(({ system }) => reads(system, 'queue'), { type: 'PUT' }) } }).createMachine({ id: 'producer', on: { GO: { actions: 'put' } } });
const queue = setup({ types: { context: {} as { readonly messages: readonly string[] }, events: {} as { readonly type: 'PUT' } }, actions: { put: assign({ messages: ({ context }) => [...context.messages, 'PUT'] }) } }).createMachine({ id: 'queue', context: { messages: [] }, on: { PUT: { actions: 'put' } } });

/** Numbers its messages, so that the queue hears ever new events and is moved by none. */
const numbering = setup({
  types: { context: {} as { readonly next: number }, events: {} as { readonly type: 'GO' } },
  actions: { put: sendTo(({ system }) => reads(system, 'sink'), ({ context }) => ({ type: 'PUT', number: context.next })), count: assign({ next: ({ context }) => context.next + 1 }) },
}).createMachine({ id: 'numbering', context: { next: 0 }, on: { GO: { actions: ['put', 'count'] } } });
const sink = setup({ types: { events: {} as { readonly type: 'PUT'; readonly number: number } } }).createMachine({ id: 'sink', on: { PUT: {} } });

export const growingSystems = {
  counter: () => one(counter),
  array: () => one(growing('log', { entries: [] as readonly string[] }, ({ entries }) => ({ entries: [...entries, 'GO'] }))),
  set: () => one(growing('seen', { numbers: new Set<number>() }, ({ numbers }) => ({ numbers: new Set([...numbers, numbers.size]) }))),
  map: () => one(growing('index', { entries: new Map<number, string>() }, ({ entries }) => ({ entries: new Map([...entries, [entries.size, 'GO']]) }))),
  text: () => one(growing('writer', { text: '' }, ({ text }) => ({ text: `${text}.` }))),
  bounded: () => one(growing('two', { free: 0, bounded: 0 }, ({ free, bounded }) => ({ free: free + 1, bounded: (bounded + 1) % 16 }))),
  timers: () => one(retry),
  queue: () => defineSystem({ id: 'queue', actors: { queue: { machine: queue }, producer: { machine: producer } }, stimuli: [{ to: 'producer', event: { type: 'GO' } }] }),
  several: () => defineSystem({ id: 'several', actors: { modulus: { machine: modulus }, counter: { machine: counter } }, stimuli: [{ to: 'modulus', event: { type: 'GO' } }, { to: 'counter', event: { type: 'GO' } }] }),
  events: () => defineSystem({ id: 'events', actors: { sink: { machine: sink }, numbering: { machine: numbering } }, stimuli: [{ to: 'numbering', event: { type: 'GO' } }] }),
  /** A state of it costs about 60 kB. */
  wide: () => one(growing('wide', { page: 'x'.repeat(20_000), count: 0 }, ({ page, count }) => ({ page: `${count}${page.slice(String(count).length)}`, count: count + 1 }))),
  /** A state of it costs some 3 MB, and the garbage of making it more. */
  huge: () => one(growing('huge', { page: 'x'.repeat(1_000_000), count: 0 }, ({ page, count }) => ({ page: `${count}${page.slice(String(count).length)}`, count: count + 1 }))),
  grid: () => grid(64),
  'two-phase-commit': () => twoPhaseCommit(9),
  philosophers: () => philosophers('eating', 15),
} as const satisfies Readonly<Record<string, () => System>>;

export type GrowingSystem = keyof typeof growingSystems;
