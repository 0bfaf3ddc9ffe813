/**
 * What was exercised of one actor, counted by blocks of modes: a frame, or what one region is in (mode-numbers.ts).
 *
 * A machine with parallel regions has many sets of active modes and few blocks. Each step of a table is counted once, with the
 * number of times it was taken, by adding to a few numbers; the modes themselves are looked at when the counting is done.
 */
import type { AnyStateNode } from 'xstate';
import type { LocalState, LocalStep } from '../system/local-step.ts';

/** How often an event was handled in each block, and in which blocks a list of transitions answered it. */
interface Handled {
  visits: Float64Array;
  readonly answers: Map<string, Answered>;
}

interface Answered {
  readonly taken: readonly string[];
  blocks: Float64Array;
}

/** What a tally tells of a mode: it was visited; it met an event; these transitions answered. */
export interface TallyReader {
  readonly visited: (mode: AnyStateNode) => void;
  readonly handled: (mode: AnyStateNode, eventType: string, times: number) => void;
  readonly answered: (mode: AnyStateNode, eventType: string, taken: readonly string[]) => void;
}

export class BlockTally {
  readonly #modes: (readonly AnyStateNode[])[] = [];
  readonly #handled = new Map<string, Handled>();
  #visits: Float64Array = new Float64Array(64);
  /** Of the state that is looked at. */
  readonly #blocks: number[] = [];

  /** Counts a step, taken so many times. */
  add(before: LocalState, eventType: string, { next, taken, unansweredRaises }: LocalStep, times: number): void {
    const handled = this.#of(eventType);
    const answered = answerIn(handled, taken);
    this.#look(before);
    handled.visits = added(handled.visits, this.#blocks, times);
    answered.blocks = added(answered.blocks, this.#blocks, 1);
    this.#look(next);
    this.#visits = added(this.#visits, this.#blocks, 1);
    for (const { type } of unansweredRaises) {
      const raised = this.#of(type);
      raised.visits = added(raised.visits, this.#blocks, times);
    }
  }

  /** Tells everything that was counted, mode by mode. */
  tell(reader: TallyReader): void {
    this.#forEach(this.#visits, (mode) => reader.visited(mode));
    for (const [type, { visits, answers }] of this.#handled) {
      this.#forEach(visits, (mode, times) => reader.handled(mode, type, times));
      for (const { taken, blocks } of answers.values()) this.#forEach(blocks, (mode) => reader.answered(mode, type, taken));
    }
  }

  #forEach(counts: Float64Array, act: (mode: AnyStateNode, count: number) => void): void {
    counts.forEach((count, block) => {
      if (count > 0) for (const mode of this.#modes[block] ?? []) act(mode, count);
    });
  }

  /** Notes the blocks of a state. */
  #look(state: LocalState): void {
    const blocks = this.#blocks;
    state.writeBlocks(blocks);
    for (let at = 0; at < blocks.length; at += 1) {
      const block = blocks[at] ?? 0;
      this.#modes[block] ??= state.modesOfBlock(block);
    }
  }

  #of(eventType: string): Handled {
    const known = this.#handled.get(eventType);
    if (known !== undefined) return known;
    const handled = { visits: new Float64Array(64), answers: new Map<string, Answered>() };
    this.#handled.set(eventType, handled);
    return handled;
  }
}

function answerIn({ answers }: Handled, taken: readonly string[]): Answered {
  const text = taken.length === 1 ? (taken[0] ?? '') : taken.join('\n');
  const known = answers.get(text);
  if (known !== undefined) return known;
  const answered = { taken, blocks: new Float64Array(64) };
  answers.set(text, answered);
  return answered;
}

/** The counts, in a longer array when they need one, with so much added in these places. */
function added(counts: Float64Array, places: readonly number[], amount: number): Float64Array {
  let room = counts;
  for (let at = 0; at < places.length; at += 1) {
    const place = places[at] ?? 0;
    if (place >= room.length) {
      const old = room;
      room = new Float64Array(Math.max(place + 1, 2 * old.length));
      room.set(old);
    }
    room[place] = (room[place] ?? 0) + amount;
  }
  return room;
}
