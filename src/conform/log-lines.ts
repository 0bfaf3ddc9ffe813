/**
 * The lines of a log, with their numbers: what is no text is told line by line, so that one bad line spoils no other.
 */

import { Buffer, isUtf8 } from 'node:buffer';

export type LogLine = { readonly number: number } & ({ readonly kind: 'text'; readonly text: string } | { readonly kind: 'not-text' } | { readonly kind: 'too-long'; readonly bytes: number });

/** A reply of QEMU is a few kilobytes; this is what an honest line never reaches and a broken one does. */
export const lineBytesMax = 1_000_000;

/** The lines that are not blank; numbers from 1 count all of them. */
export function linesOf(log: Uint8Array): readonly LogLine[] {
  const lines: LogLine[] = [];
  let start = 0;
  for (let number = 1; start < log.length; number++) {
    const end = log.indexOf(10, start);
    const bytes = log.subarray(start, end === -1 ? log.length : end);
    const line = lineOf(bytes, number);
    if (line.kind !== 'text' || line.text.trim() !== '') lines.push(line);
    start += bytes.length + 1;
  }
  return lines;
}

function lineOf(bytes: Uint8Array, number: number): LogLine {
  if (bytes.length > lineBytesMax) return { number, kind: 'too-long', bytes: bytes.length };
  if (bytes.includes(0) || !isUtf8(bytes)) return { number, kind: 'not-text' };
  return { number, kind: 'text', text: Buffer.from(bytes).toString('utf8').replace(/^\uFEFF/, '').replace(/\r$/, '') };
}
