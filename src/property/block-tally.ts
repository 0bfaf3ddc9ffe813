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
  readonly visits: number[];
  readonly answers: Map<string, { readonly taken: readonly string[]; readonly blocks: boolean[] }>;
}

/** What a tally tells of a mode: it was visited; it met an event; these transitions answered. */
export interface TallyReader {
  readonly visited: (mode: AnyStateNode) => void;
  readonly handled: (mode: AnyStateNode, eventType: string, times: number) => void;
  readonly answered: (mode: AnyStateNode, eventType: string, taken: readonly string[]) => void;
}

export class BlockTally {
  readonly #blocks: (readonly AnyStateNode[])[] = [];
  readonly #visited: boolean[] = [];
  readonly #handled = new Map<string, Handled>();

  /** Counts a step, taken so many times. */
  add(before: LocalState, eventType: string, step: LocalStep, times: number): void {
    const { visits, answers } = this.#of(eventType);
    const { taken } = step;
    const text = taken.length === 1 ? (taken[0] ?? '') : taken.join('\n');
    const answer = answers.get(text) ?? { taken, blocks: [] };
    answers.set(text, answer);
    before.forEachBlock((block, nodes) => {
      this.#blocks[block] = nodes;
      visits[block] = (visits[block] ?? 0) + times;
      answer.blocks[block] = true;
    });
    step.next.forEachBlock((block, nodes) => {
      this.#blocks[block] = nodes;
      this.#visited[block] = true;
    });
    for (const { type } of step.unansweredRaises) {
      const raised = this.#of(type).visits;
      step.next.forEachBlock((block) => {
        raised[block] = (raised[block] ?? 0) + times;
      });
    }
  }

  /** Tells everything that was counted, mode by mode. */
  tell(reader: TallyReader): void {
    this.#forEach(this.#visited, (mode) => reader.visited(mode));
    for (const [type, { visits, answers }] of this.#handled) {
      this.#forEach(visits, (mode, times) => reader.handled(mode, type, times));
      for (const { taken, blocks } of answers.values()) this.#forEach(blocks, (mode) => reader.answered(mode, type, taken));
    }
  }

  #forEach<T>(byBlock: readonly T[], act: (mode: AnyStateNode, value: T) => void): void {
    byBlock.forEach((value, block) => {
      for (const mode of this.#blocks[block] ?? []) act(mode, value);
    });
  }

  #of(eventType: string): Handled {
    const known = this.#handled.get(eventType);
    if (known !== undefined) return known;
    const handled: Handled = { visits: [], answers: new Map() };
    this.#handled.set(eventType, handled);
    return handled;
  }
}
