/**
 * The most memory this process ever held.
 *
 * Linux keeps it per address space as VmHWM. `resourceUsage` would not do: a process inherits that peak from the one that
 * started it, so that small processes look as large as the benchmark.
 */
import { existsSync, readFileSync } from 'node:fs';

/** The line of /proc/self/status that tells it. */
export const peakMark = 'VmHWM';

/** In bytes; null where the system does not tell. */
export function peakRssBytes(): number | null {
  const path = '/proc/self/status';
  const kilobytes = existsSync(path) ? new RegExp(`${peakMark}:\\s*(\\d+) kB`).exec(readFileSync(path, 'utf8'))?.[1] : undefined;
  return kilobytes === undefined ? null : Number(kilobytes) * 1024;
}
