/**
 * How long stays last, by plain means: the second opinion on what the engine measures (engine/stays.ts, time/).
 *
 * Every step of every state is taken once more and kept as an object. The longest stay from each state is made longer, round by
 * round, until nothing changes; one of more ticks than there are states goes round in a circle. The shortest is looked for
 * from all entries, nearest first.
 */
import { limitOf, type Bound } from '../property/bound.ts';
import type { BoundClaim } from '../property/property.ts';
import type { Run } from '../property/verdict.ts';
import type { StepLabel } from '../system/step-label.ts';
import type { Semantics, SystemState } from '../system/step.ts';

interface Step {
  readonly to: number;
  readonly label: StepLabel;
  readonly ticks: number;
}

interface Explored {
  readonly semantics: Semantics;
  readonly states: readonly SystemState[];
  readonly placeOf: (key: string) => number;
  readonly runTo: (place: number) => Run;
}

/** What each claim about time measures, by its id, over the states of a complete exploration. */
export function boundsIn({ semantics, states, placeOf, runTo }: Explored, claims: readonly BoundClaim[]): ReadonlyMap<string, Bound> {
  if (claims.length === 0) return new Map();
  const tickMs = semantics.system.clock?.tickMs ?? 0;
  const steps = states.map((state): readonly Step[] =>
    semantics.enabled(state).map((label) => ({ to: placeOf(semantics.take(state, label).after.key), label, ticks: label.kind === 'tick' ? 1 : 0 })),
  );
  return new Map(
    claims.map((claim) => {
      const stays = states.map((state) => claim.during(semantics.view(state)));
      const found = claim.kind === 'longest' ? longest(steps, stays) : shortest(steps, stays);
      const bound: Bound = {
        kind: claim.kind,
        limitMs: limitOf(claim),
        ms: found?.ticks === undefined || found.ticks === null ? null : found.ticks * tickMs,
        states: stays.filter((stay) => stay).length,
        run: found === null ? null : [...runTo(found.from), ...found.labels],
        stayFrom: found === null ? 0 : runTo(found.from).length,
        cycleSteps: found === null || found.ticks !== null ? 0 : found.labels.length,
      };
      return [claim.id, bound] as const;
    }),
  );
}

interface Stay {
  /** Null when it can last for ever; its steps are then those of the cycle. */
  readonly ticks: number | null;
  readonly from: number;
  readonly labels: readonly StepLabel[];
}

function longest(steps: readonly (readonly Step[])[], stays: readonly boolean[]): Stay | null {
  const places = stays.flatMap((stay, place) => (stay ? [place] : []));
  let ticks: readonly number[] = stays.map(() => 0);
  for (let next = oneRound(steps, stays, ticks); next.join(' ') !== ticks.join(' '); next = oneRound(steps, stays, ticks)) {
    ticks = next;
    if (ticks.some((length) => length > places.length)) return cycle(steps, stays, places);
  }
  const [first] = places.toSorted((a, b) => (ticks[b] ?? 0) - (ticks[a] ?? 0) || a - b);
  if (first === undefined) return null;
  const labels: StepLabel[] = [];
  for (let [here, left] = [first, ticks[first] ?? 0]; left > 0; left -= 1) {
    const isTick = ({ to, ticks: passed }: Step): boolean => passed === 1 && (stays[to] === true ? (ticks[to] ?? 0) : 0) === left - 1;
    const way = search(steps, stays, here, (place) => (ticks[place] ?? 0) === left && (steps[place] ?? []).some(isTick), 0);
    const tick = (steps[way?.end ?? here] ?? []).find(isTick);
    if (way === null || tick === undefined) throw new RangeError('the longest stay has no way');
    labels.push(...way.labels, tick.label);
    here = tick.to;
  }
  return { ticks: ticks[first] ?? 0, from: first, labels };
}

/** The longest stays from each state, when a stay may be one step longer than these. */
function oneRound(steps: readonly (readonly Step[])[], stays: readonly boolean[], longest: readonly number[]): readonly number[] {
  return longest.map((_, place) => (stays[place] === true ? Math.max(0, ...(steps[place] ?? []).map(({ to, ticks }) => ticks + (stays[to] === true ? (longest[to] ?? 0) : 0))) : 0));
}

/** The first state with a tick from which it can be reached again. */
function cycle(steps: readonly (readonly Step[])[], stays: readonly boolean[], places: readonly number[]): Stay {
  for (const place of places) {
    const tick = (steps[place] ?? []).find(({ to, ticks }) => ticks === 1 && stays[to] === true);
    const way = tick === undefined ? null : search(steps, stays, tick.to, (other) => other === place, 1);
    if (tick !== undefined && way !== null) return { ticks: null, from: place, labels: [tick.label, ...way.labels] };
  }
  throw new RangeError('there is no cycle');
}

function shortest(steps: readonly (readonly Step[])[], stays: readonly boolean[]): Stay | null {
  const enters = (place: number): boolean => place === 0 || steps.some((all, from) => stays[from] !== true && all.some(({ to }) => to === place));
  const best = new Map<number, { readonly ticks: number; readonly from: number; readonly labels: readonly StepLabel[] }>();
  stays.forEach((stay, place) => {
    if (stay && enters(place)) best.set(place, { ticks: 0, from: place, labels: [] });
  });
  const settled = new Set<number>();
  const ends: Stay[] = [];
  for (;;) {
    const [nearest] = [...best].filter(([place]) => !settled.has(place)).toSorted(([, a], [, b]) => a.ticks - b.ticks);
    if (nearest === undefined) return ends.toSorted((a, b) => (a.ticks ?? 0) - (b.ticks ?? 0))[0] ?? null;
    const [place, { ticks, from, labels }] = nearest;
    settled.add(place);
    for (const step of steps[place] ?? []) {
      const stay = { ticks: ticks + step.ticks, from, labels: [...labels, step.label] };
      if (stays[step.to] !== true) ends.push(stay);
      else if (stay.ticks < (best.get(step.to)?.ticks ?? Number.POSITIVE_INFINITY)) best.set(step.to, stay);
    }
  }
}

/** A shortest way within a stay to a state that is wanted, over steps of at most so many ticks each. */
function search(steps: readonly (readonly Step[])[], stays: readonly boolean[], from: number, isWanted: (place: number) => boolean, ticksMax: number): { readonly end: number; readonly labels: readonly StepLabel[] } | null {
  const known = new Set([from]);
  const open: { readonly end: number; readonly labels: readonly StepLabel[] }[] = [{ end: from, labels: [] }];
  for (const way of open) {
    if (isWanted(way.end)) return way;
    for (const { to, label, ticks } of steps[way.end] ?? []) {
      if (stays[to] !== true || ticks > ticksMax || known.has(to)) continue;
      known.add(to);
      open.push({ end: to, labels: [...way.labels, label] });
    }
  }
  return null;
}
