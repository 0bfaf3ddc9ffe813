/** Growth on made local states: each kind of field that can grow, and what must not be said to. */
import { describe, expect, test } from 'vitest';
import { growthOf, type Growth, type Met } from '../../src/property/growth.ts';
import { noTimers, schedule, type Timers } from '../../src/system/timers.ts';

const actors = [{ name: 'one', machine: 'm1' }, { name: 'two', machine: 'm2' }];

/** Local states of one actor, the n-th first met at depth n. */
function ofActor(place: number, depths: number, context: (depth: number) => unknown, timers: (depth: number) => Timers = () => noTimers): readonly Met[] {
  return Array.from({ length: depths }, (_, depth) => ({ place, context: context(depth), timers: timers(depth), depth }));
}

/** What grew over 64 levels. */
const over64 = (context: (depth: number) => unknown, timers?: (depth: number) => Timers): Growth | null => growthOf(actors, 63, ofActor(0, 64, context, timers));
const summaries = (growth: Growth | null): readonly string[] =>
  (growth?.fields ?? []).map(({ actor, machine, path, measure, values, least, greatest, lastNewDepth }) => `${actor}/${machine}: ${path} ${measure} ${values} from ${least} to ${greatest}, last at ${lastNewDepth}`);
const upTo = (count: number): readonly number[] => Array.from({ length: count }, (_, i) => i);

describe('what grows is named by its path and by what of it grows', () => {
  test.each<[string, (depth: number) => unknown, string]>([
    ['a counter', (n) => ({ count: n }), 'context.count number 64 from 0 to 63'],
    ['a number ever smaller', (n) => ({ credit: -n }), 'context.credit number 64 from -63 to 0'],
    ['a bigint', (n) => ({ serial: BigInt(n) }), 'context.serial number 64 from 0 to 63'],
    ['fractions between bounds', (n) => ({ share: 1 / (n + 1) }), 'context.share number 64 from 0.015625 to 1'],
    ['a counter two objects down', (n) => ({ disk: { pages: { written: n } } }), 'context.disk.pages.written number 64 from 0 to 63'],
    ['a key that is no identifier', (n) => ({ 'node 1': n }), 'context["node 1"] number 64 from 0 to 63'],
    ['an array', (n) => ({ messages: Array.from({ length: n }, () => 'PING') }), 'context.messages length 64 from 0 to 63'],
    ['a text that gets longer', (n) => ({ text: 'x'.repeat(n) }), 'context.text text 64 from 0 to 63'],
    ['texts of one length', (n) => ({ id: `job-${100 + n}` }), 'context.id text 64 from 7 to 7'],
    ['a Set', (n) => ({ seen: new Set(upTo(n)) }), 'context.seen size 64 from 0 to 63'],
    ['a Map', (n) => ({ entries: new Map(upTo(n).map((key) => [key, 0])) }), 'context.entries size 64 from 0 to 63'],
    ['an object as a dictionary', (n) => ({ byId: Object.fromEntries(upTo(n).map((key) => [`job${key}`, true])) }), 'context.byId keys 63 from 1 to 63'],
    ['an object with one key, ever another', (n) => ({ byId: { [`job${n}`]: true } }), 'context.byId keys 64 from 1 to 1'],
    ['a Map with one key, ever another', (n) => ({ entries: new Map([[n, true]]) }), 'context.entries.keys() number 64 from 0 to 63'],
    ['a counter in a Map', (n) => ({ entries: new Map([['node1', { term: n }]]) }), 'context.entries.get(key).term number 64 from 0 to 63'],
    ['a Set with one member, ever another', (n) => ({ seen: new Set([n]) }), 'context.seen.values() number 64 from 0 to 63'],
    ['a ring buffer of serial numbers', (n) => ({ recent: [n, n + 1] }), 'context.recent[i] number 65 from 0 to 64'],
    ['a linked list', (n) => ({ head: upTo(n).reduce<unknown>((next) => ({ next }), null) }), 'context.head nesting 63 from 1 to 63'],
  ])('%s', (_, context, said) => {
    expect(summaries(over64(context))).toEqual([`one/m1: ${said}, last at 63`]);
  });

  test('timers that pile up', () => {
    const retries = (count: number): Timers => upTo(count).reduce<Timers>((timers) => schedule(timers, { from: 'one', to: 'one', sendId: null, event: { type: 'RETRY' }, eventKey: 'RETRY', delayMs: 10, leftMs: null }), noTimers);
    expect(summaries(over64(() => ({}), retries))).toEqual(['one/m1: timer RETRY pending 63 from 1 to 63, last at 63']);
  });
});

describe('what has come to an end is not named', () => {
  test.each<[string, (depth: number) => unknown]>([
    ['a counter with a modulus', (n) => ({ count: n % 32 })],
    ['a counter with an upper bound', (n) => ({ count: Math.min(n, 40) })],
    ['an array with a capacity', (n) => ({ messages: Array.from({ length: Math.min(n, 20) }, () => 'PING') })],
    ['modes and switches', (n) => ({ on: n % 2 === 0, at: n % 3 === 0 ? 'node1' : null })],
    ['nothing', () => undefined],
    ['few values, though to the end', (n) => ({ count: Math.floor(n / 10) })],
    ['values that began to come only now', (n) => ({ count: Math.max(0, n - 50) })],
    ['new values that have become rare', (n) => ({ count: n < 40 ? n : n === 60 ? -1 : 0 })],
  ])('%s', (_, context) => {
    expect(over64(context)).toBeNull();
  });

  test('of two counters the bounded one', () => {
    expect(summaries(over64((n) => ({ bounded: n % 16, free: n })))).toEqual(['one/m1: context.free number 64 from 0 to 63, last at 63']);
  });

  test('anything, in a run of few levels', () => {
    expect(growthOf(actors, 6, upTo(7).flatMap((depth) => upTo(100).map((n) => ({ place: 0, context: { count: depth * 100 + n }, timers: noTimers, depth }))))).toBeNull();
  });

  test('the side of a grid, once the run has gone past it', () => {
    const grid = (side: number, depth: number): readonly Met[] => upTo(depth + 1).flatMap((sum) => upTo(sum + 1).map((x) => ({ x, y: sum - x })).filter(({ x, y }) => x < side && y < side).map((context) => ({ place: 0, context, timers: noTimers, depth: sum })));
    expect(growthOf(actors, 90, grid(64, 90))).toBeNull();
    expect(summaries(growthOf(actors, 60, grid(64, 60)))).toEqual(['one/m1: context.x number 61 from 0 to 60, last at 60', 'one/m1: context.y number 61 from 0 to 60, last at 60']);
  });
});

describe('of several', () => {
  test('the fields with the most values come first, whichever actor has them', () => {
    const met = [...ofActor(0, 64, (n) => ({ slow: Math.floor(n / 2) })), ...ofActor(1, 64, (n) => ({ fast: n }))].toSorted((a, b) => a.depth - b.depth);
    expect(summaries(growthOf(actors, 63, met))).toEqual(['two/m2: context.fast number 64 from 0 to 63, last at 63', 'one/m1: context.slow number 32 from 0 to 31, last at 62']);
  });

  test('what lies below a field that gets larger is its consequence', () => {
    expect(summaries(over64((n) => ({ log: upTo(n).map((at) => ({ at, text: `entry ${at}` })) })))).toEqual(['one/m1: context.log length 64 from 0 to 63, last at 63']);
  });

  test('keys that change all the time do not make it look into ever more fields', () => {
    expect(summaries(growthOf(actors, 4_999, ofActor(0, 5_000, (n) => ({ byId: { [`job${n}`]: { tries: n, log: [n] } }, count: n }))))).toEqual(['one/m1: context.byId keys 5000 from 1 to 1, last at 4999', 'one/m1: context.count number 5000 from 0 to 4999, last at 4999']);
  });
});
