/**
 * All steps of a row of states: the hot loop. It fills a batch of candidates (candidates.ts), the states that the steps lead to.
 *
 * Stimuli come in the order they were declared, then timers in theirs. A step that touches only the actor it is given to is one XOR
 * of one word, done here; any other is played (player.ts). What a check must look at more closely is noted on the side:
 * remarks (something was lost, no way out), and, if claims about steps are open, a record of each step with what was said
 * in it. Nothing here decides anything.
 *
 * Longer than 250 lines because the loop and what it falls back on read best in one place.
 */
import { firstNode, perNode, unknown } from './field-tree.ts';
import { Candidates, lostRemark, noWayOutRemark, perRecord } from './candidates.ts';
import { repack, unpack, type Layout } from './layout.ts';
import type { Player } from './player.ts';
import { played, type RunMemory } from './run-memory.ts';
import { chunkBits, chunkMask } from './state-arena.ts';
import { disabled, expiriesColumn, missing, perEntry, perExpiry, unasked, type HotTables } from './hot-tables.ts';

/** A batch ends with the state that brings it to so many candidates. */
const candidatesWanted = 2_048;
/** Or with the state after which so many milliseconds have passed. */
const millisecondsMax = 20;

/** The states to expand, and what is known of runs. */
export interface HotArena {
  readonly layout: Layout;
  readonly chunks: readonly Int32Array[];
}
export type HotMemory = Pick<RunMemory, 'patches' | 'isFull' | 'learn'> & { readonly tree: Pick<RunMemory['tree'], 'nodes' | 'branches' | 'find'> };

export class Expansion {
  candidates = new Candidates();
  /** Whether records of steps are wanted. */
  isRecording = false;
  readonly #tables: HotTables;
  readonly #arena: HotArena;
  readonly #player: Player;
  #layout: Layout;
  #label = -1;
  readonly #memory: HotMemory;
  readonly #isAside: boolean;
  readonly #before: Int32Array;
  /** By block: the list of what the state at hand enables there; and how far they have been given. */
  readonly #listOf: Int32Array;
  /** By actor: the row of its component. */
  readonly #rowOf: Int32Array;
  #block = 0;
  #entry = 0;
  #timer = 0;

  /** `isAside`: every step is played, and none is counted or remembered. */
  constructor(tables: HotTables, arena: HotArena, player: Player, memory: HotMemory, isAside = false) {
    this.#isAside = isAside;
    this.#tables = tables;
    this.#arena = arena;
    this.#player = player;
    this.#memory = memory;
    this.#before = new Int32Array(player.fields.length);
    this.#listOf = new Int32Array(tables.blockPlaces.length);
    this.#rowOf = new Int32Array(tables.actorCount);
    this.#layout = arena.layout;
  }

  /** Goes on with another layout of words: that of the arena, which has been laid out anew. */
  relayout(): void {
    const { candidates } = this;
    const { layout } = this.#arena;
    const words = new Int32Array(Math.max(candidates.words.length, (candidates.count + 64) * layout.words));
    repack(this.#layout, candidates.words, layout, words, candidates.count);
    candidates.words = words;
    this.#layout = layout;
    this.#player.relayout(layout);
  }

  /** Expands states from `from` on, before `to`, until the batch is large enough; returns the first state that was not. */
  expand(from: number, to: number): number {
    const { candidates } = this;
    candidates.clear(from);
    candidates.isRecorded = this.isRecording;
    const startedMs = performance.now();
    let state = from;
    for (; state < to && candidates.count < candidatesWanted; state += 1) {
      if ((state & 15) === 15 && performance.now() - startedMs > millisecondsMax) break;
      this.#block = 0;
      this.#entry = 0;
      this.#timer = 0;
      try {
        this.#expand(state);
      } catch (error) {
        candidates.failure = { state, label: this.#label, error };
        return state;
      }
      candidates.ends.push(candidates.count);
    }
    return state;
  }

  /** Appends what is found from states `from` to `to - 1` to the batch; where something is missing it leaves a hole. */
  append(from: number, to: number): void {
    const { candidates } = this;
    for (let state = from; state < to; state += 1) {
      const before = candidates.count;
      this.#block = 0;
      this.#entry = 0;
      this.#timer = 0;
      try {
        this.#expand(state);
      } catch (error) {
        if (error !== missing) throw error;
        candidates.transitions += candidates.count - before;
        candidates.holes.push(state, candidates.count - before, this.#block, this.#entry, this.#timer);
      }
      candidates.ends.push(candidates.count);
    }
  }

  /** Appends what is found from a state from a hole on. */
  appendRest(state: number, block: number, entry: number, timer: number): void {
    this.#block = block;
    this.#entry = entry;
    this.#timer = timer;
    try {
      this.#expand(state);
    } catch (error) {
      this.candidates.failure = { state, label: this.#label, error };
    }
  }

  /** Expands a state from the block, entry and timer at hand on. */
  #expand(state: number): void {
    const tables = this.#tables;
    const player = this.#player;
    const { candidates } = this;
    const { fields } = player;
    const { blockPlaces, blockColumns } = tables;
    const before = candidates.count;
    this.#load(state);
    // All stimuli are asked about before the first is given, as the reference does.
    this.#label = -1;
    for (let block = 0; block < blockPlaces.length; block += 1) {
      const place = blockPlaces[block] ?? 0;
      const list = tables.rows[(this.#rowOf[place] ?? 0) + (blockColumns[block] ?? 0)] ?? unasked;
      const isKnown = list !== unasked && (tables.lists[list + 1] ?? 0) === 0;
      this.#listOf[block] = isKnown ? list : this.#askList(block, fields);
    }
    this.#reserve(tables.labelCount);
    while (this.#block < blockPlaces.length) this.#give(state);
    if (tables.someoneWaits) this.#expireAll(state);
    candidates.transitions += candidates.count - before;
    if (candidates.count === before) candidates.remarks.push(noWayOutRemark, state, -1, this.#placeInOrder());
  }

  /** Reads a state into fields, and finds the row of each actor's component. */
  #load(state: number): void {
    const { fields } = this.#player;
    const { word, shift, mask } = this.#layout;
    const { rowsFrom, rowLength } = this.#tables;
    const words = this.#words(state);
    const at = this.#at(state);
    for (let field = 0; field < fields.length; field += 1) {
      const value = ((words[at + (word[field] ?? 0)] ?? 0) >>> (shift[field] ?? 0)) & (mask[field] ?? 0);
      fields[field] = value;
      if (field < rowsFrom.length) this.#rowOf[field] = (rowsFrom[field] ?? 0) + value * (rowLength[field] ?? 0);
    }
  }

  /** A list that is not known, or not whole; the rows may have been moved for it. */
  #askList(block: number, fields: Int32Array): number {
    const tables = this.#tables;
    const known = tables.rows[(this.#rowOf[tables.blockPlaces[block] ?? 0] ?? 0) + (tables.blockColumns[block] ?? 0)] ?? unasked;
    if (known !== unasked && !this.#needsMore(known, fields)) return known;
    const list = tables.list(block, fields[tables.blockPlaces[block] ?? 0] ?? 0, fields);
    for (let place = 0; place < tables.actorCount; place += 1) this.#rowOf[place] = (tables.rowsFrom[place] ?? 0) + (fields[place] ?? 0) * (tables.rowLength[place] ?? 0);
    return list;
  }

  /** Whether a list has an entry that was never asked about, since its budget had always been spent, and this state has some left. */
  #needsMore(list: number, fields: Int32Array): boolean {
    const { lists, notes } = this.#tables;
    const end = list + 2 + (lists[list] ?? 0) * perEntry;
    for (let entry = list + 2; entry < end; entry += perEntry) if (notes[entry + 1] === unasked && fields[lists[entry + 1] ?? 0] !== 0) return true;
    return false;
  }

  /** Gives stimuli from the entry at hand on, up to and with the first that must be played. */
  #give(state: number): void {
    const { candidates } = this;
    const { words } = candidates;
    const { fields } = this.#player;
    const { lists, blockPlaces } = this.#tables;
    const { patches, tree } = this.#memory;
    const { nodes, branches } = tree;
    const { words: width, word, shift } = this.#layout;
    const source = this.#words(state);
    const at = this.#at(state);
    let { count } = candidates;
    for (let block = this.#block; block < blockPlaces.length; block += 1) {
      const list = this.#listOf[block] ?? 0;
      const end = (lists[list] ?? 0) * perEntry;
      for (let place = this.#entry; place < end; place += perEntry) {
        const entry = list + 2 + place;
        let run = lists[entry] ?? 0;
        const budget = lists[entry + 1] ?? 0;
        if (run === disabled || (budget >= 0 && fields[budget] === 0)) continue;
        if (this.#isAside) run = played;
        while (run <= firstNode) {
          const node = (firstNode - run) * perNode;
          const value = fields[nodes[node] ?? 0] ?? 0;
          run = value < (nodes[node + 2] ?? 0) ? (branches[(nodes[node + 1] ?? 0) + value] ?? 0) : unknown;
        }
        if (run < 0) {
          candidates.count = count;
          this.#block = block;
          this.#entry = place;
          this.#play(state, blockPlaces[block] ?? 0, entry, budget);
          this.#entry = place + perEntry;
          return;
        }
        const patch = run * (width + 1);
        const target = count * width;
        let changed = budget < 0 ? 0 : 1;
        const first = patches[patch] ?? 0;
        words[target] = (source[at] ?? 0) ^ first;
        changed |= first;
        for (let i = 1; i < width; i += 1) {
          const change = patches[patch + i] ?? 0;
          words[target + i] = (source[at + i] ?? 0) ^ change;
          changed |= change;
        }
        patches[patch + width] = (patches[patch + width] ?? 0) + 1;
        if (budget >= 0) {
          const left = fields[budget] ?? 0;
          const spent = target + (word[budget] ?? 0);
          words[spent] = (words[spent] ?? 0) ^ ((left ^ (left - 1)) << (shift[budget] ?? 0));
        }
        if (this.isRecording) candidates.records.push(state, this.#tables.notes[entry] ?? 0, changed === 0 ? -1 : count, run, 0, 0);
        if (changed === 0) candidates.stutters += 1;
        else count += 1;
      }
      this.#entry = 0;
    }
    candidates.count = count;
    this.#block = blockPlaces.length;
  }

  /** Gives one stimulus by playing it. */
  #play(state: number, place: number, entry: number, budget: number): void {
    const { lists, notes } = this.#tables;
    const player = this.#player;
    const code = this.#isAside ? played : (lists[entry] ?? 0);
    this.#begin(state, notes[entry] ?? 0, code);
    this.#attempt(() => player.take(place, notes[entry + 1] ?? 0));
    if (code !== played && !this.#memory.isFull) this.#learn(state, place, entry, code);
    if (budget >= 0) player.write(budget, (player.fields[budget] ?? 0) - 1);
    this.#note(state);
  }

  /** Lets each pending timer expire. */
  #expireAll(state: number): void {
    const tables = this.#tables;
    const { fields } = this.#player;
    const pending: { readonly place: number; readonly entry: number }[] = [];
    for (let place = 0; place < tables.actorCount; place += 1) {
      const component = fields[place] ?? 0;
      const known = tables.rows[(tables.rowsFrom[place] ?? 0) + component * (tables.rowLength[place] ?? 0) + expiriesColumn] ?? unasked;
      const list = known === unasked ? tables.expiries(place, component) : known;
      const count = tables.lists[list] ?? 0;
      for (let i = 0; i < count; i += 1) pending.push({ place, entry: list + 1 + i * perExpiry });
    }
    if (pending.length === 0) return;
    this.#reserve(pending.length);
    const rankOf = ({ entry }: { readonly entry: number }): number => tables.rankOf(tables.lists[entry + 1] ?? 0);
    if (pending.length > 1) pending.sort((a, b) => rankOf(a) - rankOf(b));
    for (const { place, entry } of pending.slice(this.#timer)) {
      this.#expire(state, place, entry);
      this.#timer += 1;
    }
  }

  #expire(state: number, place: number, entry: number): void {
    const { lists } = this.#tables;
    const memory = this.#memory;
    const player = this.#player;
    const code = this.#isAside ? played : (lists[entry] ?? 0);
    const run = memory.tree.find(code, player.fields);
    this.#begin(state, lists[entry + 1] ?? 0, code);
    if (run >= 0) {
      const width = player.words.length;
      const patch = run * (width + 1);
      for (let i = 0; i < width; i += 1) player.words[i] = (player.words[i] ?? 0) ^ (memory.patches[patch + i] ?? 0);
      memory.patches[patch + width] = (memory.patches[patch + width] ?? 0) + 1;
    } else {
      this.#attempt(() => {
        player.write(place, lists[entry + 2] ?? 0);
        player.deliver(lists[entry + 3] ?? 0, lists[entry + 4] ?? 0, place);
      });
      if (code !== played && !this.#memory.isFull) this.#learn(state, place, entry, code);
    }
    this.#note(state, run);
  }

  /** Plays a step; where something is missing for it, nothing of it is left. */
  #attempt(play: () => void): void {
    const player = this.#player;
    try {
      play();
    } catch (error) {
      if (error === missing) player.uncount();
      player.undo();
      throw error;
    }
  }

  /** Begins a step; its deliveries are wanted for a record, or because its run may be remembered. */
  #begin(state: number, label: number, code: number): void {
    const isNew = code !== played && !this.#memory.isFull;
    if (isNew && this.#tables.isFrozen) throw missing;
    this.#label = label;
    this.#player.isLogging = this.isRecording || isNew || this.#tables.isFrozen;
    this.#player.begin(this.#words(state), this.#at(state));
  }

  /** Remembers the run just played. */
  #learn(state: number, place: number, entry: number, code: number): void {
    const player = this.#player;
    unpack(this.#layout, this.#words(state), this.#at(state), this.#before);
    const learned = this.#memory.learn(entry, code, place, this.#before, player.changes(), player.log, player.logLength);
    this.#tables.lists[entry] = learned;
  }

  /** Notes what the step just taken led to, and takes it back. */
  #note(state: number, run = -1): void {
    const { candidates } = this;
    const player = this.#player;
    const { words, log, logLength } = player;
    const source = this.#words(state);
    const at = this.#at(state);
    const target = candidates.count * words.length;
    let isChanged = false;
    for (let i = 0; i < words.length; i += 1) {
      const value = words[i] ?? 0;
      if (value !== source[at + i]) isChanged = true;
      candidates.words[target + i] = value;
    }
    if (player.lost) candidates.remarks.push(lostRemark, state, this.#label, this.#placeInOrder());
    if (this.isRecording) {
      const from = candidates.logLength;
      if (from + logLength > candidates.log.length) candidates.log = longer(candidates.log, (from + logLength) * 2);
      for (let i = 0; i < logLength; i += 1) candidates.log[from + i] = log[i] ?? 0;
      candidates.logLength = from + logLength;
      candidates.records.push(state, this.#label, isChanged ? candidates.count : -1, run, from, from + logLength);
    }
    if (isChanged) candidates.count += 1;
    else candidates.stutters += 1;
    player.undo();
  }

  #placeInOrder(): number {
    return this.isRecording ? this.candidates.records.length / perRecord : this.candidates.count;
  }

  /** Makes room for so many candidates more. */
  #reserve(more: number): void {
    const needed = (this.candidates.count + more + 1) * this.#layout.words;
    if (needed > this.candidates.words.length) this.candidates.words = longer(this.candidates.words, needed * 2);
  }

  #words(state: number): Int32Array {
    return this.#arena.chunks[state >>> chunkBits] ?? noWords;
  }

  #at(state: number): number {
    return (state & chunkMask) * this.#layout.words;
  }
}

const noWords = new Int32Array(0);

function longer(array: Int32Array, length: number): Int32Array<ArrayBuffer> {
  const wider = new Int32Array(length);
  wider.set(array);
  return wider;
}
