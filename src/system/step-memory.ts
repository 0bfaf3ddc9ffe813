/**
 * Steps remembered by what they depended on, so that XState need not be asked for every state.
 *
 *   robot, EAST:  reads x, side; writes x          (x 3, side 9) ─▶ x becomes number 4, all else stays
 *                                                   known for every y
 *
 * A macrostep depends on the frame of the modes and the keys of the context (the layout), on the values that the machine's
 * functions read (watched-machine.ts) and on the regions that had a say (region-reads.ts); a machine is a function of these.
 * So the answer to one question is the answer to all that agree there: what was not written stays as it is, what was
 * written is the same. An answer is kept only if the watched machine gave it as well, and if what should have stayed did.
 * Which objects are one and the same cannot be watched. So nothing is kept of a step that read or wrote objects within objects,
 * or two that are alike, and no rule is followed where one that it brings along is like another.
 *
 * Places are those of a state's row. For each event and layout there are a few sets of places that were read; each has a
 * tree from the values in these places to what is known.
 */
import type { AnyStateMachine, EventObject } from 'xstate';
import type { Asker, Microstep, RecordingScope } from './actor-scope.ts';
import { readAnswer, readsTheSame, type Answer } from './answer.ts';
import type { LocalState, LocalStates } from './local-states.ts';
import type { KnownOutcome, KnownStep } from './machine-steps.ts';
import { inWorld } from './other-world.ts';
import { regionsRead } from './region-reads.ts';
import { transitionIndexOf } from './transition-index.ts';
import { WatchedMachine } from './watched-machine.ts';

/** A step that is known for all states with certain values in certain places. */
export interface Rule {
  readonly outcome: KnownOutcome;
  /** Where the step led that it was learned from. */
  readonly example: LocalState;
  /** The row it leads to: a number, or, below zero, -1 - the place it is copied from. */
  readonly row: Int32Array;
  /** The places of new objects. */
  readonly objects: readonly number[];
  /** How often it was followed. */
  uses: number;
}

/** From the value in the next place that was read to the rest; a rule where all were looked at. */
interface Branch {
  next: Map<number, Branch> | undefined;
  rule: Rule | undefined;
}

interface ReadSet {
  readonly places: readonly number[];
  readonly root: Branch;
}

interface EventMemory {
  readonly byLayout: ReadSet[][];
  found: number;
  missed: number;
  /** Questions left before it is tried again, when it was of no use; and how many there will be the next time. */
  rest: number;
  nextRest: number;
}

/** A question to which no rule was found, and what XState answered. */
export interface Missed {
  readonly asker: Asker;
  readonly state: LocalState;
  readonly event: EventObject;
  readonly eventNumber: number;
  readonly answer: Answer;
  readonly step: KnownStep;
}

/** So many questions, with rules found for less than half of them, make it rest; one that read all there is counts for many. */
const trial = 64;
const trialOfUseless = 16;
const readSetsMax = 8;
const firstRest = 1024;

export class StepMemory {
  readonly #states: LocalStates;
  readonly #scope: RecordingScope;
  readonly #machine: AnyStateMachine;
  readonly #watched: WatchedMachine;
  readonly #events: EventMemory[] = [];

  /** @throws when the machine cannot be watched. */
  constructor(machine: AnyStateMachine, states: LocalStates, scope: RecordingScope) {
    this.#machine = machine;
    this.#states = states;
    this.#scope = scope;
    this.#watched = new WatchedMachine(machine);
  }

  /** What is known of the step of a state, if anything is. */
  find(state: LocalState, eventNumber: number): Rule | undefined {
    const memory = this.#events[eventNumber];
    const sets = memory?.byLayout[state.layout.number];
    if (memory === undefined || sets === undefined) return undefined;
    for (const { places, root } of sets) {
      let at: Branch | undefined = root;
      for (let i = 0; at !== undefined && i < places.length; i += 1) at = at.next?.get(this.#states.at(state, places[i] ?? 0));
      if (at?.rule !== undefined) {
        memory.found += 1;
        return at.rule;
      }
    }
    return undefined;
  }

  /** Where a rule leads from a state; null when the objects there could be taken for one another. */
  follow({ example, row, objects }: Rule, state: LocalState): LocalState | null {
    const next = this.#states.rowToWrite(row.length);
    for (let at = 0; at < row.length; at += 1) {
      const value = row[at] ?? 0;
      next[at] = value >= 0 ? value : this.#states.at(state, -1 - value);
    }
    for (const place of objects) if (this.#isLikeAnother(next, place, example.layout.shape.sorted.length)) return null;
    return this.#states.workOut(example.layout, (key, at) => valueIn((row[at] ?? 0) >= 0 ? example : state, key));
  }

  /** Keeps what was answered, if it can be told what it depended on. */
  learn(missed: Missed): void {
    const { state, eventNumber } = missed;
    const memory = (this.#events[eventNumber] ??= { byLayout: [], found: 0, missed: 0, rest: 0, nextRest: firstRest });
    if (memory.rest > 0) {
      memory.rest -= 1;
      return;
    }
    const places = this.#remember(memory, missed);
    memory.missed += places === state.layout.width - 1 ? trialOfUseless : 1;
    if (memory.missed < trial || memory.found >= memory.missed) return;
    Object.assign(memory, { byLayout: [], found: 0, missed: 0, rest: memory.nextRest, nextRest: memory.nextRest * 2 });
  }

  /** How many places of the row the answer depended on. */
  #remember({ byLayout }: EventMemory, missed: Missed): number {
    const { state, step } = missed;
    const places = this.#placesRead(missed);
    const row = places === null ? null : this.#rowAfter(missed, places);
    if (places === null || row === null) return 0;
    const objects = [...row.keys()].filter((place) => place >= 1 && place <= step.next.layout.shape.sorted.length && (row[place] ?? 0) >= 0 && this.#states.values.depth(row[place] ?? 0) !== 'primitive');
    if (objects.some((place) => this.#states.values.depth(row[place] ?? 0) === 'deep')) return 0;
    const sets = (byLayout[state.layout.number] ??= []);
    let set = sets.find((known) => known.places.length === places.length && known.places.every((place, i) => place === places[i]));
    if (set === undefined) {
      if (sets.length === readSetsMax) return 0;
      set = { places, root: { next: undefined, rule: undefined } };
      sets.push(set);
    }
    let at = set.root;
    for (const place of places) {
      const value = this.#states.at(state, place);
      const branches = (at.next ??= new Map<number, Branch>());
      at = branches.get(value) ?? { next: undefined, rule: undefined };
      branches.set(value, at);
    }
    at.rule ??= { outcome: step.outcome, example: step.next, row, objects, uses: 0 };
    return places.length;
  }

  /** The places of the state's row that the answer depended on, in order; null when that cannot be told. */
  #placesRead({ asker, state, event, answer }: Missed): readonly number[] | null {
    const { frame, shape, width } = state.layout;
    if (answer.recording.readsName || !state.isOrdinary || !answer.state.isOrdinary) return null;
    const again = this.#askWatched(asker, state, event);
    const { keys, modes, isOpaque } = this.#watched.reads();
    if (again === null || isOpaque || !readsTheSame(answer, again) || this.#textOf(this.#machine, answer) !== this.#textOf(this.#watched.copy, again)) return null;
    const values = [...keys].map((key) => 1 + shape.sorted.indexOf(key));
    const parts = regionsRead(frame, answer.recording.microsteps, modes).map((region) => width - frame.regions.length + region);
    return values.includes(0) || !this.#areApart(state, values) ? null : [...values, ...parts].toSorted((a, b) => a - b);
  }

  /** Whether the objects in these places are flat and no two alike, so that it does not matter which are one and the same. */
  #areApart(state: LocalState, places: readonly number[]): boolean {
    const objects = places.map((place) => this.#states.at(state, place)).filter((value) => this.#states.values.depth(value) !== 'primitive');
    return new Set(objects).size === objects.length && objects.every((value) => this.#states.values.depth(value) === 'flat');
  }

  #isLikeAnother(row: Int32Array, place: number, last: number): boolean {
    for (let other = 1; other <= last; other += 1) if (other !== place && row[other] === row[place]) return true;
    return false;
  }

  #askWatched(asker: Asker, state: LocalState, event: EventObject): Answer | null {
    try {
      const snapshot = inWorld('this', () => this.#scope.call(asker, (scope) => this.#watched.transition(state.snapshot, event, scope)));
      return readAnswer(this.#states, snapshot, this.#scope.recording(), state);
    } catch {
      // The machine itself did not throw; so what it does shows differently in the watched one, and is not understood.
      return null;
    }
  }

  /** The row after the step, in terms of the row before it; null when something changed that should not have. */
  #rowAfter({ state, step }: Missed, read: readonly number[]): Int32Array | null {
    const [before, after] = [state.layout, step.next.layout];
    const { written } = this.#watched.reads();
    const row = new Int32Array(after.width);
    row[0] = after.number;
    for (const [at, key] of after.shape.sorted.entries()) {
      const from = 1 + before.shape.sorted.indexOf(key);
      if (!this.#fill(row, 1 + at, written.has(key) ? null : from, state, step.next)) return null;
    }
    const parts = after.frame.regions.length;
    const isSameFrame = after.frame === before.frame;
    const regionsBefore = before.width - before.frame.regions.length;
    // Another frame may come only of an answer that depended on all regions.
    if (!isSameFrame && before.frame.regions.some((_, region) => !read.includes(regionsBefore + region))) return null;
    for (let region = 0; region < parts; region += 1) {
      const from = regionsBefore + region;
      if (!this.#fill(row, after.width - parts + region, !isSameFrame || read.includes(from) ? null : from, state, step.next)) return null;
    }
    return row;
  }

  /** Fills one place: with the number itself where `from` is null, else with the place it is copied from. */
  #fill(row: Int32Array, place: number, from: number | null, state: LocalState, next: LocalState): boolean {
    const value = this.#states.at(next, place);
    if (from !== null && (from === 0 || this.#states.at(state, from) !== value)) return false;
    row[place] = from === null ? value : -1 - from;
    return true;
  }

  /** Which events were handled, and by which transitions. */
  #textOf(machine: AnyStateMachine, { recording }: Answer): string {
    const index = transitionIndexOf(machine);
    const line = ({ event, transitions }: Microstep): string => [event.type, ...transitions.map((transition) => index.get(transition)?.id ?? '')].join(' ');
    return recording.microsteps.map(line).join('\n');
  }
}

function valueIn(state: LocalState, key: string): unknown {
  const context: unknown = state.snapshot.context;
  return typeof context === 'object' && context !== null ? Reflect.get(context, key) : undefined;
}
