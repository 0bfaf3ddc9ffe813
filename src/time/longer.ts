/** A typed array of twice the length that begins with the same numbers. */
export function longer(array: Int32Array): Int32Array<ArrayBuffer> {
  const wider = new Int32Array(array.length * 2);
  wider.set(array);
  return wider;
}
