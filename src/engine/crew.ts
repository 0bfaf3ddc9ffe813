/**
 * A crew: the thread that asks XState, the captain, and workers that know integers only. They share the work of a round, and what
 * comes out is the same, to the last number, for every number of threads.
 *
 *   generate   all take states by the chunk and write down the candidates they lead to; where a table lacks something: a hole
 *              the captain fills the holes, asking XState, and puts everything in the order of states
 *   sift       each looks up the candidates whose hash is its own, and tells which are new
 *              the captain gives the new states their numbers in that order, and shows them to the ledger
 *
 * The tables change only while the workers wait. A worker that dies ends the search with an error.
 *
 * Longer than 250 lines because a turn reads best in one place.
 */
import { Worker } from 'node:worker_threads';
import * as at from './crew-control.ts';
import type { Findings, News, Signing, Tally } from './crew-control.ts';
import { Candidates, lostRemark, perRemark } from './candidates.ts';
import type { Expansion } from './expansion.ts';
import { generateInto } from './hand.ts';
import { Filled } from './filled.ts';
import { roundMax } from '../property/rounds.ts';
import { repack, type Layout } from './layout.ts';
import type { Player } from './player.ts';
import type { RunMemory } from './run-memory.ts';
import { Share } from './share.ts';
import { longer, shared, type StateArena } from './state-arena.ts';
import type { StepTables } from './step-tables.ts';
import { hashAt } from './visited-set.ts';

/** What a turn has to tell, in the order of the reference. */
export interface Witness {
  /** A candidate that is new: where its words stand, and its parent; returns the number it is given. */
  readonly add: (words: Int32Array, at: number, parent: number) => number;
  readonly lost: (state: number, label: number) => void;
  readonly noWayOut: (state: number) => void;
}

export interface CrewParts {
  readonly tables: StepTables;
  readonly arena: StateArena;
  readonly memory: RunMemory;
  readonly expansion: Expansion;
  readonly player: Player;
}

/** What was found in a turn, put in the order of states. */
interface InOrder {
  /** The first state that was not expanded. */
  readonly next: number;
  /** What is to be looked at more closely: place in the order, what, state, label. */
  readonly remarks: readonly number[];
  /** Steps to states met a moment ago, and stutters. */
  readonly dropped: number;
  readonly stutters: number;
}

/** What came of a turn. */
export interface Turn {
  /** The first state that was not expanded. */
  readonly next: number;
  readonly transitions: number;
  readonly stutters: number;
  readonly failure: Candidates['failure'];
}

const workerFile = new URL(import.meta.url.endsWith('.ts') ? './crew-worker.ts' : './crew-worker.js', import.meta.url);

/** Candidates a thread has room for in a turn. */
const candidatesMin = 1 << 17;
/** How long to wait for workers before hearing whether one has died. */
const patienceMs = 100;

export class Crew {
  readonly #parts: CrewParts;
  readonly #control = shared(at.controlLength);
  readonly #threads: number;
  readonly #workers: readonly Worker[];
  readonly #share: Share;
  readonly #filler = new Candidates();
  #findings: Findings[];
  #order = shared(1024);
  #orderLength = 0;
  /** By array that workers have: what they were told last. */
  #told: Required<News>;
  #death: Error | null = null;

  constructor(threads: number, parts: CrewParts, file: URL = workerFile) {
    this.#parts = parts;
    this.#threads = threads;
    this.#findings = Array.from({ length: threads + 1 }, () => this.#newFindings());
    this.#share = new Share(parts.arena, 0, threads);
    this.#share.renew();
    this.#told = this.#allNews();
    this.#tellNumbers();
    this.#workers = Array.from({ length: threads - 1 }, (_, i) => {
      const worker = new Worker(file, { workerData: { control: this.#control, share: i + 1, shares: threads, news: this.#told } satisfies Signing, execArgv: [] });
      worker.on('error', (error: unknown) => {
        this.#death ??= new Error(`worker ${i + 1} of ${threads} failed: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
      });
      worker.on('exit', (code) => {
        this.#death ??= new Error(`worker ${i + 1} of ${threads} ended with exit code ${code} before the search did`);
      });
      return worker;
    });
  }

  /** Expands states from `from` on, before `to`. @throws {Error} when a worker has died. */
  async turn(from: number, to: number, witness: Witness): Promise<Turn> {
    const { tables, expansion } = this.#parts;
    this.#share.settle(this.#captains().numbers);
    this.#makeFindingsFit();
    this.#control[at.nextState] = from;
    this.#control[at.endState] = to;
    tables.isFrozen = true;
    this.#command(at.generate);
    generateInto(this.#captains(), expansion, this.#control, tables.labelCount);
    await this.#workersDone();
    tables.isFrozen = false;

    const taken = Math.min(to, Atomics.load(this.#control, at.nextState));
    const { next, remarks, dropped, stutters } = this.#putInOrder(from, taken);
    this.#command(at.sift);
    this.#share.sift(this.#order, this.#orderLength, this.#findings);
    await this.#workersDone();
    const transitions = this.#giveNumbers(remarks, witness) + dropped;
    return { next, transitions, stutters: stutters + this.#filler.stutters, failure: this.#filler.failure };
  }

  /** States have been laid out anew, from the layout they had: so must be what has been found in this turn. */
  relayout(from: Layout): void {
    const { arena } = this.#parts;
    this.#findings = this.#findings.map((findings, thread) => {
      if (thread === this.#findings.length - 1) return findings;
      const words = shared(findings.hashes.length * arena.layout.words);
      const count = (findings.counts[0] ?? 0) === 0 ? 0 : (findings.states[((findings.counts[0] ?? 0) - 1) * at.perFound + 1] ?? 0);
      repack(from, findings.words, arena.layout, words, count);
      for (let i = 0; i < count; i += 1) findings.hashes[i] = hashAt(words, i * arena.layout.words, arena.layout.words);
      return { ...findings, words };
    });
    this.#share.renew();
  }

  /** Adds what the workers counted to the captain's own counts. */
  async gather(): Promise<void> {
    const tallies = this.#workers.map((worker) => new Promise<Tally>((resolve) => worker.once('message', resolve)));
    this.#command(at.report);
    await this.#workersDone();
    for (const { runs, steps } of await Promise.all(tallies)) {
      this.#parts.memory.addTally(runs);
      this.#parts.player.addHits(steps);
    }
  }

  /** Sends the workers home. */
  async disband(): Promise<void> {
    this.#death ??= new Error('the crew was disbanded');
    Atomics.store(this.#control, at.command, at.quit);
    Atomics.add(this.#control, at.turn, 1);
    Atomics.notify(this.#control, at.turn);
    await Promise.all(this.#workers.map((worker) => worker.terminate()));
  }

  /** Fills the holes, and lists what was found by state, up to one that cannot be expanded. */
  #putInOrder(from: number, end: number): InOrder {
    const { expansion } = this.#parts;
    const threads = this.#findings.length - 1;
    const heads = new Int32Array(threads);
    const remarks: number[] = [];
    const filled = new Filled(this.#filler, expansion);
    this.#orderLength = 0;
    let dropped = 0;
    let stutters = 0;
    let place = 0;
    let state = from;
    for (; state < end; state += 1) {
      const thread = this.#threadOf(state, heads);
      const findings = this.#findings[thread];
      if (findings === undefined) throw new RangeError(`state ${state} was not expanded`);
      const { states } = findings;
      const head = (heads[thread] ?? 0) * at.perFound;
      const begin = head === 0 ? 0 : (states[head - at.perFound + 1] ?? 0);
      const found = states[head + 1] ?? 0;
      const hole = states[head + 2] ?? -1;
      heads[thread] = (heads[thread] ?? 0) + 1;
      const [first, last] = hole < 0 ? [0, 0] : filled.fill(state, findings, hole);
      if (filled.isTakenBack) break;
      this.#list(thread, begin, found, state);
      this.#list(threads, first, last, state);
      const listed = place;
      place += found - begin + last - first;
      for (let i = 0; i < this.#filler.remarks.length; i += perRemark) {
        if (this.#filler.remarks[i] === lostRemark) remarks.push(listed + found - begin + (this.#filler.remarks[i + 3] ?? 0) - first, lostRemark, state, this.#filler.remarks[i + 2] ?? 0);
      }
      this.#filler.remarks.length = 0;
      if (filled.hasFailed) break;
      dropped += states[head + 3] ?? 0;
      stutters += states[head + 4] ?? 0;
      if (place === listed && states[head + 3] === 0) remarks.push(place, -1, state, -1);
    }
    this.#keepFilled();
    return { next: state, remarks, dropped, stutters };
  }

  /** The thread that has expanded a state; `heads` tells how far each has been listed. */
  #threadOf(state: number, heads: Int32Array): number {
    for (let thread = 0; thread < heads.length; thread += 1) {
      const { states, counts } = this.#findings[thread] ?? this.#captains();
      const head = heads[thread] ?? 0;
      if (head < (counts[0] ?? 0) && states[head * at.perFound] === state) return thread;
    }
    return -1;
  }

  #captains(): Findings {
    const [findings] = this.#findings;
    if (findings === undefined) throw new RangeError('a crew has a captain');
    return findings;
  }

  #list(thread: number, begin: number, end: number, state: number): void {
    if (begin === end) return;
    if (this.#orderLength + at.perOrder > this.#order.length) this.#order = longer(this.#order, this.#order.length * 2);
    this.#order[this.#orderLength] = thread;
    this.#order[this.#orderLength + 1] = begin;
    this.#order[this.#orderLength + 2] = end;
    this.#order[this.#orderLength + 3] = state;
    this.#orderLength += at.perOrder;
  }

  /** Puts what was found in filling holes where all can read it. */
  #keepFilled(): void {
    const { words: width } = this.#parts.arena.layout;
    const { words, count } = this.#filler;
    const last = this.#findings.length - 1;
    const kept = this.#findings[last];
    if (kept === undefined) return;
    const isLarge = count * width <= kept.words.length && count <= kept.hashes.length;
    const room = isLarge ? kept : { ...kept, words: shared(count * 2 * width), hashes: shared(count * 2) };
    this.#findings[last] = room;
    room.words.set(words.subarray(0, count * width));
    for (let i = 0; i < count; i += 1) room.hashes[i] = hashAt(words, i * width, width);
  }

  /** Numbers the new states of all shares in the order of candidates, and tells of them and the remarks; returns the number of candidates. */
  #giveNumbers(remarks: readonly number[], witness: Witness): number {
    const { words: width } = this.#parts.arena.layout;
    const shares = this.#findings.slice(0, -1);
    const heads = new Int32Array(shares.length);
    let remark = 0;
    let place = 0;
    const tellUpTo = (limit: number): void => {
      for (; remark < remarks.length && (remarks[remark] ?? 0) <= limit; remark += 4) {
        if (remarks[remark + 1] === lostRemark) witness.lost(remarks[remark + 2] ?? 0, remarks[remark + 3] ?? 0);
        else witness.noWayOut(remarks[remark + 2] ?? 0);
      }
    };
    for (let entry = 0; entry < this.#orderLength; entry += at.perOrder) {
      const end = place + (this.#order[entry + 2] ?? 0) - (this.#order[entry + 1] ?? 0);
      for (;;) {
        let first = -1;
        let firstPlace = end;
        for (let share = 0; share < shares.length; share += 1) {
          const { fresh } = shares[share] ?? {};
          const head = heads[share] ?? 0;
          const here = fresh !== undefined && head < (fresh[0] ?? 0) ? (fresh[1 + head * at.perFresh] ?? end) : end;
          if (here < firstPlace) {
            firstPlace = here;
            first = share;
          }
        }
        const found = shares[first];
        if (found === undefined) break;
        tellUpTo(firstPlace);
        const head = heads[first] ?? 0;
        const thread = found.fresh[1 + head * at.perFresh + 1] ?? 0;
        const index = found.fresh[1 + head * at.perFresh + 2] ?? 0;
        found.numbers[head] = witness.add(this.#findings[thread]?.words ?? found.words, index * width, this.#order[entry + 3] ?? 0);
        heads[first] = head + 1;
      }
      place = end;
    }
    tellUpTo(place);
    return place;
  }

  #command(order: number): void {
    this.#tellNews();
    this.#tellNumbers();
    Atomics.store(this.#control, at.done, 0);
    Atomics.store(this.#control, at.command, order);
    Atomics.add(this.#control, at.turn, 1);
    Atomics.notify(this.#control, at.turn);
  }

  async #workersDone(): Promise<void> {
    for (;;) {
      const ready = Atomics.load(this.#control, at.done);
      if (ready === this.#workers.length) return;
      if (Atomics.wait(this.#control, at.done, ready, patienceMs) !== 'timed-out') continue;
      await new Promise((resolve) => setImmediate(resolve));
      if (this.#death !== null) throw this.#death;
    }
  }

  #tellNumbers(): void {
    const { arena, memory, tables } = this.#parts;
    this.#control[at.arenaSize] = arena.size;
    this.#control[at.runCount] = memory.count;
    this.#control[at.memoryIsFull] = memory.isFull ? 1 : 0;
    this.#control[at.someoneStops] = tables.someoneStops ? 1 : 0;
    this.#control[at.someoneWaits] = tables.someoneWaits ? 1 : 0;
    this.#control[at.labelCount] = tables.labelCount;
    this.#control[at.orderLength] = this.#orderLength;
  }

  /** Tells the workers which arrays have been replaced. */
  #tellNews(): void {
    const all = this.#allNews();
    const told = this.#told;
    const news: News = {
      ...(all.layout === told.layout ? {} : { layout: all.layout }),
      ...(isSame(all.chunks, told.chunks) ? {} : { chunks: all.chunks }),
      ...(isSame(Object.values(all.tables), Object.values(told.tables)) ? {} : { tables: all.tables }),
      ...(isSame(Object.values(all.runs), Object.values(told.runs)) ? {} : { runs: all.runs }),
      ...(isSame(all.findings, told.findings) ? {} : { findings: all.findings }),
      ...(all.order === told.order ? {} : { order: all.order }),
    };
    this.#told = all;
    if (Object.keys(news).length === 0) return;
    for (const worker of this.#workers) worker.postMessage(news);
    Atomics.add(this.#control, at.newsCount, 1);
  }

  #allNews(): Required<News> {
    const { arena, memory, tables, player } = this.#parts;
    const { rows, rowsFrom, rowLength, steps, sends, lists, notes, blockPlaces, blockColumns, timerRanks } = tables;
    return {
      layout: arena.layout,
      chunks: [...arena.chunks],
      tables: { rows, rowsFrom, rowLength, steps, sends, lists, notes, blockPlaces, blockColumns, timerRanks, timersFrom: tables.timersFrom, tickLabel: tables.tickLabel, fields: player.fields.length },
      runs: { nodes: memory.tree.nodes, branches: memory.tree.branches, splits: memory.splits.splits, roots: memory.splits.roots, patches: memory.patches },
      findings: [...this.#findings],
      order: this.#order,
    };
  }

  /** Makes room for what a chunk may lead to, when states have come to have more steps or more words. */
  #makeFindingsFit(): void {
    const width = this.#parts.arena.layout.words;
    const needed = 2 * at.chunkStates * (this.#parts.tables.labelCount + 1);
    this.#findings = this.#findings.map((findings) => (findings.hashes.length >= needed && findings.words.length >= findings.hashes.length * width ? findings : this.#newFindings()));
  }

  #newFindings(): Findings {
    const { arena, tables } = this.#parts;
    const candidates = Math.max(candidatesMin, 4 * at.chunkStates * (tables.labelCount + 1));
    const all = this.#threads * candidates + roundMax * (tables.labelCount + 1);
    return {
      words: shared((candidates + 1) * arena.layout.words),
      hashes: shared(candidates),
      states: shared((1 << 14) * at.perFound),
      holes: shared((1 << 14) * at.perFound),
      counts: shared(2),
      // All candidates of all threads could be new and of one share; the system gives memory only as it is written.
      fresh: shared(1 + all * at.perFresh),
      numbers: shared(all),
    };
  }
}

function isSame(all: readonly unknown[], told: readonly unknown[]): boolean {
  return all.length === told.length && all.every((array, i) => array === told[i]);
}
