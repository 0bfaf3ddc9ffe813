/**
 * What the captain tells of a turn: new states and remarks, as one thread would have told them.
 *
 * Nearly all states needed no closer look, and of the few that did nearly none decides a claim. Then their order is of no consequence, and
 * only what they add to the counts is told. Where one would decide a claim, or a predicate fails, all of the turn is shown in order.
 */
import * as at from './crew-control.ts';
import type { StateRemark } from './filled.ts';
import type { GlancedClaim } from './glance.ts';
import type { Found } from './share.ts';

/** Who is told. */
export interface Witness {
  /** The open claims as they can be looked at at a glance; null when every new state must be shown. */
  readonly glanced: () => readonly GlancedClaim[] | null;
  /** Whether a claim would be decided by a state, or cannot be asked; what it adds to the counts is kept until they are told. */
  readonly wouldDecide: (number: number) => boolean;
  /** Tells the counts kept, and these; or forgets those kept. */
  readonly tellQuiet: (quiet: readonly { readonly states: number; readonly tested: Int32Array }[]) => void;
  readonly forgetQuiet: () => void;
  readonly show: (number: number) => void;
  readonly lost: (state: number, label: number) => void;
  readonly noWayOut: (state: number) => void;
}

/** New states from `base` on, and remarks in the order of states. */
export interface Told {
  readonly base: number;
  readonly fresh: number;
  readonly found: Found;
  readonly remarks: readonly StateRemark[];
  readonly claims: readonly GlancedClaim[] | null;
}

export function tell(told: Told, witness: Witness): void {
  const { found, remarks, claims } = told;
  const shares = found.findings.slice(0, -1);
  const closer = (): number[] => shares.flatMap(({ unquiet, counts }) => [...unquiet.subarray(0, counts[at.foundUnquiet] ?? 0)]);
  if (claims === null || closer().toSorted((a, b) => a - b).some((number) => witness.wouldDecide(number))) {
    witness.forgetQuiet();
    showAll(told, witness);
    return;
  }
  witness.tellQuiet(shares.map(({ counts, tested }) => ({ states: (counts[at.foundFresh] ?? 0) - (counts[at.foundUnquiet] ?? 0), tested })));
  for (const remark of remarks) tellRemark(remark, witness);
}

function tellRemark({ state, label }: StateRemark, witness: Witness): void {
  if (label < 0) witness.noWayOut(state);
  else witness.lost(state, label);
}

/** Shows all new states in order, with each remark before the candidate that it came before. */
function showAll({ base, fresh, found, remarks }: Told, witness: Witness): void {
  const shares = found.findings.slice(0, -1);
  const places = remarks.length === 0 ? [] : placesOf(found, remarks);
  const heads = shares.map(() => 0);
  let remark = 0;
  const tellUpTo = (limit: number): void => {
    for (let told = remarks[remark]; told !== undefined && (places[remark] ?? 0) <= limit; told = remarks[remark]) {
      remark += 1;
      tellRemark(told, witness);
    }
  };
  for (let number = base; number < base + fresh; number += 1) {
    let first = 0;
    let firstPlace = Infinity;
    shares.forEach((share, i) => {
      const head = heads[i] ?? 0;
      const place = head < (share.counts[at.foundFresh] ?? 0) ? (share.fresh[head * at.perFresh] ?? 0) : Infinity;
      if (place >= firstPlace) return;
      firstPlace = place;
      first = i;
    });
    tellUpTo(firstPlace);
    heads[first] = (heads[first] ?? 0) + 1;
    witness.show(number);
  }
  tellUpTo(Infinity);
}

/** The places of remarks in the order of candidates. */
function placesOf({ from, end, findings, takers }: Found, remarks: readonly StateRemark[]): readonly number[] {
  const places: number[] = [];
  let place = 0;
  for (let state = from; state < end; state += 1) {
    for (let remark = remarks[places.length]; remark?.state === state; remark = remarks[places.length]) places.push(place + remark.after);
    const chunk = Math.floor((state - from) / at.chunkStates);
    const row = ((takers[chunk * at.perTaker + 1] ?? 0) + ((state - from) % at.chunkStates)) * at.perFound;
    const { states, holes } = findings[takers[chunk * at.perTaker] ?? 0] ?? {};
    const hole = (states?.[row + 2] ?? -1) * at.perHole;
    place += (states?.[row + 1] ?? 0) - (row === 0 ? 0 : (states?.[row - at.perFound + 1] ?? 0));
    if (hole >= 0) place += (holes?.[hole + 4] ?? 0) - (holes?.[hole + 3] ?? 0);
  }
  return places;
}
