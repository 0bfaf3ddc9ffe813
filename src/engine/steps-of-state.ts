/**
 * All steps of one state: the hot loop. It adds the states that they lead to to a batch of candidates (candidates.ts).
 *
 * Stimuli come in the order they were declared, then timers in theirs, then time, in a system with a clock. A step whose run is remembered is one XOR of words, done
 * here; any other is played (player.ts). What a check must look at more closely is noted on the side: remarks (something
 * was lost, no way out), and, if claims about steps are open, a record of each step with what was said in it. Nothing here decides
 * anything.
 *
 * Longer than 250 lines because the loop and what it falls back on read best in one place.
 */
import { Candidates, lostRemark, noWayOutRemark, perRecord } from './candidates.ts';
import { firstNode, perNode, unknown } from './field-tree.ts';
import { disabled, expiriesColumn, missing, perEntry, perExpiry, tickColumn, timeStands, unasked, type HotTables } from './hot-tables.ts';
import { repack, unpack, type Layout } from './layout.ts';
import { longer } from './longer.ts';
import type { Player } from './player.ts';
import { RecentStates } from './recent-states.ts';
import { played, type RunMemory } from './run-memory.ts';
import { chunkBits, chunkMask } from './state-arena.ts';
import type { PlayedRun } from './split-learning.ts';
import { firstSplit } from './split-runs.ts';
import { StateAtHand } from './state-at-hand.ts';
import { hashAt } from './visited-set.ts';

/** The states to expand, and what is known of runs. */
export interface HotArena {
  readonly layout: Layout;
  readonly chunks: readonly Int32Array[];
}
export type HotMemory = Pick<RunMemory, 'patches' | 'isFull' | 'learn' | 'isWhole' | 'takenUpTo'> & { readonly splits: Pick<RunMemory['splits'], 'combine'>; readonly tree: Pick<RunMemory['tree'], 'nodes' | 'branches' | 'find'> };

export class StepsOfState {
  candidates = new Candidates();
  /** Whether records of steps are wanted. */
  isRecording = false;
  /** How many steps were dropped since this was set to 0. */
  dropped = 0;
  /** The step under way; -1 before the first. */
  label = -1;
  /** Where to begin in a state, and how far it has come: a block of stimuli, an entry of it, a timer. */
  block = 0;
  entry = 0;
  timer = 0;
  readonly #tables: HotTables;
  readonly #arena: HotArena;
  readonly #player: Player;
  readonly #memory: HotMemory;
  readonly #isAside: boolean;
  #layout: Layout;
  readonly #recent = new RecentStates();
  #drops = false;
  /** The layout in which recent states are kept; null when they must be forgotten. */
  #recentLayout: Layout | null = null;
  readonly #before: Int32Array;
  readonly #hand: StateAtHand;

  /** `isAside`: every step is played, and none is counted or remembered. */
  constructor(tables: HotTables, arena: HotArena, player: Player, memory: HotMemory, isAside: boolean) {
    this.#isAside = isAside;
    this.#tables = tables;
    this.#arena = arena;
    this.#player = player;
    this.#memory = memory;
    this.#before = new Int32Array(player.fields.length);
    this.#hand = new StateAtHand(tables, player.fields);
    this.#layout = arena.layout;
  }

  /** Goes on with another layout of words: that of the arena, which has been laid out anew. */
  relayout(): void {
    const { candidates } = this;
    const { layout } = this.#arena;
    const words = new Int32Array(Math.max(candidates.words.length, (candidates.count + 64) * layout.words));
    repack(this.#layout, candidates.words, layout, words, candidates.count);
    candidates.words = words;
    for (let i = 0; i < candidates.count; i += 1) candidates.hashes[i] = hashAt(words, i * layout.words, layout.words);
    this.#layout = layout;
    if (this.#recentLayout !== null) this.#renewRecent();
    this.#player.relayout(layout);
  }

  /** Whether steps to states met a moment ago may be dropped: not where each step is wanted, or where they come out of order. */
  allowDrops(isAllowed: boolean): void {
    this.#drops = isAllowed && !this.isRecording && !this.#isAside;
    if (this.#drops && this.#recentLayout !== this.#layout) this.#renewRecent();
  }

  /** Forgets the states met a moment ago, some of which will not be judged. */
  forgetRecent(): void {
    this.#recentLayout = null;
  }

  /** Takes the steps of a state from the block, entry and timer at hand on. */
  take(state: number): void {
    const tables = this.#tables;
    const { candidates } = this;
    const { blockPlaces } = tables;
    const before = candidates.count + this.dropped;
    this.label = -1;
    // All stimuli are asked about before the first is given, as the reference does.
    if (!this.#hand.read(this.#layout, this.#words(state), this.#at(state))) this.#hand.askLists();
    candidates.reserve(tables.labelCount, this.#layout.words);
    while (this.block < blockPlaces.length) this.#give(state);
    const isSomeoneDue = tables.someoneWaits && this.#expireAll(state);
    if (tables.tickLabel >= 0 && !isSomeoneDue) this.#tick(state);
    const ways = candidates.count + this.dropped - before;
    candidates.transitions += ways;
    if (ways === 0) candidates.remarks.push(noWayOutRemark, state, -1, this.#placeInOrder());
  }

  /** Gives stimuli from the entry at hand on, up to and with the first that must be played. */
  #give(state: number): void {
    const { candidates } = this;
    const { words, hashes } = candidates;
    const recent = this.#drops ? this.#recent : null;
    const { fields } = this.#player;
    const { lists, rows, blockPlaces, blockColumns } = this.#tables;
    const { rowOf } = this.#hand;
    const { patches, tree, splits } = this.#memory;
    const { nodes, branches } = tree;
    const taken = this.#memory.takenUpTo(lists.length);
    const { words: width, word, shift } = this.#layout;
    const source = this.#words(state);
    const at = this.#at(state);
    let { count } = candidates;
    for (let block = this.block; block < blockPlaces.length; block += 1) {
      const list = rows[(rowOf[blockPlaces[block] ?? 0] ?? 0) + (blockColumns[block] ?? 0)] ?? 0;
      const end = (lists[list] ?? 0) * perEntry;
      for (let place = this.entry; place < end; place += perEntry) {
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
        if (this.isRecording && !this.#memory.isWhole(entry)) run = played;
        if (run <= firstSplit) run = splits.combine(run, fields, tree, patches, width);
        if (run < 0) {
          candidates.count = count;
          this.block = block;
          this.entry = place;
          this.#play(state, blockPlaces[block] ?? 0, entry, budget);
          this.entry = place + perEntry;
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
        taken[entry] = (taken[entry] ?? 0) + 1;
        if (budget >= 0) {
          const left = fields[budget] ?? 0;
          const spent = target + (word[budget] ?? 0);
          words[spent] = (words[spent] ?? 0) ^ ((left ^ (left - 1)) << (shift[budget] ?? 0));
        }
        if (this.isRecording) candidates.records.push(state, this.#tables.notes[entry] ?? 0, changed === 0 ? -1 : count, run, 0, 0);
        if (changed === 0) {
          candidates.stutters += 1;
          continue;
        }
        const hash = hashAt(words, target, width);
        if (recent !== null && recent.has(words, target, width, hash)) {
          this.dropped += 1;
          continue;
        }
        hashes[count] = hash;
        count += 1;
      }
      this.entry = 0;
    }
    candidates.count = count;
    this.block = blockPlaces.length;
  }

  /** Gives one stimulus by playing it. */
  #play(state: number, place: number, entry: number, budget: number): void {
    const { lists, notes } = this.#tables;
    const player = this.#player;
    const code = this.#isAside ? played : (lists[entry] ?? 0);
    this.#begin(state, notes[entry] ?? 0, code);
    this.#attempt(() => player.take(place, notes[entry + 1] ?? 0));
    if (code !== played && !this.#memory.isFull) this.#learn(state, place, entry, code, { marks: player.marks, isWhole: this.isRecording });
    if (budget >= 0) player.write(budget, (player.fields[budget] ?? 0) - 1);
    this.#note(state);
    this.#hand.findRows();
  }

  /** Lets each timer expire that may; whether there is one. */
  #expireAll(state: number): boolean {
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
    if (pending.length === 0) return false;
    this.candidates.reserve(pending.length, this.#layout.words);
    const rankOf = ({ entry }: { readonly entry: number }): number => tables.rankOf(tables.lists[entry + 1] ?? 0);
    if (pending.length > 1) pending.sort((a, b) => rankOf(a) - rankOf(b));
    for (const { place, entry } of pending.slice(this.timer)) {
      this.#expire(state, place, entry);
      this.timer += 1;
    }
    return true;
  }

  /** Lets a tick pass for all actors; no timer is due. */
  #tick(state: number): void {
    const tables = this.#tables;
    const player = this.#player;
    this.#begin(state, tables.tickLabel, played);
    for (let place = 0; place < tables.actorCount; place += 1) {
      const component = player.fields[place] ?? 0;
      const known = tables.rows[(tables.rowsFrom[place] ?? 0) + component * (tables.rowLength[place] ?? 0) + tickColumn] ?? unasked;
      const after = known === unasked ? this.#askTick(place, component) : known;
      if (after !== component && after !== timeStands) player.write(place, after);
    }
    this.#note(state);
  }

  /** What becomes of a component that was not asked about; where that is missing, nothing of the step is left. */
  #askTick(place: number, component: number): number {
    try {
      return this.#tables.tick(place, component);
    } catch (error) {
      this.#player.undo();
      throw error;
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
      if (code !== played && !this.#memory.isFull) this.#learn(state, place, entry, code, { marks: [], isWhole: true });
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
    this.label = label;
    this.#player.isLogging = this.isRecording || isNew || this.#tables.isFrozen;
    this.#player.begin(this.#words(state), this.#at(state));
  }

  /** Remembers the run just played. */
  #learn(state: number, place: number, entry: number, code: number, how: Pick<PlayedRun, 'marks' | 'isWhole'>): void {
    const player = this.#player;
    unpack(this.#layout, this.#words(state), this.#at(state), this.#before);
    this.#tables.lists[entry] = this.#memory.learn(entry, code, { place, fields: this.#before, changes: player.changes(), log: player.log, logLength: player.logLength, ...how });
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
    if (player.lost) candidates.remarks.push(lostRemark, state, this.label, this.#placeInOrder());
    if (this.isRecording) {
      const from = candidates.logLength;
      if (from + logLength > candidates.log.length) candidates.log = longer(candidates.log, (from + logLength) * 2);
      for (let i = 0; i < logLength; i += 1) candidates.log[from + i] = log[i] ?? 0;
      candidates.logLength = from + logLength;
      candidates.records.push(state, this.label, isChanged ? candidates.count : -1, run, from, from + logLength);
    }
    if (isChanged) this.#keep(target);
    else candidates.stutters += 1;
    player.undo();
  }

  /** Keeps the candidate whose words stand at the end, unless it was met a moment ago. */
  #keep(target: number): void {
    const { candidates } = this;
    const { words } = this.#layout;
    const hash = hashAt(candidates.words, target, words);
    if (this.#drops && this.#recent.has(candidates.words, target, words, hash)) {
      this.dropped += 1;
      return;
    }
    candidates.hashes[candidates.count] = hash;
    candidates.count += 1;
  }

  #placeInOrder(): number {
    return this.isRecording ? this.candidates.records.length / perRecord : this.candidates.count;
  }

  #words(state: number): Int32Array {
    return this.#arena.chunks[state >>> chunkBits] ?? noWords;
  }

  #at(state: number): number {
    return (state & chunkMask) * this.#layout.words;
  }

  #renewRecent(): void {
    this.#recentLayout = this.#layout;
    this.#recent.renew(this.#words(0), this.#at(0), this.#layout.words);
  }
}

const noWords = new Int32Array(0);
