/** A migration that cannot be, by the field that makes it so: what the calculator refuses instead of reckoning with it. */
import type { DirtyCurve } from './dirty-curve.ts';
import type { Migration } from './migration.ts';
import type { StopRule } from './stop-rule.ts';

/** Thrown by `predict` and `boundsOf`. `field` is the path in the {@link Migration}, `wanted` what it takes. */
export class MigrationError extends RangeError {
  readonly field: string;
  readonly value: number;
  readonly wanted: string;

  constructor(field: string, value: number, wanted: string) {
    super(`${field} takes ${wanted}, not ${value}`);
    this.name = 'MigrationError';
    this.field = field;
    this.value = value;
    this.wanted = wanted;
  }
}

/** @throws {MigrationError} when a number is not finite, has the wrong sign, or is more than all there is. */
export function refuseImpossible({ memoryBytes, nonZeroShare, linkBytesPerSecond, cap, dirty, rule, framing, switchOverMs }: Migration): void {
  above('memoryBytes', memoryBytes);
  within('nonZeroShare', nonZeroShare, 1, '1');
  above('linkBytesPerSecond', linkBytesPerSecond);
  if (cap.kind === 'capped') above('cap.bytesPerSecond', cap.bytesPerSecond);
  refuseCurve(dirty, memoryBytes);
  refuseRule(rule);
  if (framing.kind === 'pages') {
    above('framing.pageBytes', framing.pageBytes);
    notBelow('framing.headerBytes', framing.headerBytes);
    notBelow('framing.zeroPageBytes', framing.zeroPageBytes);
  }
  notBelow('switchOverMs', switchOverMs);
}

function refuseCurve(dirty: DirtyCurve, memoryBytes: number): void {
  within('dirty.writableBytes', dirty.writableBytes, memoryBytes, 'memoryBytes');
  if (dirty.kind !== 'power-law') return notBelow('dirty.bytesPerSecond', dirty.bytesPerSecond);
  notBelow('dirty.bytesInFirstSecond', dirty.bytesInFirstSecond);
  if (!(dirty.exponent > 0 && dirty.exponent <= 1)) throw new MigrationError('dirty.exponent', dirty.exponent, 'a number above 0, and at most 1');
}

function refuseRule(rule: StopRule): void {
  if (rule.kind === 'qemu') {
    above('rule.downtimeLimitMs', rule.downtimeLimitMs);
    if (rule.bandwidth.kind === 'given') above('rule.bandwidth.bytesPerSecond', rule.bandwidth.bytesPerSecond);
    return;
  }
  if (!(rule.passesMax === Infinity || (Number.isInteger(rule.passesMax) && rule.passesMax >= 1))) throw new MigrationError('rule.passesMax', rule.passesMax, 'a whole number of at least 1, or Infinity');
  if (rule.kind === 'hyper-v') notBelow('rule.thresholdBytes', rule.thresholdBytes);
}

function above(field: string, value: number): void {
  if (!(value > 0 && Number.isFinite(value))) throw new MigrationError(field, value, 'a finite number above 0');
}

function notBelow(field: string, value: number): void {
  if (!(value >= 0 && Number.isFinite(value))) throw new MigrationError(field, value, 'a finite number of at least 0');
}

function within(field: string, value: number, most: number, name: string): void {
  if (!(value >= 0 && value <= most)) throw new MigrationError(field, value, `a number from 0 to ${name}`);
}
