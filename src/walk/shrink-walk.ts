/**
 * Shorter walks: what to try in place of a walk that fails, most promising first.
 *
 *   A B C B C D        the walk; C returns to the state after A, twice
 *   A     B C D  ...   without loops: equal states joined, first all, then one by one
 *   A B C              its beginning: halves, quarters, ..., all but the last step
 *   A C B D            without some steps: halves, quarters, ..., single steps
 *   A   E     D        by detours: other steps, fewer, that lead to a later state of the walk
 *   A   B   B D        without any two steps
 *   A F B D            with one other enabled step in place of two or three
 *
 * Every candidate is a list of step names and is replayed; a step no longer enabled where it stands is left out, so that
 * dropping an ACQUIRE takes its RELEASE along. Hence each candidate is a true walk and strictly shorter, and shrinking
 * ends after at most as many successes as the walk has steps. None is tried twice.
 */
import type { Run } from '../property/verdict.ts';
import type { Actors } from '../system/define-system.ts';
import { labelKey } from '../system/step-label.ts';
import type { KnownState, KnownStates, KnownStep } from './known-states.ts';
import { followLabels, reaching, type Walk } from './walk.ts';

/** Steps looked at for detours, for each walk that is to be shortened. */
const detourStepsMax = 5_000;

/** Pairs and substitutes are too many for a longer walk, and it mostly does not stay long. */
const pairsLengthMax = 40;
const substitutesLengthMax = 20;

/** Candidates in place of a walk, each strictly shorter. @throws {ModelError} with the steps that lead to it. */
export function* shorterWalks<A extends Actors>(table: KnownStates<A>, walk: Walk<A>): Generator<Walk<A>, void> {
  const tried = new Set<string>();
  for (const labels of candidatesFor(walk)) {
    // Whatever a candidate generator does, shrinking ends.
    if (labels.length >= walk.labels.length) continue;
    const shorter = followLabels(table, labels);
    const text = shorter.labels.map(labelKey).join(' ');
    if (tried.has(text)) continue;
    tried.add(text);
    yield shorter;
  }
}

function* candidatesFor(walk: Walk): Generator<Run, void> {
  const { labels, known } = walk;
  const loops = loopsOf(known);
  if (loops.length > 0) yield withoutLoops(labels, known);
  yield* beginnings(labels);
  for (const { from, to } of loops) yield labels.toSpliced(from, to - from);
  yield* withoutChunks(labels);
  yield* detours(walk);
  yield* withoutPairs(labels);
  yield* substitutes(walk);
}

/** The states from one place to a later one. */
interface Stretch {
  readonly from: number;
  readonly to: number;
}

/** Stretches between equal states, longest first: from each state to its next and to its last occurrence. */
function loopsOf(known: readonly KnownState[]): readonly Stretch[] {
  const lasts = lastPlaces(known);
  const nexts = new Map<string, number>();
  const loops: Stretch[] = [];
  for (let from = known.length - 1; from >= 0; from--) {
    const key = known[from]?.key ?? '';
    const next = nexts.get(key);
    const last = lasts.get(key);
    if (next !== undefined) loops.push({ from, to: next });
    if (last !== undefined && last !== next && last > from) loops.push({ from, to: last });
    nexts.set(key, from);
  }
  return loops.toSorted(longestFirst);
}

function longestFirst(one: Stretch, other: Stretch): number {
  return other.to - other.from - (one.to - one.from) || one.from - other.from;
}

/** Leaves each state by the step that leaves it for the last time. */
function withoutLoops(labels: Run, known: readonly KnownState[]): Run {
  const lasts = lastPlaces(known);
  const kept: Run[number][] = [];
  for (let at = 0; at < known.length; at++) {
    at = lasts.get(known[at]?.key ?? '') ?? at;
    const label = labels[at];
    if (label !== undefined) kept.push(label);
  }
  return kept;
}

function* beginnings(labels: Run): Generator<Run, void> {
  for (let dropped = labels.length; dropped > 0; dropped = Math.floor(dropped / 2)) yield labels.slice(0, labels.length - dropped);
}

/** A way from one state of the walk to a later one that is shorter than the walk's own. */
interface Detour extends Stretch {
  readonly labels: Run;
}

/** Shorter ways, the greatest saving first: what is found on the walk's own ground holds whatever the claim. */
function* detours(walk: Walk): Generator<Run, void> {
  const { known, labels } = walk;
  const lasts = lastPlaces(known);
  const found = known.flatMap((_, from) => detoursFrom(walk, from, lasts));
  const saving = ({ from, to, labels: way }: Detour): number => to - from - way.length;
  for (const { from, to, labels: way } of found.toSorted((one, other) => saving(other) - saving(one))) yield [...labels.slice(0, from), ...way, ...labels.slice(to)];
}

/** Breadth first from one state, as far as its share of the steps allows: the shorter the walk, the wider the search. */
function detoursFrom(walk: Walk, from: number, lasts: ReadonlyMap<string, number>): readonly Detour[] {
  const origin = walk.known[from];
  if (origin === undefined) return [];
  const before = walk.steps.slice(0, from).map((taken, i) => ({ taken, after: walk.known[i + 1] ?? origin }));
  const seen = new Set([origin.key]);
  const frontier: { readonly at: KnownState; readonly way: readonly KnownStep[] }[] = [{ at: origin, way: [] }];
  const found: Detour[] = [];
  let left = Math.ceil(detourStepsMax / walk.known.length);
  for (const { at, way } of frontier) {
    for (const step of reaching([...before, ...way], at, (here) => here.labels.map((_, choice) => here.step(choice)))) {
      left -= 1;
      if (seen.has(step.after.key)) continue;
      seen.add(step.after.key);
      const longer = [...way, step];
      const to = lasts.get(step.after.key) ?? 0;
      if (to > from + longer.length) found.push({ from, to, labels: longer.map(({ taken }) => taken.label) });
      frontier.push({ at: step.after, way: longer });
    }
    if (left <= 0) break;
  }
  return found;
}

/** The late chunks first: what came after the last needed step is of no use to anyone. */
function* withoutChunks(labels: Run): Generator<Run, void> {
  for (let size = Math.ceil(labels.length / 2); size > 0; size = size === 1 ? 0 : Math.ceil(size / 2)) {
    for (let end = labels.length; end > 0; end -= size) yield labels.toSpliced(Math.max(0, end - size), Math.min(size, end));
  }
}

/** A step and the later one that undid it, with needed ones between. */
function* withoutPairs(labels: Run): Generator<Run, void> {
  if (labels.length > pairsLengthMax) return;
  for (let first = 0; first < labels.length; first++) {
    for (let second = first + 2; second < labels.length; second++) yield labels.filter((_, place) => place !== first && place !== second);
  }
}

/** What a detour cannot do when every step leaves its mark, on a budget say: go on from another state by the same names. */
function* substitutes({ known, labels }: Walk): Generator<Run, void> {
  if (labels.length > substitutesLengthMax) return;
  for (const replaced of [3, 2]) {
    for (const [place, state] of known.slice(0, -replaced).entries()) {
      for (const other of state.labels) yield [...labels.slice(0, place), other, ...labels.slice(place + replaced)];
    }
  }
}

function lastPlaces(known: readonly KnownState[]): ReadonlyMap<string, number> {
  return new Map(known.map(({ key }, place) => [key, place]));
}
