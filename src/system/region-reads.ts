/**
 * Which parallel regions a macrostep depended on: by an argument about XState's algorithm, made for each macrostep anew.
 *
 * Let P be the outermost active parallel mode. XState asks a region of P for transitions on the event, and again on each event
 * raised later; a region none of whose modes has a transition for the event has no say. It asks for `always` after each
 * microstep, so a region with one always has a say. What a transition then exits and enters lies below its domain, the least
 * mode around its source and all its targets; if that is a region of P or lies within one, the other regions stay as
 * they are, and so do the modes around P. Whether P itself is done is looked up when a region has become final.
 *
 *   dial0 ─TURN0▶      P has dial0 .. dial4, none but dial0 has a transition for TURN0, which stays within dial0: it
 *                      depended on dial0 alone, and left dial1 .. dial4 as they were
 *
 * So the macrostep depended on the regions that had a say, and on all of them when a transition came from or led outside its
 * region, when a region became final, or when a guard asked for modes. It did not depend on the order of modes: where that
 * can matter, or where the modes are not those that `value` tells, there are no regions (mode-numbers.ts).
 */
import type { AnyStateNode, AnyTransitionDefinition } from 'xstate';
import type { Microstep } from './actor-scope.ts';
import { regionOf, type Frame } from './mode-numbers.ts';
import { modesFrom } from './transition-index.ts';

/** What a region may answer. */
interface Ears {
  readonly descriptors: ReadonlySet<string>;
  /** Some descriptor stands for many events. */
  readonly hasWildcard: boolean;
  readonly hasAlways: boolean;
}

const earsOfRegions = new WeakMap<AnyStateNode, Ears>();

/** The places, among the frame's regions, of those that a macrostep depended on. */
export function regionsRead({ regions }: Frame, microsteps: readonly Microstep[], guardsAskForModes: boolean): readonly number[] {
  const places = regions.map((_, place) => place);
  if (guardsAskForModes || microsteps.some((microstep) => leavesItsRegion(microstep, regions))) return places;
  return places.filter((place) => {
    const region = regions[place];
    if (region === undefined) return true;
    const { hasAlways, hasWildcard, descriptors } = earsOf(region);
    return hasAlways || hasWildcard || microsteps.some(({ event }) => descriptors.has(event.type));
  });
}

function leavesItsRegion({ transitions, nodes }: Microstep, regions: readonly AnyStateNode[]): boolean {
  return transitions.some((transition) => {
    if (transition.target === undefined || transition.target.length === 0) return false;
    const region = regionOf(transition.source, regions);
    return region === undefined || !staysWithin(transition, region) || isFinal(region, new Set(nodes));
  });
}

/** Whether the domain of a transition is a region or lies within it, whatever its history nodes remember. */
function staysWithin({ source, target, reenter }: AnyTransitionDefinition, region: AnyStateNode): boolean {
  if (source === region && reenter) return false;
  return (target ?? []).every((node) => node !== region && regionOf(node, [region]) !== undefined && (node.type !== 'history' || remembersWithin(node, region)));
}

/** A history node that remembers nothing leads where it was told to, or into the initial mode, or to a parallel parent itself. */
function remembersWithin({ config, parent }: AnyStateNode, region: AnyStateNode): boolean {
  return config.target === undefined && !(parent === region && parent.type === 'parallel');
}

/** XState's own notion of a mode that is done. */
function isFinal(node: AnyStateNode, active: ReadonlySet<AnyStateNode>): boolean {
  const children = Object.values(node.states).filter(({ type }) => type !== 'history');
  if (node.type === 'compound') return children.some((child) => child.type === 'final' && active.has(child));
  if (node.type === 'parallel') return children.every((child) => isFinal(child, active));
  return node.type === 'final';
}

function earsOf(region: AnyStateNode): Ears {
  const known = earsOfRegions.get(region);
  if (known !== undefined) return known;
  const modes = modesFrom(region);
  const descriptors = new Set(modes.flatMap(({ transitions }) => [...transitions.keys()]));
  const ears = { descriptors, hasWildcard: [...descriptors].some((descriptor) => descriptor.endsWith('*')), hasAlways: modes.some(({ always }) => always !== undefined) };
  earsOfRegions.set(region, ears);
  return ears;
}
