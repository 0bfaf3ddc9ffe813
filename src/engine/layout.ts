/**
 * Where each field of a state lies within its 32-bit words.
 *
 *   actor 0: bits 0-2 of word 0 | actor 1: bits 3-8 of word 0 | ... | budget 0: bits 0-1 of word 1
 *
 * A field is the number of an actor's component, or what is left of a budget; it has as many bits as its values have needed so
 * far and lies within one word. Fields in order, so that two searches of one system lay states out alike.
 */

export interface Layout {
  readonly words: number;
  /** By field: its word, its place in it, how many bits it has, and these bits as a mask from bit 0. */
  readonly word: Int32Array;
  readonly shift: Int32Array;
  readonly bits: Int32Array;
  readonly mask: Int32Array;
}

/** A component's number is at most this wide: masks are signed. */
export const bitsMax = 31;
/** From so many bits on a field is large. */
const largeBits = 7;

export function layoutOf(bits: ArrayLike<number>): Layout {
  const count = bits.length;
  const layout = { word: new Int32Array(count), shift: new Int32Array(count), bits: Int32Array.from(bits), mask: new Int32Array(count) };
  let at = 0;
  let used = 0;
  for (let field = 0; field < count; field += 1) {
    const width = bits[field] ?? 0;
    if (used + width > 32) {
      at += 1;
      used = 0;
    }
    layout.word[field] = at;
    layout.shift[field] = used;
    layout.mask[field] = width === bitsMax ? 0x7fff_ffff : (1 << width) - 1;
    used += width;
  }
  return { words: at + 1, ...layout };
}

/**
 * The layout in which a field has room for a value, with a bit to spare; a large one has four, if they cost no word more.
 *
 * A field that has grown large will grow again, and late, when there are many states to be laid out anew.
 */
export function widened(layout: Layout, field: number, value: number): Layout {
  const needed = bitsFor(value + 1);
  const withSpare = (spare: number): Layout => layoutOf(layout.bits.map((bits, other) => (other === field ? Math.min(bitsMax, needed + spare) : bits)));
  const usual = withSpare(1);
  const ample = withSpare(4);
  return needed >= largeBits && ample.words === usual.words ? ample : usual;
}

export function hasRoom(layout: Layout, field: number, value: number): boolean {
  return value <= (layout.mask[field] ?? 0);
}

/** Writes the words of a state at `at`. */
export function pack(layout: Layout, fields: Int32Array, words: Int32Array, at: number): void {
  const { word, shift } = layout;
  for (let i = 0; i < layout.words; i += 1) words[at + i] = 0;
  for (let field = 0; field < word.length; field += 1) {
    const place = at + (word[field] ?? 0);
    words[place] = (words[place] ?? 0) | ((fields[field] ?? 0) << (shift[field] ?? 0));
  }
}

/** Reads the words of a state at `at`. */
export function unpack(layout: Layout, words: Int32Array, at: number, fields: Int32Array): void {
  const { word, shift, mask } = layout;
  for (let field = 0; field < word.length; field += 1) fields[field] = ((words[at + (word[field] ?? 0)] ?? 0) >>> (shift[field] ?? 0)) & (mask[field] ?? 0);
}

/** Lays `count` states out anew. */
export function repack(from: Layout, words: Int32Array, to: Layout, target: Int32Array, count: number): void {
  const fields = new Int32Array(from.word.length);
  for (let i = 0; i < count; i += 1) {
    unpack(from, words, i * from.words, fields);
    pack(to, fields, target, i * to.words);
  }
}

/** Bits for `count` values, from 0. */
export function bitsFor(count: number): number {
  return 32 - Math.clz32(Math.max(0, count - 1));
}
