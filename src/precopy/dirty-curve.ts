/**
 * How much memory a guest makes dirty in a while: distinct bytes, because a page written twice is sent once.
 *
 *   bytes │          ┌────── writableBytes ──────
 *         │        ╱ │  · · · ·   constant     min(W, r t)
 *         │      ╱ ·    -  -      saturating   W (1 - exp(-r t / W))
 *         │    ╱·  -              power law    min(W, c t^a), 0 < a ≤ 1
 *         │  ╱-
 *         └──────────────────── seconds
 *
 * All three start at nothing, never fall and bend downwards (concave); predict.ts relies on that. Source: domain.md 5.1. A
 * power law fits what was measured (5.2), and a constant rate does not: it cannot show a plateau that is neither 0 nor W.
 */

/** `writableBytes`, W: the guest writes nowhere else, so that no pass is larger. At most the memory. */
export type DirtyCurve =
  | { readonly kind: 'constant'; readonly bytesPerSecond: number; readonly writableBytes: number }
  /** Writes to pages drawn at random from W: the rate is that at which the first ones become dirty. */
  | { readonly kind: 'saturating'; readonly bytesPerSecond: number; readonly writableBytes: number }
  /** `exponent` above 0 and at most 1, where it is a constant rate. */
  | { readonly kind: 'power-law'; readonly bytesInFirstSecond: number; readonly exponent: number; readonly writableBytes: number };

/**
 * The distinct bytes that are dirty after so many seconds, if none was at first: D(t) of docs/precopy.md, domain.md 5.1.
 *
 * At least 0 and at most `writableBytes`; it never falls as time goes on. The numbers are taken as they are.
 */
export function dirtiedBytes(curve: DirtyCurve, seconds: number): number {
  const { writableBytes } = curve;
  if (writableBytes === 0 || seconds === 0) return 0;
  switch (curve.kind) {
    case 'constant':
      return Math.min(writableBytes, curve.bytesPerSecond * seconds);
    case 'saturating':
      return -writableBytes * Math.expm1((-curve.bytesPerSecond * seconds) / writableBytes);
    case 'power-law':
      return Math.min(writableBytes, curve.bytesInFirstSecond * seconds ** curve.exponent);
  }
}
