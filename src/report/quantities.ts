/** Numbers as people read them: counts with separators, durations and sizes in the unit that suits them. */

/** @example countText(88214) // '88,214' */
export function countText(count: number): string {
  return String(Math.round(count)).replaceAll(/\B(?=(\d{3})+$)/g, ',');
}

/** @example countOf(1, 'step') // '1 step' */
export function countOf(count: number, one: string, many = `${one}s`): string {
  return `${countText(count)} ${count === 1 ? one : many}`;
}

/** @example durationText(134_000) // '2 min 14 s' */
export function durationText(ms: number): string {
  if (ms < 999.5) return `${Math.round(ms)} ms`;
  if (ms < 59_950) return `${(ms / 1000).toFixed(1).replace(/\.0$/, '')} s`;
  const seconds = Math.round(ms / 1000);
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min${seconds % 60 === 0 ? '' : ` ${seconds % 60} s`}`;
  const minutes = Math.round(seconds / 60);
  return `${Math.floor(minutes / 60)} h${minutes % 60 === 0 ? '' : ` ${minutes % 60} min`}`;
}

/** @example clockText(74_000) // '01:14' */
export function clockText(ms: number): string {
  const seconds = Math.floor(ms / 1000);
  return `${String(Math.floor(seconds / 60)).padStart(2, '0')}:${String(seconds % 60).padStart(2, '0')}`;
}

/** Powers of 1,000, as in `--memory-max 2GB`. @example bytesText(1_100_000_000) // '1.1 GB' */
export function bytesText(bytes: number): string {
  if (bytes < 1e6) return `${(bytes / 1e3).toFixed(0)} kB`;
  return bytes < 1e9 ? `${(bytes / 1e6).toFixed(0)} MB` : `${(bytes / 1e9).toFixed(1)} GB`;
}

/** Powers of 1,024, as memory is counted; three digits at least, so that small passes can be told apart. @example binaryText(8589934592) // '8 GiB' */
export function binaryText(bytes: number): string {
  const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB'] as const;
  const power = units.findLastIndex((_, i) => i === 0 || bytes >= 1024 ** i * 0.9995);
  const value = bytes / 1024 ** power;
  const digits = power === 0 || value >= 99.95 ? 0 : value >= 9.995 ? 1 : 2;
  return `${countText(Math.trunc(Number(value.toFixed(digits))))}${fractionText(value.toFixed(digits))} ${units[power] ?? 'B'}`;
}

/** What follows the point, without zeros at its end. */
function fractionText(fixed: string): string {
  return (/\.\d*$/.exec(fixed)?.[0] ?? '').replace(/\.?0+$/, '');
}

/** A probability as a percentage that is not rounded to nothing. @example percentText(0.0003) // '0.03 %' */
export function percentText(share: number): string {
  const percent = share * 100;
  return `${percent >= 10 ? percent.toFixed(0) : Number(percent.toPrecision(1))} %`;
}
