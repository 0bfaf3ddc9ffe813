/**
 * The same call in two worlds that differ in time and luck, so that a machine that asks either gives itself away.
 *
 * Calling twice and comparing is not enough: the clock may not have moved in between, and two throws of a coin agree
 * every other time. In the first world `Math.random` gives its least value and the clock is right; in the second it gives
 * its greatest and the clock is a leap year and some odd hours ahead.
 */
const aheadMs = 366 * 24 * 3_600_000 + 13 * 3_600_000 + 61_061;

export type World = 'this' | 'other';

const leastLuck = (): number => 0;
const mostLuck = (): number => 1 - Number.EPSILON;

/** What `act` returns in the given world. The world is the process's own again when it returns or throws. */
export function inWorld<T>(world: World, act: () => T): T {
  const { random } = Math;
  const RealDate = globalThis.Date;
  Math.random = world === 'this' ? leastLuck : mostLuck;
  if (world === 'other') globalThis.Date = dateAhead(RealDate);
  try {
    return act();
  } finally {
    Math.random = random;
    globalThis.Date = RealDate;
  }
}

/** One for each clock: a test may have put another in place. */
const datesAhead = new WeakMap<DateConstructor, DateConstructor>();

function dateAhead(RealDate: DateConstructor): DateConstructor {
  const known = datesAhead.get(RealDate);
  if (known !== undefined) return known;
  const ahead = new Proxy(RealDate, {
    construct: (_, args: readonly unknown[], newTarget): object => {
      const made: unknown = Reflect.construct(RealDate, args.length === 0 ? [RealDate.now() + aheadMs] : args, newTarget);
      return made instanceof RealDate ? made : new RealDate(Number.NaN);
    },
    apply: () => new RealDate(RealDate.now() + aheadMs).toString(),
    get: (target, key): unknown => (key === 'now' ? () => RealDate.now() + aheadMs : Reflect.get(target, key)),
  });
  datesAhead.set(RealDate, ahead);
  return ahead;
}
