/**
 * The modes of one machine as small integers: a frame, and a part for each parallel region in it.
 *
 *   {up: {disk: 'on', net: {busy: 'sending'}}}   ->   frame `up` with regions disk, net; parts disk `on`, net `busy.sending`
 *
 * What is remembered by history nodes within a region belongs to its part; everything else - the modes around the regions,
 * their order, other history, status, output, error - to the frame. Only the outermost parallel mode is taken apart, and only
 * where the active modes are those that `value` tells and their order cannot matter; otherwise a frame has no regions and
 * is the whole.
 */
import type { AnyMachineSnapshot, AnyStateMachine, AnyStateNode, StateValue } from 'xstate';
import { canonicalText, textUnder } from './canonical.ts';
import type { Renaming } from './renaming.ts';
import { modesOf, regionOrderMatters } from './transition-index.ts';

/** By id of a history node, the modes it remembers. */
type History = AnyMachineSnapshot['historyValue'];

export interface Frame {
  readonly number: number;
  readonly active: boolean;
  /** The regions in the order in which XState asks them; none when the frame is the whole. */
  readonly regions: readonly AnyStateNode[];
  /** The first snapshot with this frame; another differs from it in its parts and its context alone. */
  readonly first: AnyMachineSnapshot;
  /** The active modes, and what is remembered, outside the regions. */
  readonly nodes: readonly AnyStateNode[];
  readonly history: History;
  /** The text of output and error, taken when they were given. */
  readonly ends: string;
}

/** What one region is in. */
export interface Part {
  readonly number: number;
  readonly nodes: readonly AnyStateNode[];
  readonly value: StateValue;
  readonly history: History;
}

export interface Modes {
  readonly frame: Frame;
  /** One for each region of the frame, in its order. */
  readonly parts: readonly Part[];
}

export class ModeNumbers {
  readonly #orderMatters: boolean;
  readonly #nodes: readonly AnyStateNode[];
  readonly #places: ReadonlyMap<AnyStateNode, number>;
  readonly #byId: ReadonlyMap<string, AnyStateNode>;
  /** By the active modes in XState's order and the text of the history; none for what has ended. */
  readonly #known = new Map<string, Modes>();
  readonly #frames = new Map<string, Frame>();
  readonly #partBySequence = new Map<string, Part>();
  readonly #partByText = new Map<string, Part>();
  readonly #parts: Part[] = [];

  constructor(machine: AnyStateMachine) {
    this.#orderMatters = regionOrderMatters(machine);
    this.#nodes = modesOf(machine);
    this.#places = new Map(this.#nodes.map((node, place) => [node, place]));
    this.#byId = new Map(this.#nodes.map((node) => [node.id, node]));
  }

  /** The modes of a snapshot. @throws {NotPlainData} when its output or error is not plain. */
  of(snapshot: AnyMachineSnapshot): Modes {
    if (snapshot.status !== 'active') return this.#split(snapshot);
    const key = `${this.#sequence(snapshot._nodes)}${historyText(snapshot)}`;
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const modes = this.#split(snapshot);
    this.#known.set(key, modes);
    return modes;
  }

  part(number: number): Part {
    const part = this.#parts[number];
    if (part === undefined) throw new RangeError(`no part ${number}`);
    return part;
  }

  /** A snapshot of these modes. */
  snapshot({ frame, parts }: Modes, context: object): AnyMachineSnapshot {
    if (parts.length === 0) return { ...frame.first, context };
    const { first, regions } = frame;
    const nodes = [...frame.nodes];
    const values: Record<string, StateValue> = {};
    const historyValue: History = { ...frame.history };
    parts.forEach((part, at) => {
      nodes.push(...part.nodes);
      values[regions[at]?.key ?? ''] = part.value;
      Object.assign(historyValue, part.history);
    });
    return { ...first, context, _nodes: nodes, value: valueAround(regions[0]?.parent, values), tags: new Set(nodes.flatMap((node) => node.tags)), historyValue };
  }

  /** The texts that stand before and after that of the context in the text of a local state. */
  textsAround(snapshot: AnyMachineSnapshot, ends: string): readonly [string, string] {
    const order = this.#orderMatters || !isToldByValue(snapshot._nodes) ? snapshot._nodes.map((node) => node.id).join('>') : '';
    // Not canonical: XState asks parallel regions in the order of these keys.
    return [`${snapshot.status === 'active' ? '' : snapshot.status}|${JSON.stringify(snapshot.value)}`, `${historyText(snapshot)}|${ends}|${order}`];
  }

  /** The same if actors had other names; those of modes are none. */
  textsAroundUnder(snapshot: AnyMachineSnapshot, names: Renaming): readonly [string, string] {
    return this.textsAround(snapshot, endsText(snapshot, (value, path) => textUnder(value, names, path)));
  }

  /** A text for modes in their order: how many there are, and a character for each. */
  #sequence(nodes: readonly AnyStateNode[]): string {
    let text = `${nodes.length}|`;
    for (const node of nodes) text += String.fromCodePoint(this.#places.get(node) ?? 0);
    return text;
  }

  #split(snapshot: AnyMachineSnapshot): Modes {
    // Two modes of one id share what history remembers of them, so that it cannot be told whose it is.
    const isPlain = !this.#orderMatters && this.#byId.size === this.#nodes.length && isToldByValue(snapshot._nodes);
    const [root] = this.#nodes;
    const regions = isPlain && root !== undefined ? regionsOf(root, snapshot.value) : [];
    const ends = endsText(snapshot);
    if (regions.length < 2) return { frame: this.#frame(this.textsAround(snapshot, ends).join('|'), snapshot, [], {}, ends), parts: [] };
    const outside = this.#historyWithin(snapshot, (node) => regionOf(node, regions) === undefined);
    const key = ['regions', snapshot.status, ...regions.map(({ id }) => JSON.stringify(id)), textOfHistory(outside), ends].join('|');
    return { frame: this.#frame(key, snapshot, regions, outside, ends), parts: regions.map((region) => this.#part(region, snapshot)) };
  }

  #frame(key: string, first: AnyMachineSnapshot, regions: readonly AnyStateNode[], history: History, ends: string): Frame {
    const known = this.#frames.get(key);
    if (known !== undefined) return known;
    const nodes = first._nodes.filter((node) => regionOf(node, regions) === undefined);
    const frame = { number: this.#frames.size, active: first.status === 'active', regions, first, nodes, history, ends };
    this.#frames.set(key, frame);
    return frame;
  }

  #part(region: AnyStateNode, snapshot: AnyMachineSnapshot): Part {
    const only = [region];
    const nodes = snapshot._nodes.filter((node) => regionOf(node, only) !== undefined);
    const history = this.#historyWithin(snapshot, (node) => regionOf(node, only) !== undefined);
    const sequence = `${this.#sequence(nodes)}${textOfHistory(history)}`;
    const known = this.#partBySequence.get(sequence);
    if (known !== undefined) return known;
    const value = valueOfRegion(snapshot.value, region);
    const text = `${region.id}|${JSON.stringify(value)}|${textOfHistory(history)}`;
    const part = this.#partByText.get(text) ?? { number: this.#parts.length, nodes, value, history };
    if (part.number === this.#parts.length) this.#parts.push(part);
    this.#partByText.set(text, part);
    this.#partBySequence.set(sequence, part);
    return part;
  }

  #historyWithin(snapshot: AnyMachineSnapshot, belongs: (node: AnyStateNode | undefined) => boolean): History {
    const remembered = Object.entries(snapshot.historyValue);
    return remembered.length === 0 ? {} : Object.fromEntries(remembered.filter(([id]) => belongs(this.#byId.get(id))));
  }
}

/** The one of these regions that a mode is or lies within. */
export function regionOf(node: AnyStateNode | undefined, regions: readonly AnyStateNode[]): AnyStateNode | undefined {
  for (let at = node; at !== undefined; at = at.parent) if (regions.includes(at)) return at;
  return undefined;
}

/** The modes remembered by history nodes, whose own order makes no difference. */
export function historyText(snapshot: AnyMachineSnapshot): string {
  return textOfHistory(snapshot.historyValue);
}

function textOfHistory(history: History): string {
  const remembered = Object.entries(history);
  return remembered.length === 0 ? '' : remembered.map(([node, modes]) => `${node}=${modes.map((mode) => mode.id).toSorted().join('+')}`).toSorted().join(';');
}

function endsText({ output, error }: AnyMachineSnapshot, textOf: (value: unknown, path: string) => string = canonicalText): string {
  return `${output === undefined ? '' : textOf(output, 'output')}|${error === undefined ? '' : textOf(error, 'error')}`;
}

/** The regions of the outermost parallel mode that is active, in the order of `value`. */
function regionsOf(root: AnyStateNode, value: StateValue): readonly AnyStateNode[] {
  let node: AnyStateNode | undefined = root;
  let below: StateValue | undefined = value;
  while (node !== undefined && node.type === 'compound' && below !== undefined) {
    const key: string = typeof below === 'string' ? below : (Object.keys(below)[0] ?? '');
    below = typeof below === 'string' ? undefined : below[key];
    node = node.states[key];
  }
  if (node?.type !== 'parallel' || below === undefined || typeof below === 'string') return [];
  const { states } = node;
  return Object.keys(below).flatMap((key) => states[key] ?? []);
}

function valueOfRegion(value: StateValue, { path }: AnyStateNode): StateValue {
  let below: StateValue | undefined = value;
  for (const key of path) below = typeof below === 'string' ? undefined : below?.[key];
  return below ?? {};
}

/** The value of a whole machine, given that of one of its modes. */
function valueAround(node: AnyStateNode | undefined, value: StateValue): StateValue {
  return node?.parent === undefined ? value : valueAround(node.parent, { [node.key]: value });
}

/**
 * Whether the active modes are those that `value` tells: one child of each mode, all regions, and no mode without its parent.
 *
 * XState can leave that path when two regions answer an event and one leads into the other, or into its history; it
 * then goes on with two modes at once, or with a mode whose parent it has left.
 */
function isToldByValue(nodes: readonly AnyStateNode[]): boolean {
  const active = new Set(nodes);
  return nodes.every((node) => {
    const children = Object.values(node.states).filter(({ type }) => type !== 'history');
    const activeChildren = children.filter((child) => active.has(child)).length;
    return (node.parent === undefined || active.has(node.parent)) && activeChildren === (node.type === 'compound' ? 1 : children.length);
  });
}
