/** A worker of a crew: waits for a command, does its part, says so. It knows integers only; XState and predicates are the captain's. */
import { parentPort, receiveMessageOnPort, workerData, type MessagePort } from 'node:worker_threads';
import * as at from './crew-control.ts';
import type { Findings, News, Signing, Tally } from './crew-control.ts';
import { Expansion } from './expansion.ts';
import { Glance } from './glance.ts';
import { generateInto } from './hand.ts';
import type { Layout } from './layout.ts';
import { Player } from './player.ts';
import { Share, type SharedStates } from './share.ts';
import { SharedRuns } from './shared-runs.ts';
import { SharedTables } from './shared-tables.ts';

class States implements SharedStates {
  layout: Layout;
  chunks: readonly Int32Array[];
  parents: readonly Int32Array[];
  size = 0;

  constructor({ layout, chunks, parents }: Required<News>) {
    this.layout = layout;
    this.chunks = chunks;
    this.parents = parents;
  }

  append(): never {
    throw new RangeError('a worker adds no states');
  }
}

class Worker {
  readonly #port: MessagePort;
  readonly #control: Int32Array;
  readonly #own: number;
  readonly #states: States;
  readonly #tables: SharedTables;
  readonly #player: Player;
  readonly #runs = new SharedRuns();
  readonly #expansion: Expansion;
  readonly #share: Share;
  #patches: Int32Array;
  #findings: readonly Findings[];
  #takers: Int32Array;
  readonly #glance = new Glance();
  /** Whether its share has been told of the states there are. */
  #isSettled = false;
  #heard = 0;

  constructor(port: MessagePort, { control, share, shares, news }: Signing) {
    this.#port = port;
    this.#control = control;
    this.#own = share;
    this.#states = new States(news);
    this.#tables = new SharedTables(control, news.tables);
    this.#player = new Player(this.#tables, news.tables.fields - this.#tables.actorCount, news.layout);
    this.#expansion = new Expansion(this.#tables, this.#states, this.#player, this.#runs);
    this.#share = new Share(this.#states, share, shares);
    this.#patches = news.runs.patches;
    this.#findings = news.findings;
    this.#takers = news.takers;
    this.#hear(news);
  }

  work(): void {
    for (let seen = 0; ; ) {
      Atomics.wait(this.#control, at.turn, seen);
      seen = Atomics.load(this.#control, at.turn);
      const order = Atomics.load(this.#control, at.command);
      if (order === at.quit) return;
      this.#hearAll();
      this.#obey(order);
      Atomics.add(this.#control, at.done, 1);
      Atomics.notify(this.#control, at.done);
    }
  }

  #obey(order: number): void {
    const control = this.#control;
    const findings = this.#findings[this.#own];
    if (findings === undefined) throw new RangeError(`worker ${this.#own} has nowhere to write`);
    if (order === at.generate) {
      generateInto(findings, this.#own, this.#takers, this.#expansion, control, control[at.labelCount] ?? 0);
      const { transitions, stutters } = this.#expansion.candidates;
      this.#runs.tick(transitions + stutters);
    } else if (order === at.sift) {
      this.#share.sift({ from: control[at.fromState] ?? 0, end: control[at.listedEnd] ?? 0, findings: this.#findings, takers: this.#takers });
    } else if (order === at.number) {
      this.#glance.take(this.#glance.claims);
      this.#share.number(control[at.arenaSize] ?? 0, this.#findings, control[at.mayGlance] === 1 ? this.#glance : null);
    } else if (order === at.report) {
      this.#port.postMessage({ runs: this.#runs.drainHits(), entries: this.#runs.drainTaken(), steps: this.#player.hits } satisfies Tally);
      this.#player.hits.fill(0);
    }
  }

  #hearAll(): void {
    const isNewLayout = this.#heardLayout();
    this.#states.size = this.#control[at.arenaSize] ?? 0;
    if (isNewLayout) {
      this.#player.relayout(this.#states.layout);
      this.#expansion.relayout();
      this.#runs.forget(this.#states.layout.words);
    }
    if (isNewLayout || !this.#isSettled) this.#share.renew();
    this.#isSettled = true;
    this.#runs.take(this.#patches, this.#control[at.runCount] ?? 0, this.#states.layout.words);
    this.#runs.isFull = this.#control[at.memoryIsFull] === 1;
  }

  /** Takes the news that have come; whether states have been laid out anew. */
  #heardLayout(): boolean {
    let isNewLayout = false;
    for (; this.#heard < Atomics.load(this.#control, at.newsCount); this.#heard += 1) {
      let received = receiveMessageOnPort(this.#port);
      while (received === undefined) received = receiveMessageOnPort(this.#port);
      const news: unknown = received.message;
      if (!isNews(news)) throw new TypeError('these are no news');
      this.#hear(news);
      if (news.layout !== undefined) isNewLayout = true;
    }
    return isNewLayout;
  }

  #hear({ layout, chunks, parents, tables, runs, findings, takers, claims }: News): void {
    if (layout !== undefined) this.#states.layout = layout;
    if (chunks !== undefined) this.#states.chunks = chunks;
    if (parents !== undefined) this.#states.parents = parents;
    if (claims !== undefined) this.#glance.take(claims);
    if (tables !== undefined) this.#tables.take(tables);
    if (findings !== undefined) this.#findings = findings;
    if (takers !== undefined) this.#takers = takers;
    if (runs === undefined) return;
    this.#runs.tree.nodes = runs.nodes;
    this.#runs.tree.branches = runs.branches;
    this.#runs.splits.splits = runs.splits;
    this.#runs.splits.roots = runs.roots;
    this.#patches = runs.patches;
  }
}

function isNews(value: unknown): value is News {
  return typeof value === 'object' && value !== null;
}

function isSigning(value: unknown): value is Signing {
  return typeof value === 'object' && value !== null && 'control' in value && 'news' in value;
}

const signing: unknown = workerData;
if (parentPort !== null && isSigning(signing)) new Worker(parentPort, signing).work();
