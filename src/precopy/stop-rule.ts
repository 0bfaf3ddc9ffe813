/**
 * When an implementation stops copying while the guest runs, suspends it and sends the rest. Facts from domain.md 3.2 and 3.3.
 *
 *   hyper-v    after a pass: little is dirty, or ten passes are done. How little is not published.
 *   qemu       every 100 ms: what is still to be sent is less than bandwidth × downtime limit. No limit on passes.
 *   xen        after a pass: fewer than 50 pages are dirty, or five passes are done.
 *   xen-2011   after a pass: it sent fewer than 50 pages, or it was the 29th, or more than three times the memory was sent.
 *
 * Xen sends its last few pages once more before it suspends the guest; those 200 kB are left out here.
 */

export type StopRule =
  /** Stops when less than `thresholdBytes` is dirty after a pass. */
  | { readonly kind: 'hyper-v'; readonly passesMax: number; readonly thresholdBytes: number }
  | { readonly kind: 'qemu'; readonly downtimeLimitMs: number; readonly bandwidth: BandwidthEstimate }
  | { readonly kind: 'xen'; readonly passesMax: number }
  | { readonly kind: 'xen-2011'; readonly passesMax: number };

/** What QEMU multiplies the downtime limit by: the rate it has measured, which is that of the capped passes, or one it was told. */
export type BandwidthEstimate = { readonly kind: 'measured' } | { readonly kind: 'given'; readonly bytesPerSecond: number };

/** Why the guest is suspended after a pass: the rule is met, or one of the limits of it is reached. */
export type StopCause = 'rule-met' | 'passes-spent' | 'volume-spent';

/** What is known when a pass has ended; bytes of guest memory. */
export interface PassEnd {
  readonly number: number;
  readonly sentBytes: number;
  readonly sentInAllBytes: number;
  /** Still to be sent. */
  readonly dirtyBytes: number;
  readonly memoryBytes: number;
}

/** The pages both rules of Xen compare with. */
const xenPages = 50;
const pageBytes = 4096;
/** Of the memory; `max_factor` in xc_domain_save.c. */
export const xenMemoryFactorMax = 3;
/** QEMU's BUFFER_DELAY: what its rate limiter and its stop test count in. */
export const windowSeconds = 0.1;

/** Why to stop after this pass, or null to go on; `thresholdBytes` as of `thresholdBytesOf`. */
export function causeToStop(rule: StopRule, thresholdBytes: number, end: PassEnd): StopCause | null {
  if ((rule.kind === 'xen-2011' ? end.sentBytes : end.dirtyBytes) < thresholdBytes) return 'rule-met';
  if (rule.kind === 'qemu') return null;
  if (end.number >= rule.passesMax) return 'passes-spent';
  return rule.kind === 'xen-2011' && end.sentInAllBytes > xenMemoryFactorMax * end.memoryBytes ? 'volume-spent' : null;
}

/** Below what the rule is met, in bytes of guest memory. `passBytesPerSecond` is the rate at which passes are sent. */
export function thresholdBytesOf(rule: StopRule, passBytesPerSecond: number): number {
  switch (rule.kind) {
    case 'hyper-v':
      return rule.thresholdBytes;
    case 'qemu':
      return ((rule.bandwidth.kind === 'given' ? rule.bandwidth.bytesPerSecond : passBytesPerSecond) * rule.downtimeLimitMs) / 1000;
    case 'xen':
    case 'xen-2011':
      return xenPages * pageBytes;
  }
}
