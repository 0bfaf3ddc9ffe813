/** Counts, sizes, times and seeds, from the text of an option. */
import { UsageError } from '../report/usage-fault.ts';

const byteUnits: Readonly<Record<string, number>> = { '': 1, b: 1, k: 1e3, kb: 1e3, m: 1e6, mb: 1e6, g: 1e9, gb: 1e9, kib: 2 ** 10, mib: 2 ** 20, gib: 2 ** 30 };
const millisecondUnits: Readonly<Record<string, number>> = { '': 1, ms: 1, s: 1000, m: 60_000, min: 60_000, h: 3_600_000 };

/** @example countFrom('--states-max', '10_000') // 10000 */
export function countFrom(option: string, text: string): number {
  const count = Number(text.replaceAll(/(?<=\d)_(?=\d)/g, ''));
  if (!/^\d[\d_]*$/.test(text) || !Number.isSafeInteger(count) || count < 1) refuse(option, text, 'a whole number of at least 1');
  return count;
}

/** @example bytesOf('--memory-max', '2GB') // 2000000000 */
export function bytesOf(option: string, text: string): number {
  return Math.round(inUnits(option, text, byteUnits, 'a size such as 2GB, 512MiB or a number of bytes'));
}

/** @example millisecondsOf('--time-max', '1.5m') // 90000 */
export function millisecondsOf(option: string, text: string): number {
  return inUnits(option, text, millisecondUnits, 'a time such as 30s, 5m or a number of milliseconds');
}

/** Seeds of fast-check are 32 bits wide; `0x...` is as good as digits. */
export function seedOf(option: string, text: string): number {
  const seed = Number(text);
  if (!/^(-?\d+|0x[0-9a-f]+)$/i.test(text) || seed > 0xff_ff_ff_ff || seed < -0x80_00_00_00) refuse(option, text, 'a whole number of 32 bits');
  return Math.trunc(seed) | 0;
}

function inUnits(option: string, text: string, units: Readonly<Record<string, number>>, wanted: string): number {
  const [, digits = '', unit = ''] = /^(\d+(?:\.\d+)?)\s*([a-z]*)$/i.exec(text) ?? [];
  const factor = Object.hasOwn(units, unit.toLowerCase()) ? units[unit.toLowerCase()] : undefined;
  if (digits === '' || factor === undefined || Number(digits) === 0) return refuse(option, text, wanted);
  return Number(digits) * factor;
}

function refuse(option: string, given: string, wanted: string): never {
  throw new UsageError({ code: 'bad-value', option, given, wanted, nearest: null });
}
