/**
 * Labels found again: the store keeps the states of a run, not the names of its steps.
 *
 * The steps of a state are taken anew, by a player of their own, so that nothing is counted twice and no step under way is disturbed.
 */
import type { Run } from '../property/verdict.ts';
import type { StepLabel } from '../system/step-label.ts';
import { perRecord } from './candidates.ts';
import { Expansion } from './expansion.ts';
import { Player } from './player.ts';
import { RunMemory } from './run-memory.ts';
import { chunkBits, chunkMask, type StateArena } from './state-arena.ts';
import type { StepTables } from './step-tables.ts';

export class Retrace {
  readonly #tables: StepTables;
  readonly #arena: StateArena;
  readonly #budgets: number;

  constructor(tables: StepTables, arena: StateArena, budgets: number) {
    this.#tables = tables;
    this.#arena = arena;
    this.#budgets = budgets;
  }

  /** A shortest run to a state: the parents back to the start, and for each the first step that leads on. */
  runTo(state: number): Run {
    const path: number[] = [];
    for (let at = state; at >= 0; at = this.#arena.parent(at)) path.push(at);
    const labels: StepLabel[] = [];
    for (let i = path.length - 1; i > 0; i -= 1) labels.push(this.stepBetween(path[i] ?? 0, path[i - 1] ?? 0));
    return labels;
  }

  /** The labels of the enabled steps of a state that has been expanded. */
  labels(state: number): readonly StepLabel[] {
    return this.steps(state).map(({ label }) => this.#tables.label(label));
  }

  /** One of the steps of a state that has been expanded, with its deliveries. */
  step(state: number, label: number): { readonly log: Int32Array; readonly from: number; readonly to: number } {
    const step = this.steps(state).find((candidate) => candidate.label === label);
    if (step === undefined) throw new RangeError(`state ${state} has no step ${label}`);
    return step;
  }

  /** The first step that leads from a state to another. */
  stepBetween(parent: number, child: number): StepLabel {
    const { layout, chunks } = this.#arena;
    const wanted = chunks[child >>> chunkBits] ?? new Int32Array(0);
    const at = (child & chunkMask) * layout.words;
    const leadsThere = ({ candidate, words }: { readonly candidate: number; readonly words: Int32Array }): boolean => candidate >= 0 && Array.from({ length: layout.words }, (_, i) => i).every((i) => words[candidate * layout.words + i] === wanted[at + i]);
    const found = this.steps(parent).find(leadsThere);
    if (found === undefined) throw new RangeError(`no step leads from state ${parent} to state ${child}`);
    return this.#tables.label(found.label);
  }

  /** The steps of a state that has been expanded: where they lead, as words, and what was said in them, as a part of a log. */
  steps(state: number): readonly { readonly label: number; readonly candidate: number; readonly words: Int32Array; readonly log: Int32Array; readonly from: number; readonly to: number }[] {
    const player = new Player(this.#tables, this.#budgets, this.#arena.layout);
    const expansion = new Expansion(this.#tables, this.#arena, player, new RunMemory(this.#tables, player.fields.length, this.#arena.layout), true);
    expansion.isRecording = true;
    expansion.expand(state, state + 1);
    const { records, words, log } = expansion.candidates;
    return Array.from({ length: records.length / perRecord }, (_, i) => {
      const [, label = 0, candidate = -1, , from = 0, to = 0] = records.slice(i * perRecord, (i + 1) * perRecord);
      return { label, candidate, words, log, from, to };
    });
  }
}
