/**
 * Walks as a fast-check arbitrary: random runs of a system, for anyone's tests.
 *
 *   fc.assert(fc.property(walks(system), (walk) => expectHolds(oneWriter, walk)))
 *
 * An arbitrary of its own, because the ready-made ones do not get far: arrays of events are mostly events that nobody
 * answers, `fc.commands` stops at ten, and lists of choices shrink to nonsense, since the third enabled step is another
 * step once the second is gone. This one walks enabled steps and shrinks by names (shrink-walk.ts).
 *
 * fast-check's bias towards small values is left aside: a short walk finds nothing that a long one does not.
 */
import { Arbitrary, Stream, stream, Value, type Random } from 'fast-check';
import type { Actors, System } from '../system/define-system.ts';
import { knownStatesOf, type KnownState, type KnownStates, type KnownStep } from './known-states.ts';
import { shorterWalks } from './shrink-walk.ts';
import { drawSwarm, everythingOn, type Swarm } from './swarm.ts';
import { labelKey } from '../system/step-label.ts';
import { diceFrom, type Dice } from './dice.ts';
import { reaching, Walk } from './walk.ts';

export interface WalksOptions {
  /** Steps of the longest walk. Default: 100. */
  readonly lengthMax?: number;
  /** Whether each run switches off a random half of the event types. Default: true. */
  readonly swarm?: boolean;
}

/**
 * Measured on the planted violations of test/walk: 30 steps miss what lies 15 deep, 240 take six times the steps of 30 to
 * find what lies 6 deep. Steps are cheap and misses are not, so it leans to long.
 */
export const lengthMaxDefault = 100;

/** One step in so many may be a stutter where something else is enabled; never two in a row. */
const stutterOdds = 16;

/** One walk in so many ends at a random length, for tests that look at last states. */
const shortOdds = 8;

/** Fresh walks that are tried when a walk has no shorter form. */
const freshMax = 1_000;

/**
 * Random walks of a system, from its initial state.
 *
 * A walk takes enabled steps until it is as long as it may be or no step leads on. The same seed gives the same walks.
 * Walks shrink by cutting loops and dropping steps; recorded ones do too, see `walkOf`.
 * @throws {ModelError} from generation and shrinking, with the steps that lead to it.
 * @throws {RangeError} when `lengthMax` is not a whole number of at least 0.
 */
export function walks<A extends Actors>(system: System<A>, options: WalksOptions = {}): Arbitrary<Walk<A>> {
  const { lengthMax = lengthMaxDefault, swarm = true } = options;
  if (!Number.isInteger(lengthMax) || lengthMax < 0) throw new RangeError(`lengthMax is ${lengthMax}; it is a whole number of at least 0`);
  return new Walks(knownStatesOf(system), lengthMax, swarm);
}

class Walks<A extends Actors> extends Arbitrary<Walk<A>> {
  readonly #table: KnownStates<A>;
  readonly #lengthMax: number;
  readonly #swarm: boolean;

  constructor(table: KnownStates<A>, lengthMax: number, swarm: boolean) {
    super();
    this.#table = table;
    this.#lengthMax = lengthMax;
    this.#swarm = swarm;
  }

  override generate(random: Random): Value<Walk<A>> {
    const length = random.nextInt(1, shortOdds) === 1 ? random.nextInt(0, this.#lengthMax) : this.#lengthMax;
    return new Value(this.#walk(random, length), undefined);
  }

  #walk(random: Dice, length: number): Walk<A> {
    const swarm = this.#swarm ? drawSwarm(random) : everythingOn;
    const start = this.#table.start();
    const steps: KnownStep<A>[] = [];
    let at = start.state;
    while (steps.length < length) {
      const mayStutter = steps.at(-1)?.taken.stutter !== true;
      const step = reaching(steps, at, (here) => chooseStep(here, random, swarm, mayStutter));
      if (step === null) break;
      steps.push(step);
      at = step.after;
    }
    return new Walk(this.#table, start, steps);
  }

  override canShrinkWithoutContext(value: unknown): value is Walk<A> {
    return value instanceof Walk && value.system === this.#table.system;
  }

  override shrink(walk: Walk<A>): Stream<Value<Walk<A>>> {
    return stream(this.#candidates(walk)).map((shorter) => new Value(shorter, undefined));
  }

  /** Shorter forms of the walk; then other, shorter walks, the way out when it fails for a reason that has no shorter form. */
  *#candidates(walk: Walk<A>): Generator<Walk<A>, void> {
    const seen = new Set<string>();
    for (const shorter of shorterWalks(this.#table, walk)) {
      seen.add(stepsText(shorter));
      yield shorter;
    }
    const length = walk.steps.length - 1;
    if (length < 1) return;
    const dice = diceFrom(stepsText(walk));
    for (let draw = 0; draw < freshMax; draw += 1) {
      const fresh = this.#walk(dice, length);
      const text = stepsText(fresh);
      if (seen.has(text)) continue;
      seen.add(text);
      yield fresh;
    }
  }
}

function stepsText(walk: Walk): string {
  return walk.labels.map(labelKey).join(' ');
}

/** A random enabled step that leads on; null when none does. */
function chooseStep<A extends Actors>(at: KnownState<A>, random: Dice, swarm: Swarm, mayStutter: boolean): KnownStep<A> | null {
  const liked: number[] = [];
  const disliked: number[] = [];
  at.kinds.forEach((kind, choice) => (swarm.isOn(kind) ? liked : disliked).push(choice));
  return chooseAmong(at, liked, random, mayStutter) ?? chooseAmong(at, disliked, random, mayStutter);
}

function chooseAmong<A extends Actors>(at: KnownState<A>, choices: number[], random: Dice, mayStutter: boolean): KnownStep<A> | null {
  while (choices.length > 0) {
    const [choice = 0] = choices.splice(random.nextInt(0, choices.length - 1), 1);
    const step = at.step(choice);
    if (!step.taken.stutter || (mayStutter && random.nextInt(1, stutterOdds) === 1)) return step;
  }
  return null;
}
