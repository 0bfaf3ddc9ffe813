/** A worker of a crew: waits for a command, does its part, says so. It knows integers only; XState and predicates are the captain's. */
import { parentPort, receiveMessageOnPort, workerData, type MessagePort } from 'node:worker_threads';
import { arenaSize, command, done, generate, labelCount, memoryIsFull, newsCount, orderLength, quit, report, runCount, sift, turn, type Findings, type News, type Signing, type Tally } from './crew-control.ts';
import { Expansion } from './expansion.ts';
import { generateInto } from './hand.ts';
import type { Layout } from './layout.ts';
import { Player } from './player.ts';
import { Share } from './share.ts';
import { SharedRuns } from './shared-runs.ts';
import { SharedTables } from './shared-tables.ts';
import type { KnownStates } from './visited-set.ts';

class States implements KnownStates {
  layout: Layout;
  chunks: readonly Int32Array[];
  size = 0;

  constructor(layout: Layout, chunks: readonly Int32Array[]) {
    this.layout = layout;
    this.chunks = chunks;
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
  #order: Int32Array;
  #heard = 0;

  constructor(port: MessagePort, { control, share, shares, news }: Signing) {
    this.#port = port;
    this.#control = control;
    this.#own = share;
    this.#states = new States(news.layout, news.chunks);
    this.#states.size = control[arenaSize] ?? 0;
    this.#tables = new SharedTables(control, news.tables);
    this.#player = new Player(this.#tables, news.tables.fields - this.#tables.actorCount, news.layout);
    this.#expansion = new Expansion(this.#tables, this.#states, this.#player, this.#runs);
    this.#share = new Share(this.#states, share, shares);
    this.#patches = news.runs.patches;
    this.#findings = news.findings;
    this.#order = news.order;
    this.#hear(news);
    this.#share.renew();
  }

  work(): void {
    for (let seen = 0; ; ) {
      Atomics.wait(this.#control, turn, seen);
      seen = Atomics.load(this.#control, turn);
      const order = Atomics.load(this.#control, command);
      if (order === quit) return;
      this.#obey(order);
      Atomics.add(this.#control, done, 1);
      Atomics.notify(this.#control, done);
    }
  }

  #obey(order: number): void {
    const numbers = this.#findings[this.#own]?.numbers;
    this.#hearAll();
    if (order === generate && numbers !== undefined) this.#share.settle(numbers);
    const findings = this.#findings[this.#own];
    if (findings === undefined) throw new RangeError(`worker ${this.#own} has nowhere to write`);
    if (order === generate) {
      generateInto(findings, this.#expansion, this.#control, this.#control[labelCount] ?? 0);
      const { transitions, stutters } = this.#expansion.candidates;
      this.#runs.tick(transitions + stutters);
    } else if (order === sift) {
      this.#share.sift(this.#order, this.#control[orderLength] ?? 0, this.#findings);
    } else if (order === report) {
      this.#port.postMessage({ runs: this.#runs.drainHits(), steps: this.#player.hits } satisfies Tally);
      this.#player.hits.fill(0);
    }
  }

  #hearAll(): void {
    const isNewLayout = this.#heardLayout();
    this.#states.size = this.#control[arenaSize] ?? 0;
    if (isNewLayout) {
      this.#player.relayout(this.#states.layout);
      this.#expansion.relayout();
      this.#share.renew();
      this.#runs.forget(this.#states.layout.words);
    }
    this.#runs.take(this.#patches, this.#control[runCount] ?? 0, this.#states.layout.words);
    this.#runs.isFull = this.#control[memoryIsFull] === 1;
  }

  /** Takes the news that have come; whether states have been laid out anew. */
  #heardLayout(): boolean {
    let isNewLayout = false;
    for (; this.#heard < Atomics.load(this.#control, newsCount); this.#heard += 1) {
      let received = receiveMessageOnPort(this.#port);
      while (received === undefined) received = receiveMessageOnPort(this.#port);
      const news: unknown = received.message;
      if (!isNews(news)) throw new TypeError('these are no news');
      this.#hear(news);
      if (news.layout !== undefined) isNewLayout = true;
    }
    return isNewLayout;
  }

  #hear({ layout, chunks, tables, runs, findings, order }: News): void {
    if (layout !== undefined) this.#states.layout = layout;
    if (chunks !== undefined) this.#states.chunks = chunks;
    if (tables !== undefined) this.#tables.take(tables);
    if (findings !== undefined) this.#findings = findings;
    if (order !== undefined) this.#order = order;
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
