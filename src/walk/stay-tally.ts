/**
 * How long the stays of random walks last: the distribution behind a claim about time.
 *
 * A check proves the longest and the shortest; what lies between, and how often, only runs can tell, and only for the odds that
 * these walks have. A stay that its walk does not see the end of is counted, but has no length.
 */
import { limitOf, type Bound } from '../property/bound.ts';
import type { BoundClaim } from '../property/property.ts';
import { replayed } from '../trace/replay-live.ts';
import type { Trace } from '../trace/trace.ts';
import type { Walk } from './walk.ts';

/** What the walks say of one claim about time. */
export interface StaySample {
  readonly id: string;
  readonly kind: BoundClaim['kind'];
  readonly statement: string;
  readonly limitMs: Bound['limitMs'];
  /** Lengths in ms, ascending, with how many stays had each. */
  readonly counts: readonly (readonly [ms: number, stays: number])[];
  /** Stays that ended, and those that had not when their walk did. */
  readonly ended: number;
  readonly open: number;
  /** The longest stay that ended, or of a `shortest` the shortest, the first such; null when none ended. */
  readonly extreme: { readonly ms: number; readonly run: number; readonly trace: Trace } | null;
}

export class StayTally {
  readonly #claim: BoundClaim;
  readonly #counts = new Map<number, number>();
  #open = 0;
  #extreme: { readonly ms: number; readonly run: number; readonly walk: Walk; readonly end: number } | null = null;

  constructor(claim: BoundClaim) {
    this.#claim = claim;
  }

  /** Counts the stays of a walk, which is run number `run`. */
  note(walk: Walk, run: number): void {
    let lasted: number | null = null;
    for (const [i, { view }] of walk.known.entries()) {
      const label = walk.steps[i - 1]?.label;
      if (lasted !== null && label?.kind === 'tick') lasted += label.tickMs;
      if (this.#claim.during(view)) {
        lasted ??= 0;
      } else if (lasted !== null) {
        this.#end(lasted, walk, i, run);
        lasted = null;
      }
    }
    if (lasted !== null) this.#open += 1;
  }

  /** @throws {DisagreementError} when live actors go another way than the run that is shown. */
  sample(): StaySample {
    const { id, kind, statement } = this.#claim;
    const counts = [...this.#counts].toSorted(([a], [b]) => a - b);
    const extreme = this.#extreme;
    return {
      id,
      kind,
      statement,
      limitMs: limitOf(this.#claim),
      counts,
      ended: counts.reduce((sum, [, stays]) => sum + stays, 0),
      open: this.#open,
      extreme: extreme === null ? null : { ms: extreme.ms, run: extreme.run, trace: replayed(extreme.walk.semantics, extreme.walk.traceTo(extreme.end)) },
    };
  }

  #end(ms: number, walk: Walk, end: number, run: number): void {
    this.#counts.set(ms, (this.#counts.get(ms) ?? 0) + 1);
    const extreme = this.#extreme?.ms ?? null;
    if (extreme === null || (this.#claim.kind === 'longest' ? ms > extreme : ms < extreme)) this.#extreme = { ms, run, walk, end };
  }
}

/** The least length that so large a share of the stays do not exceed. @throws {RangeError} when there are none. */
export function percentile(counts: StaySample['counts'], share: number): number {
  const stays = counts.reduce((sum, [, count]) => sum + count, 0);
  let seen = 0;
  for (const [ms, count] of counts) {
    seen += count;
    if (seen >= share * stays) return ms;
  }
  throw new RangeError('there are no stays');
}
