/**
 * A crew: the thread that asks XState, the captain, and workers that know integers only. They share the work of a round, and what
 * comes out is the same, to the last number, for every number of threads.
 *
 *   generate   all take states by the chunk and write down the candidates they lead to; where a table lacks something: a hole
 *              the captain fills the holes, asking XState (filled.ts)
 *   sift       each looks up the candidates whose hash is its own, in the order of states, and tells which are new
 *   number     each numbers its new states in that order, writes them into the arena and has a glance at them (share.ts)
 *              the captain asks the claims about those that need a closer look, and tells the ledger (crew-telling.ts)
 *
 * The tables change only while the workers wait. A worker that dies ends the search with an error.
 *
 * Longer than 250 lines because a turn reads best in one place.
 */
import { Worker } from 'node:worker_threads';
import { Candidates } from './candidates.ts';
import * as at from './crew-control.ts';
import type { Findings, News, Signing, Tally } from './crew-control.ts';
import { tell, type Witness } from './crew-telling.ts';
import type { Expansion } from './expansion.ts';
import { fillHoles, type Filling } from './filled.ts';
import { Glance, type GlancedClaim } from './glance.ts';
import { generateInto } from './hand.ts';
import { roundMax } from '../property/rounds.ts';
import { repack, type Layout } from './layout.ts';
import type { Player } from './player.ts';
import type { RunMemory } from './run-memory.ts';
import { Share, type Found } from './share.ts';
import { shared } from './longer.ts';
import type { StateArena } from './state-arena.ts';
import type { StepTables } from './step-tables.ts';
import { hashAt } from './visited-set.ts';

export interface CrewParts {
  readonly tables: StepTables;
  readonly arena: StateArena;
  readonly memory: RunMemory;
  readonly expansion: Expansion;
  readonly player: Player;
  /** How many claims there are. */
  readonly claims: number;
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
  /** Whether it has begun: workers need a while to come, in which the captain goes on alone. */
  works = false;
  readonly #parts: CrewParts;
  readonly #control = shared(at.controlLength);
  readonly #threads: number;
  readonly #workers: readonly Worker[];
  readonly #share: Share;
  readonly #glance = new Glance();
  readonly #filler = new Candidates();
  readonly #takers = shared(at.perTaker * (roundMax / at.chunkStates + 1));
  #claims: readonly GlancedClaim[] = [];
  #findings: Findings[];
  /** By array that workers have: what they were told last. */
  #told: Required<News>;
  #death: Error | null = null;

  constructor(threads: number, parts: CrewParts, file: URL = workerFile) {
    this.#parts = parts;
    this.#threads = threads;
    this.#findings = Array.from({ length: threads + 1 }, () => this.#newFindings());
    this.#share = new Share(parts.arena, 0, threads);
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

  /** Takes over the states that there are. */
  begin(): void {
    this.works = true;
    this.#share.renew();
  }

  /** Expands states from `from` on, before `to`. @throws {Error} when a worker has died. */
  async turn(from: number, to: number, witness: Witness): Promise<Turn> {
    const { arena, tables, expansion } = this.#parts;
    const control = this.#control;
    this.#makeFindingsFit();
    control[at.fromState] = from;
    control[at.nextState] = from;
    control[at.endState] = to;
    tables.isFrozen = true;
    this.#command(at.generate);
    generateInto(this.#captains(), 0, this.#takers, expansion, control, tables.labelCount);
    await this.#workersDone();
    tables.isFrozen = false;

    const filling = fillHoles(Math.min(to, Atomics.load(control, at.nextState)), this.#findings.slice(0, -1), this.#filler, expansion);
    this.#keepFilled();
    control[at.listedEnd] = filling.listedEnd;
    const found = (): Found => ({ from, end: filling.listedEnd, findings: this.#findings, takers: this.#takers });
    this.#command(at.sift);
    this.#share.sift(found());
    await this.#workersDone();

    const base = arena.size;
    const fresh = this.#findings.reduce((sum, { counts }) => sum + (counts[at.foundFresh] ?? 0), 0);
    arena.reserve(fresh);
    const claims = witness.glanced();
    this.#claims = claims ?? [];
    control[at.mayGlance] = claims === null ? 0 : 1;
    this.#command(at.number);
    this.#glance.take(this.#claims);
    this.#share.number(base, this.#findings, claims === null ? null : this.#glance);
    await this.#workersDone();
    arena.extend(fresh);
    tell({ base, fresh, found: found(), remarks: filling.remarks, claims }, witness);
    return { next: filling.next, ...this.#sums(from, filling), failure: this.#filler.failure };
  }

  /** States have been laid out anew, from the layout they had: so must be what has been found in this turn. */
  relayout(from: Layout): void {
    const { arena } = this.#parts;
    this.#findings = this.#findings.map((findings, thread) => {
      if (thread === this.#findings.length - 1) return findings;
      const words = shared(findings.hashes.length * arena.layout.words);
      const count = candidatesOf(findings);
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
    for (const { runs, entries, steps } of await Promise.all(tallies)) {
      this.#parts.memory.addTally(runs);
      this.#parts.memory.addTaken(entries);
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

  #captains(): Findings {
    const [findings] = this.#findings;
    if (findings === undefined) throw new RangeError('a crew has a captain');
    return findings;
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

  /** The steps of the states before the first that was not expanded whole. */
  #sums(from: number, { next, listedEnd }: Filling): Pick<Turn, 'transitions' | 'stutters'> {
    const threads = this.#findings.slice(0, -1);
    if (next === listedEnd) {
      const listed = threads.reduce((sum, findings) => sum + candidatesOf(findings) + (findings.counts[at.allDropped] ?? 0), 0);
      if (next === Math.min(this.#control[at.endState] ?? 0, Atomics.load(this.#control, at.nextState))) return { transitions: listed + this.#filler.count, stutters: threads.reduce((sum, { counts }) => sum + (counts[at.allStutters] ?? 0), this.#filler.stutters) };
    }
    let transitions = 0;
    let { stutters } = this.#filler;
    for (const { states, holes, counts } of threads) {
      for (let row = 0; row < (counts[at.foundStates] ?? 0) * at.perFound; row += at.perFound) {
        const state = states[row] ?? 0;
        if (state < from || state >= next) continue;
        const hole = (states[row + 2] ?? -1) * at.perHole;
        transitions += (states[row + 1] ?? 0) - (row === 0 ? 0 : (states[row - at.perFound + 1] ?? 0)) + (states[row + 3] ?? 0);
        if (hole >= 0) transitions += (holes[hole + 4] ?? 0) - (holes[hole + 3] ?? 0);
        stutters += states[row + 4] ?? 0;
      }
    }
    return { transitions, stutters };
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
  }

  /** Tells the workers which arrays have been replaced. */
  #tellNews(): void {
    const all = this.#allNews();
    const told = this.#told;
    const news: News = {
      ...(all.layout === told.layout ? {} : { layout: all.layout }),
      ...(isSame(all.chunks, told.chunks) ? {} : { chunks: all.chunks }),
      ...(isSame(all.parents, told.parents) ? {} : { parents: all.parents }),
      ...(isSame(Object.values(all.tables), Object.values(told.tables)) ? {} : { tables: all.tables }),
      ...(isSame(Object.values(all.runs), Object.values(told.runs)) ? {} : { runs: all.runs }),
      ...(isSame(all.findings, told.findings) ? {} : { findings: all.findings }),
      ...(isSame(all.claims.flatMap(arraysOf), told.claims.flatMap(arraysOf)) ? {} : { claims: all.claims }),
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
      parents: [...arena.parents],
      tables: { rows, rowsFrom, rowLength, steps, sends, lists, notes, blockPlaces, blockColumns, timerRanks, timersFrom: tables.timersFrom, tickLabel: tables.tickLabel, fields: player.fields.length },
      runs: { nodes: memory.tree.nodes, branches: memory.tree.branches, splits: memory.splits.splits, roots: memory.splits.roots, patches: memory.patches },
      findings: [...this.#findings],
      takers: this.#takers,
      claims: this.#claims,
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
    const states = 1 << 14;
    return {
      words: shared((candidates + 1) * arena.layout.words),
      hashes: shared(candidates),
      states: shared(states * at.perFound),
      holes: shared(states * at.perHole),
      counts: shared(at.perCounts),
      deadEnds: shared(states),
      // All candidates of all threads could be new and of one share; the system gives memory only as it is written.
      fresh: shared(all * at.perFresh),
      unquiet: shared(all),
      tested: shared(this.#parts.claims + 1),
    };
  }
}

function candidatesOf({ states, counts }: Findings): number {
  const found = counts[at.foundStates] ?? 0;
  return found === 0 ? 0 : (states[(found - 1) * at.perFound + 1] ?? 0);
}

function arraysOf({ place, root, nodes, branches }: GlancedClaim): readonly unknown[] {
  return [place, root, nodes, branches];
}

function isSame(all: readonly unknown[], told: readonly unknown[]): boolean {
  return all.length === told.length && all.every((array, i) => array === told[i]);
}
