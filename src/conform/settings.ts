/** What a log says of how QEMU was set: the parameters that the calculator needs, with QEMU's own defaults (domain.md 3.3). */
import { isObject, type Value } from './value-text.ts';

export interface Settings {
  readonly downtimeLimitMs: number;
  /** A bandwidth that the stop rule was told to reckon with; null when it measures. */
  readonly bandwidthBytesPerSecond: number | null;
  /** The cap on passes; null when the log does not set it. */
  readonly capBytesPerSecond: number | null;
}

export const defaultSettings: Settings = { downtimeLimitMs: 300, bandwidthBytesPerSecond: null, capBytesPerSecond: null };

/** After `migrate-set-parameters`, or its older and narrower kin. */
export function settingsAfter(settings: Settings, command: string, args: Value): Settings {
  if (!isObject(args)) return settings;
  const number = (name: string): number | null => (typeof args[name] === 'number' ? args[name] : null);
  switch (command) {
    case 'migrate-set-parameters': {
      const bandwidth = number('avail-switchover-bandwidth');
      return {
        downtimeLimitMs: number('downtime-limit') ?? settings.downtimeLimitMs,
        bandwidthBytesPerSecond: bandwidth === null ? settings.bandwidthBytesPerSecond : bandwidth === 0 ? null : bandwidth,
        capBytesPerSecond: number('max-bandwidth') ?? settings.capBytesPerSecond,
      };
    }
    case 'migrate_set_downtime':
      return { ...settings, downtimeLimitMs: (number('value') ?? settings.downtimeLimitMs / 1000) * 1000 };
    case 'migrate_set_speed':
      return { ...settings, capBytesPerSecond: number('value') ?? settings.capBytesPerSecond };
    default:
      return settings;
  }
}
