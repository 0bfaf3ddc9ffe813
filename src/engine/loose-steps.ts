/**
 * Local steps that send to several interchangeable actors in an order which is not permuted with their names.
 *
 * A step that sends to c1, c3 in the order of names looks the same when c1 and c2 are exchanged, and when c2 and c3 are; only
 * one of its images gives it away: c2, c3 must become c3, c2 and stays as it is. So a step is loose together with all its
 * images, whoever among them shows it. Steps and images are joined in a forest, each tree of which is loose or is not.
 */

/** A step of the table of the actor at `place`. */
export interface StepOf {
  readonly place: number;
  readonly step: number;
}

export class LooseSteps {
  /** Whether there is one. */
  any = false;
  readonly #actors: number;
  /** From a step to another one of its tree; the root of a tree is missing. */
  readonly #above = new Map<number, number>();
  readonly #looseRoots = new Set<number>();

  constructor(actors: number) {
    this.#actors = actors;
  }

  /** Says that two steps are images of each other. */
  join(one: StepOf, other: StepOf): void {
    const root = this.#rootOf(this.#keyOf(one));
    const otherRoot = this.#rootOf(this.#keyOf(other));
    if (root === otherRoot) return;
    this.#above.set(otherRoot, root);
    if (this.#looseRoots.delete(otherRoot)) this.#looseRoots.add(root);
  }

  loosen(step: StepOf): void {
    this.any = true;
    this.#looseRoots.add(this.#rootOf(this.#keyOf(step)));
  }

  has(step: StepOf): boolean {
    return this.any && this.#looseRoots.has(this.#rootOf(this.#keyOf(step)));
  }

  #keyOf({ place, step }: StepOf): number {
    return step * this.#actors + place;
  }

  /** Halves the way for the next time. */
  #rootOf(key: number): number {
    let at = key;
    for (let above = this.#above.get(at); above !== undefined; above = this.#above.get(at)) {
      const next = this.#above.get(above);
      if (next !== undefined) this.#above.set(at, next);
      at = next ?? above;
    }
    return at;
  }
}
