/**
 * Counts, sizes, rates, times, shares and seeds, from the text of an option.
 *
 * Limits of a run take a bare number and any case, because 512MIB can mean only one thing there. Quantities of a calculation name
 * their unit, in the case that tells bits from bytes: a rate in the wrong one is off by eight and looks just as well.
 */
import { distance, nearest } from '../report/nearest.ts';
import { UsageError } from '../report/usage-fault.ts';

type Units = Readonly<Record<string, number>>;

const byteUnits: Units = { '': 1, b: 1, k: 1e3, kb: 1e3, m: 1e6, mb: 1e6, g: 1e9, gb: 1e9, kib: 2 ** 10, mib: 2 ** 20, gib: 2 ** 30 };
const millisecondUnits: Units = { '': 1, ms: 1, s: 1000, m: 60_000, min: 60_000, h: 3_600_000 };

const sizeUnits: Units = { B: 1, kB: 1e3, MB: 1e6, GB: 1e9, TB: 1e12, KiB: 2 ** 10, MiB: 2 ** 20, GiB: 2 ** 30, TiB: 2 ** 40 };
const bitUnits: Units = { bit: 1 / 8, kbit: 1e3 / 8, Mbit: 1e6 / 8, Gbit: 1e9 / 8, Tbit: 1e12 / 8 };
const rateUnits: Units = {
  ...bitUnits,
  ...Object.fromEntries(Object.entries({ ...bitUnits, ...sizeUnits }).map(([unit, bytes]) => [`${unit}/s`, bytes])),
  ...Object.fromEntries(['', 'k', 'M', 'G', 'T'].map((prefix, power) => [`${prefix}bps`, 1000 ** power / 8])),
};
const timeUnits: Units = { ms: 1, s: 1000, min: 60_000, h: 3_600_000 };

/** Whole numbers of bytes are exact up to here; 8,192 TiB. */
const quantityMax = Number.MAX_SAFE_INTEGER;

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

/** Whether nothing at all makes sense: a memory of 0 does not, a time of 0 does. */
export type Least = 'positive' | 'zero';

/** @example sizeOf('--memory', '8GiB', 'positive') // 8589934592 */
export function sizeOf(option: string, text: string, least: Least): number {
  return quantityOf(option, text, least, { units: sizeUnits, wanted: 'a size with its unit, such as 8GiB, 512MiB or 2GB' });
}

/** In bytes a second. @example rateOf('--link', '10Gbit', 'positive') // 1250000000 */
export function rateOf(option: string, text: string, least: Least): number {
  return quantityOf(option, text, least, { units: rateUnits, wanted: 'a rate with its unit, such as 10Gbit/s, 128MiB/s or 1.25GB/s' });
}

/** In milliseconds. @example timeOf('--downtime-limit', '0.3s', 'positive') // 300 */
export function timeOf(option: string, text: string, least: Least): number {
  return quantityOf(option, text, least, { units: timeUnits, wanted: 'a time with its unit, such as 300ms, 2s or 1.5min' });
}

/** @example shareOf('--non-zero', '25%') // 0.25 */
export function shareOf(option: string, text: string): number {
  const [, digits = '', percent = ''] = /^(\d+(?:\.\d+)?)\s*(%?)$/.exec(text) ?? [];
  const share = Number(digits) / (percent === '' ? 1 : 100);
  if (digits === '' || share > 1) return refuse(option, text, 'a share from 0 to 1, such as 0.25 or 25%');
  return share;
}

/** Above 0 and at most 1. */
export function exponentOf(option: string, text: string): number {
  const exponent = Number(text);
  if (!/^\d+(\.\d+)?$/.test(text) || exponent === 0 || exponent > 1) return refuse(option, text, 'a number above 0 and at most 1, such as 0.7');
  return exponent;
}

/** One of a few words, or an error that names the nearest. */
export function oneOf<T extends string>(option: string, given: string, choices: readonly T[]): T {
  const choice = choices.find((candidate) => candidate === given);
  return choice ?? refuse(option, given, choices.join(', '), nearest(given, choices));
}

function quantityOf(option: string, text: string, least: Least, { units, wanted }: { readonly units: Units; readonly wanted: string }): number {
  const [, digits = '', unit = ''] = /^(\d+(?:\.\d+)?)\s*([a-z/]*)$/i.exec(text) ?? [];
  const factor = Object.hasOwn(units, unit) ? units[unit] : undefined;
  if (digits === '' || factor === undefined) return refuse(option, text, wanted, digits === '' || unit === '' ? null : nearestUnit(digits, unit, units));
  const quantity = Number(digits) * factor;
  if (quantity === 0 && least === 'positive') return refuse(option, text, `more than 0, ${wanted}`);
  if (quantity > quantityMax) return refuse(option, text, `no more than 2^53, ${wanted}`);
  return quantity;
}

/**
 * The same number in the unit that was probably meant: the same in another case, or one letter off; null when there is none.
 *
 * A small b is taken for bits where there are rates in bits, as `10Gb/s` mostly means.
 */
function nearestUnit(digits: string, given: string, units: Units): string | null {
  const names = Object.keys(units);
  const asBits = given.replace(/b(?=\/s$|$)/, 'bit');
  const near = names.find((name) => name === asBits) ?? names.find((name) => name.toLowerCase() === given.toLowerCase()) ?? names.find((name) => given.length > 2 && distance(name, given) <= 1);
  return near === undefined ? null : `${digits}${near}`;
}

function inUnits(option: string, text: string, units: Units, wanted: string): number {
  const [, digits = '', unit = ''] = /^(\d+(?:\.\d+)?)\s*([a-z]*)$/i.exec(text) ?? [];
  const factor = Object.hasOwn(units, unit.toLowerCase()) ? units[unit.toLowerCase()] : undefined;
  if (digits === '' || factor === undefined || Number(digits) === 0) return refuse(option, text, wanted);
  return Number(digits) * factor;
}

function refuse(option: string, given: string, wanted: string, near: string | null = null): never {
  throw new UsageError({ code: 'bad-value', option, given, wanted, nearest: near });
}
