/**
 * A dirty curve from what was measured: the power law of least squares through the logarithms (domain.md 5.2).
 */

/** In so many seconds so many distinct bytes became dirty; both above 0. */
export interface DirtySample {
  readonly seconds: number;
  readonly bytes: number;
}

export interface PowerLaw {
  readonly bytesInFirstSecond: number;
  readonly exponent: number;
}

/**
 * The power law closest to the samples, or null where they do not bend as one does: fewer than two different times, or an exponent
 * that is not above 0. An exponent above 1 is taken for a constant rate. Seconds and bytes; source: domain.md 5.2, where it fits 1,446 passes.
 */
export function powerLawThrough(samples: readonly DirtySample[]): PowerLaw | null {
  const points = samples.map(({ seconds, bytes }) => [Math.log(seconds), Math.log(bytes)] as const);
  const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
  const [x, y] = [mean(points.map(([t]) => t)), mean(points.map(([, b]) => b))];
  const spread = mean(points.map(([t]) => (t - x) ** 2));
  const exponent = Math.min(1, mean(points.map(([t, b]) => (t - x) * (b - y))) / spread);
  return spread > 0 && exponent > 0 ? { bytesInFirstSecond: Math.exp(y - exponent * x), exponent } : null;
}
