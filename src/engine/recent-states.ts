/**
 * States met a moment ago: a small table that fits the cache of a core, in front of the large one that does not.
 *
 * Most steps lead to a state that many others lead to, and those come close together: neighbours in the queue are much alike. So
 * each place remembers the last state whose hash fell there. A step that leads to one of these leads to no new state, and
 * the large table need not be asked; on two-phase commit two of three steps end here, on other models one of three.
 *
 * What is here was a candidate before, so it is known, or will be when its batch is judged, and it came first. It is forgotten
 * whenever another takes its place. At the beginning every place holds a state that is known.
 */
const places = 1 << 12;

export class RecentStates {
  #kept = new Int32Array(0);

  /** Forgets all; `words` are those of a state that is known, and `width` how many. */
  renew(words: Int32Array, at: number, width: number): void {
    this.#kept = new Int32Array(places * width);
    for (let i = 0; i < this.#kept.length; i += 1) this.#kept[i] = words[at + (i % width)] ?? 0;
  }

  /** Whether the state whose words stand at `at` is one of them; it is from now on. */
  has(words: Int32Array, at: number, width: number, hash: number): boolean {
    const kept = this.#kept;
    const place = (hash & (places - 1)) * width;
    for (let i = 0; i < width; i += 1) {
      if (kept[place + i] !== words[at + i]) {
        for (let j = i; j < width; j += 1) kept[place + j] = words[at + j] ?? 0;
        return false;
      }
    }
    return true;
  }
}
