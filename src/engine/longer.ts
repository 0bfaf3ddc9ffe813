/** Copies of typed arrays with room for more; what they have no numbers for yet is zero. */

export function longer(array: Int32Array, length: number): Int32Array<ArrayBuffer> {
  const wider = new Int32Array(length);
  wider.set(array);
  return wider;
}

export function longerFloats(array: Float64Array, length: number): Float64Array<ArrayBuffer> {
  const wider = new Float64Array(length);
  wider.set(array);
  return wider;
}

/** Zeroed memory that workers may share. */
export function shared(length: number): Int32Array {
  return new Int32Array(new SharedArrayBuffer(length * 4));
}

export function longerShared(array: Int32Array, length: number): Int32Array {
  const wider = shared(length);
  wider.set(array);
  return wider;
}
