/**
 * The local states of one machine as rows of small integers, each kept once.
 *
 *   layout | values, one for each key of the context, in order of the keys | parts, one for each region
 *
 * A layout is a frame of modes together with a shape, the keys of a context; it says what the rest of the row means. Two
 * snapshots are one local state exactly when their rows are equal, which is when their texts are.
 *
 * What XState answered is kept as it is. A row that was worked out becomes a snapshot when someone looks at it: a search needs
 * that of few of its states. If it holds objects, they are handed on from the states it was worked out from, as XState
 * hands them on, so that a machine finds the objects that it would find live.
 */
import type { AnyMachineSnapshot, AnyStateMachine, AnyStateNode } from 'xstate';
import { deepFreeze, textUnder } from './canonical.ts';
import { isOrdinary, Shapes, valueIn, type Shape } from './context-shape.ts';
import { ModeNumbers, type Frame, type Modes } from './mode-numbers.ts';
import type { Renaming } from './renaming.ts';
import { RowSet } from './row-set.ts';
import { ValueNumbers, type Reading } from './value-numbers.ts';

export interface Layout {
  readonly number: number;
  readonly frame: Frame;
  readonly shape: Shape;
  /** How many numbers a row has. */
  readonly width: number;
}

/** A snapshot as numbers, as far as it was met before; texts stand for values that were not. */
export interface StateReading {
  readonly snapshot: AnyMachineSnapshot;
  /** Whether its context is no more than its values: XState's own copies are, what a user wrote down need not be. */
  readonly isOrdinary: boolean;
  readonly modes: Modes;
  readonly shape: Shape;
  readonly values: readonly Reading[];
}

/** What is known of a state besides its row. */
interface Known {
  readonly snapshot: AnyMachineSnapshot | null;
  readonly context: object | null;
  readonly isOrdinary: boolean;
}

/** One local state; interned, so identity is equality. */
export class LocalState {
  /** Small and dense within its table, in the order of first visit. */
  readonly id: number;
  readonly layout: Layout;
  /** False: there is more to its context than its row tells, namely symbols, accessors, or a prototype. */
  readonly isOrdinary: boolean;
  /** Its text when it was met, if something in it can change: a Map, a Set, an accessor; else null. */
  readonly text: string | null;
  readonly #table: LocalStates;
  /** Null until it is made of the row, which then holds nothing but primitives. */
  readonly #context: object | null;
  #snapshot: AnyMachineSnapshot | null;

  constructor(table: LocalStates, id: number, layout: Layout, { snapshot, context, isOrdinary }: Known) {
    this.#table = table;
    this.id = id;
    this.layout = layout;
    this.isOrdinary = isOrdinary;
    this.#context = context;
    this.#snapshot = snapshot;
    this.text = deepFreeze(context) ? null : table.textOf(table.read(this.snapshot));
  }

  get status(): AnyMachineSnapshot['status'] {
    return this.layout.frame.first.status;
  }

  get active(): boolean {
    return this.status === 'active';
  }

  get snapshot(): AnyMachineSnapshot {
    return (this.#snapshot ??= this.#table.snapshotOf(this, this.#context));
  }

  /** Writes down the blocks its modes are made of, by numbers of their own: the frame, and what each region is in. */
  writeBlocks(into: number[]): void {
    const { frame, width } = this.layout;
    const begin = width - frame.regions.length;
    into.length = 1 + frame.regions.length;
    into[0] = 2 * frame.number;
    for (let at = begin; at < width; at += 1) into[1 + at - begin] = 2 * this.#table.at(this, at) + 1;
  }

  /** The modes of one of its blocks. */
  modesOfBlock(block: number): readonly AnyStateNode[] {
    return block % 2 === 0 ? this.layout.frame.nodes : this.#table.nodesOfPart((block - 1) / 2);
  }

  /** The whole of it as text. */
  get key(): string {
    return this.#table.textOf(this.#table.read(this.snapshot, this));
  }
}

export class LocalStates {
  readonly visited: LocalState[] = [];
  readonly values = new ValueNumbers();
  readonly #modes: ModeNumbers;
  readonly #shapes = new Shapes();
  /** By frame, then shape. */
  readonly #layouts: Layout[][] = [];
  #layoutCount = 0;
  readonly #rows = new RowSet();

  constructor(machine: AnyStateMachine) {
    this.#modes = new ModeNumbers(machine);
  }

  /**
   * A snapshot as numbers; `near` is the state it came from, with which it shares most.
   *
   * @throws {NotPlainData} when it cannot be written down.
   */
  read(snapshot: AnyMachineSnapshot, near?: LocalState): StateReading {
    const context: unknown = snapshot.context;
    if (near !== undefined && context === near.snapshot.context) return this.#readAt(snapshot, near.layout.shape, near.isOrdinary, near);
    const shape = this.#shapes.of(context, near?.layout.shape);
    return this.#readAt(snapshot, shape, isOrdinary(context, shape, near === undefined), near);
  }

  /** The state of a reading, a new one if it was not met before. What it holds is frozen. */
  intern(reading: StateReading): LocalState {
    const { snapshot, modes, shape, values } = reading;
    deepFreeze(modes.frame.first.output);
    const layout = this.#layoutOf(modes.frame, shape);
    const row = this.rowToWrite(layout.width);
    row[0] = layout.number;
    for (let at = 0; at < values.length; at += 1) {
      const value = values[at] ?? 0;
      row[1 + at] = typeof value === 'number' ? value : this.values.number(valueIn(snapshot.context, shape, at), value);
    }
    for (let at = 0; at < modes.parts.length; at += 1) row[1 + values.length + at] = modes.parts[at]?.number ?? 0;
    return this.#known(layout) ?? this.#add(layout, { snapshot, context: contextOf(snapshot), isOrdinary: reading.isOrdinary });
  }

  /** Room to write a row into before `internRow`; its first number is that of its layout. */
  rowToWrite(width: number): Int32Array {
    return this.#rows.rowToWrite(width);
  }

  /** The state with the row that was just written; `valueOf` gives what is in its context if that holds objects. */
  workOut(layout: Layout, valueOf: (key: string, place: number) => unknown): LocalState {
    const known = this.#known(layout);
    if (known !== undefined) return known;
    const { keys, sorted } = layout.shape;
    const row = this.#rows.rowToWrite(layout.width);
    const holdsObjects = sorted.some((_, at) => this.values.depth(row[1 + at] ?? 0) !== 'primitive');
    const context = holdsObjects ? Object.fromEntries(keys.map((key) => [key, valueOf(key, 1 + sorted.indexOf(key))])) : null;
    return this.#add(layout, { snapshot: null, context, isOrdinary: true });
  }

  /** The same state in this table: one of another table, for the same machine, is looked up by its snapshot. */
  own(state: LocalState): LocalState {
    return this.visited[state.id] === state ? state : this.intern(this.read(state.snapshot));
  }

  /** One number of a state's row. */
  at(state: LocalState, place: number): number {
    return this.#rows.at(state.id, place);
  }

  nodesOfPart(number: number): readonly AnyStateNode[] {
    return this.#modes.part(number).nodes;
  }

  snapshotOf(state: LocalState, context: object | null): AnyMachineSnapshot {
    return this.#modes.snapshot(this.#modesOf(state), context ?? this.#contextOf(state));
  }

  /** The text of a reading; two are of one state exactly when their texts are equal. */
  textOf({ snapshot, modes, shape, values }: StateReading): string {
    const [before, after] = this.#modes.textsAround(snapshot, modes.frame.ends);
    const texts = values.map((value) => this.values.text(value));
    const context = shape.isWhole ? texts.join('') : `{${shape.sorted.map((key, at) => `${JSON.stringify(key)}:${texts[at] ?? ''}`).join(',')}}`;
    return `${before}|${context}|${after}`;
  }

  /** The key that a state would have if actors had other names. */
  keyUnder({ snapshot }: LocalState, names: Renaming): string {
    const [before, after] = this.#modes.textsAroundUnder(snapshot, names);
    return `${before}|${textUnder(snapshot.context, names, 'context')}|${after}`;
  }

  /** Whether the context still reads as it did; only what a Map, a Set or an accessor gives can have changed. */
  isUnchanged(state: LocalState): boolean {
    return state.text === null || state.text === this.textOf(this.read(state.snapshot));
  }

  /** The state with the row that was just written, if it was met before. */
  #known(layout: Layout): LocalState | undefined {
    return this.visited[this.#rows.add(layout.width)];
  }

  #add(layout: Layout, known: Known): LocalState {
    const state = new LocalState(this, this.visited.length, layout, known);
    this.visited.push(state);
    return state;
  }

  #readAt(snapshot: AnyMachineSnapshot, shape: Shape, isOrdinary: boolean, near: LocalState | undefined): StateReading {
    const context: unknown = snapshot.context;
    const before = near?.snapshot;
    const values: Reading[] = [];
    for (let at = 0; at < shape.sorted.length; at += 1) {
      const value = valueIn(context, shape, at);
      if (near !== undefined && near.layout.shape === shape && Object.is(value, valueIn(before?.context, shape, at))) values.push(this.at(near, 1 + at));
      else values.push(shape.isWhole ? this.values.read(value, 'context') : this.values.read(value, `context.${shape.sorted[at] ?? ''}`, context));
    }
    const sameModes = near !== undefined && before !== undefined && snapshot._nodes === before._nodes && snapshot.historyValue === before.historyValue && near.active && snapshot.status === 'active';
    return { snapshot, isOrdinary, modes: sameModes ? this.#modesOf(near) : this.#modes.of(snapshot), shape, values };
  }

  #modesOf(state: LocalState): Modes {
    const { frame, shape } = state.layout;
    const begin = 1 + shape.sorted.length;
    return { frame, parts: frame.regions.map((_, at) => this.#modes.part(this.at(state, begin + at))) };
  }

  #contextOf(state: LocalState): object {
    const { keys, sorted } = state.layout.shape;
    const context: Record<string, unknown> = {};
    for (const key of keys) context[key] = this.values.value(this.at(state, 1 + sorted.indexOf(key)));
    return Object.freeze(context);
  }

  #layoutOf(frame: Frame, shape: Shape): Layout {
    const known = this.#layouts[frame.number]?.[shape.number];
    if (known !== undefined) return known;
    const layout = { number: this.#layoutCount, frame, shape, width: 1 + shape.sorted.length + frame.regions.length };
    this.#layoutCount += 1;
    (this.#layouts[frame.number] ??= [])[shape.number] = layout;
    return layout;
  }
}

function contextOf({ context }: { readonly context: object }): object {
  return context;
}
