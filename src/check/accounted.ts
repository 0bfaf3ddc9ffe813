/**
 * Transitions never taken, held against the reasons that a suite lists for them.
 *
 * A transition that nothing takes is dead, or kept for a reason; a list beside the model says which. What is listed
 * and taken all the same is told too, since a list that is not true any more hides the next one.
 */
import type { Coverage, NeverTaken } from '../property/coverage.ts';
import type { System } from '../system/define-system.ts';
import type { NeverTakenReasons } from '../property/suite.ts';
import { sourceOf, transitionText } from '../trace/step-words.ts';

export interface Accounted {
  /** Never taken, and nobody says why. */
  readonly open: readonly NeverTaken[];
  /** Never taken, as the list says. */
  readonly listed: readonly ListedGap[];
  /** On the list, as machine and key, and taken all the same, or not there at all. */
  readonly untrue: readonly string[];
}

export interface ListedGap {
  readonly machine: string;
  /** The key of the list: a transition as reports name it, or a mode for all transitions out of it. */
  readonly what: string;
  readonly count: number;
  readonly because: string;
}

/** Divides the gaps of a coverage by what a list says of them; the list may speak of machines that the system does not have. */
export function accountFor({ neverTaken }: Coverage, reasons: NeverTakenReasons, { actors }: Pick<System, 'actors'>): Accounted {
  const machines = new Set(Object.values(actors).map(({ machine }) => machine.id));
  const counts = new Map<string, number>();
  const open = neverTaken.filter((gap) => {
    const name = reasonListed(gap, reasons)?.name;
    if (name !== undefined) counts.set(name, (counts.get(name) ?? 0) + 1);
    return name === undefined;
  });
  const all = Object.entries(reasons).filter(([machine]) => machines.has(machine)).flatMap(([machine, ofMachine]) => Object.entries(ofMachine).map(([what, because]) => ({ machine, what, because, count: counts.get(nameOf(machine, what)) ?? 0 })));
  return { open, listed: all.filter(({ count }) => count > 0), untrue: all.filter(({ count }) => count === 0).map(({ machine, what }) => nameOf(machine, what)) };
}

/** What a list says of one transition never taken: the words for that transition before those for its mode. */
export function reasonListed({ machine, transition }: NeverTaken, reasons: NeverTakenReasons): { readonly name: string; readonly because: string } | null {
  const listed = reasons[machine] ?? {};
  const key = [transitionText(transition), sourceOf(transition)].find((candidate) => Object.hasOwn(listed, candidate));
  return key === undefined ? null : { name: nameOf(machine, key), because: listed[key] ?? '' };
}

function nameOf(machine: string, what: string): string {
  return `${machine} ${what}`;
}
