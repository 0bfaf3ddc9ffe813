/**
 * Which orbits are known: what the visited set is to states, for a search that keeps one state of each orbit.
 *
 *   candidate ──canonicalise──▶ representative: known? then a state of its orbit was met before
 *                                   └── new: kept here; the candidate itself joins the arena
 *
 * Representatives stand in an arena of their own, number by number beside the states that were met. Nobody but the visited set ever
 * reads them. So the arena holds what the search met: runs, labels, details and whatever claims are shown are concrete, and a
 * run's steps are those that lead from one state of the arena to the next. The layout of representatives is their own too, as some
 * of their components appear in no state that was met.
 */
import { endlessMemory, type Memory } from '../property/memory-limit.ts';
import { pack, unpack } from './layout.ts';
import type { Orbits } from './orbits.ts';
import { StateArena } from './state-arena.ts';
import { hashAt, VisitedSet } from './visited-set.ts';

export class OrbitSet {
  readonly #met: StateArena;
  readonly #orbits: Orbits;
  readonly #kept: StateArena;
  readonly #visited: VisitedSet;
  /** Of the batch at hand, its representatives: by fields, then packed, with their hashes. */
  #fields = new Int32Array(1024);
  #words = new Int32Array(1024);
  #hashes = new Int32Array(1024);

  constructor(met: StateArena, orbits: Orbits, memory: Memory = endlessMemory) {
    this.#met = met;
    this.#orbits = orbits;
    this.#kept = new StateArena(Array.from(met.layout.mask, (mask) => mask + 1), memory);
    this.#visited = new VisitedSet(this.#kept);
  }

  /**
   * Finds the representatives of a batch, before it is looked up. Nothing joins a set until then.
   *
   * @throws {ModelError} `asymmetric-machine`, when an image is asked for that is none.
   * @throws {LimitReached} when XState may not be asked more.
   */
  prepare(words: Int32Array, count: number): void {
    const { layout } = this.#met;
    const width = layout.mask.length;
    if (this.#fields.length < count * width) this.#fields = new Int32Array(count * width * 2);
    for (let i = 0; i < count; i += 1) {
      const fields = this.#fields.subarray(i * width, (i + 1) * width);
      unpack(layout, words, i * layout.words, fields);
      this.#orbits.canonicalise(fields);
    }
    this.#makeRoom(count, width);
    const kept = this.#kept.layout;
    if (this.#words.length < count * kept.words) this.#words = new Int32Array(count * kept.words * 2);
    if (this.#hashes.length < count) this.#hashes = new Int32Array(count * 2);
    for (let i = 0; i < count; i += 1) {
      pack(kept, this.#fields.subarray(i * width, (i + 1) * width), this.#words, i * kept.words);
      this.#hashes[i] = hashAt(this.#words, i * kept.words, kept.words);
    }
  }

  /** As the visited set's, for the batch that was prepared. */
  find(_words: Int32Array, count: number, found: Int32Array): void {
    this.#visited.find(this.#words, count, found, this.#hashes);
  }

  /** Adds a state whose orbit was not found just now, unless one of its orbit has been added since: its number, or -1. */
  add(words: Int32Array, i: number, parent: number): number {
    if (this.#visited.add(this.#words, i, parent) < 0) return -1;
    return this.#met.append(words, i * this.#met.layout.words, parent);
  }

  /** Notes the orbits of all states of the arena; only for one that has noted none. */
  renew(): void {
    const fields = new Int32Array(this.#met.layout.mask.length);
    for (let number = 0; number < this.#met.size; number += 1) {
      this.#met.read(number, fields);
      this.#orbits.canonicalise(fields);
      this.#kept.appendFields(fields, this.#met.parent(number));
    }
    this.#visited.renew();
  }

  /** Makes room for the values of the batch. */
  #makeRoom(count: number, width: number): void {
    const most = new Int32Array(width);
    const fields = this.#fields;
    for (let at = 0; at < count * width; at += width) for (let field = 0; field < width; field += 1) if ((fields[at + field] ?? 0) > (most[field] ?? 0)) most[field] = fields[at + field] ?? 0;
    const { layout } = this.#kept;
    most.forEach((value, field) => this.#kept.makeRoom(field, value));
    if (this.#kept.layout !== layout) this.#visited.renew();
  }
}
