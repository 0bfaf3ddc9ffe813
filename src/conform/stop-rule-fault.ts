/**
 * QEMU's stop rule, held against what was left for the last pass: it may begin when less is left than the bandwidth carries within
 * the downtime limit. `downtime-bytes` is what went over the link once the VM was stopped; what the devices sent is in it.
 */
import { thresholdBytesOf, type StopRule } from '../precopy/stop-rule.ts';
import type { Sample } from './counters.ts';
import type { Settings } from './settings.ts';

export interface StopRuleFault {
  readonly lastBytes: number;
  readonly thresholdBytes: number;
}

export function qemuRuleOf({ downtimeLimitMs, bandwidthBytesPerSecond }: Settings): StopRule {
  return { kind: 'qemu', downtimeLimitMs, bandwidth: bandwidthBytesPerSecond === null ? { kind: 'measured' } : { kind: 'given', bytesPerSecond: bandwidthBytesPerSecond } };
}

/** The largest rate that was measured while the VM ran, which is what allows most; null when none was. */
export function measuredRateMax(samples: readonly Sample[]): number | null {
  const rates = samples.flatMap(({ status, figures }) => (status === 'active' ? [figures.get('ram.mbps') ?? 0] : [])).filter((mbps) => mbps > 0);
  return rates.length === 0 ? null : (Math.max(...rates) * 1e6) / 8;
}

/** Null too where too little is known: no rate, no last pass by itself because the VM was stopped before, or a limit that was changed under way. */
export function stopRuleFaultOf(completed: Sample, samples: readonly Sample[], settings: Settings): StopRuleFault | null {
  const [lastBytes, precopyBytes] = [completed.figures.get('ram.downtime-bytes'), completed.figures.get('ram.precopy-bytes')];
  const rate = measuredRateMax(samples);
  if (lastBytes === undefined || precopyBytes === undefined || precopyBytes === 0 || rate === null) return null;
  const thresholdBytes = thresholdBytesOf(qemuRuleOf(settings), rate);
  return lastBytes > thresholdBytes ? { lastBytes, thresholdBytes } : null;
}
