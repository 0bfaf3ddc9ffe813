/**
 * A migration by pre-copy, as what is known before it begins; and how bytes become time.
 *
 * Symbols of domain.md 5.1: V is `memoryBytes × nonZeroShare`, B `linkBytesPerSecond` or the cap, o `switchOverMs`.
 */
import type { DirtyCurve } from './dirty-curve.ts';
import type { StopRule } from './stop-rule.ts';

/** Sizes are bytes, rates bytes a second, times milliseconds, as the names say; symbols in the head of this file. */
export interface Migration {
  /** M: all the memory that the VM has, zeros included; above 0. */
  readonly memoryBytes: number;
  /** From 0 to 1: the share of the memory that is sent at first. Pages full of zeros are only named, by who elides them. */
  readonly nonZeroShare: number;
  /** Above 0. */
  readonly linkBytesPerSecond: number;
  readonly cap: RateCap;
  readonly dirty: DirtyCurve;
  readonly rule: StopRule;
  readonly framing: Framing;
  /** From the last byte to the guest running again: device state, storage handles, network. */
  readonly switchOverMs: number;
}

/** A limit on the rate, so that a migration leaves room on the link. QEMU lifts it once the guest is suspended. */
export type RateCap = { readonly kind: 'none' } | { readonly kind: 'capped'; readonly bytesPerSecond: number; readonly lastPass: 'capped' | 'lifted' };

/** What goes over the link beside the memory itself. */
export type Framing =
  | { readonly kind: 'none' }
  /** Each page has a header, and a page of zeros is a marker of a few bytes, sent in the first pass. */
  | { readonly kind: 'pages'; readonly pageBytes: number; readonly headerBytes: number; readonly zeroPageBytes: number };

/** QEMU's: eight bytes of address and flags before a page; a page of zeros is that and one byte. */
export const qemuFraming: Framing = { kind: 'pages', pageBytes: 4096, headerBytes: 8, zeroPageBytes: 9 };

/** V: the memory that is sent in the first pass. */
export function firstBytes({ memoryBytes, nonZeroShare }: Migration): number {
  return memoryBytes * nonZeroShare;
}

/** Bytes on the link while the guest runs, a second. */
export function passRate({ linkBytesPerSecond, cap }: Migration): number {
  return cap.kind === 'none' ? linkBytesPerSecond : Math.min(linkBytesPerSecond, cap.bytesPerSecond);
}

/** Bytes on the link once it is suspended, a second. */
export function lastRate(migration: Migration): number {
  const { cap, linkBytesPerSecond } = migration;
  return cap.kind === 'capped' && cap.lastPass === 'lifted' ? linkBytesPerSecond : passRate(migration);
}

/** Bytes on the link for a byte of memory. */
export function wireFactor(framing: Framing): number {
  return framing.kind === 'none' ? 1 : 1 + framing.headerBytes / framing.pageBytes;
}

/** Bytes on the link for the pages of zeros, all together. */
export function zeroWireBytes({ framing, memoryBytes, nonZeroShare }: Migration): number {
  return framing.kind === 'none' ? 0 : ((memoryBytes * (1 - nonZeroShare)) / framing.pageBytes) * framing.zeroPageBytes;
}

/**
 * How long bytes take that are known already, in milliseconds: `passWireBytes` over the link with the guest running, at the rate of the
 * passes, and `lastWireBytes` with the guest suspended, at that of the last one; the switch-over is part of the blackout.
 */
export function timeOf(migration: Migration, passWireBytes: number, lastWireBytes: number): Times {
  const brownoutMs = (passWireBytes / passRate(migration)) * 1000;
  const blackoutMs = (lastWireBytes / lastRate(migration)) * 1000 + migration.switchOverMs;
  return { brownoutMs, blackoutMs, totalMs: brownoutMs + blackoutMs };
}

export interface Times {
  /** Memory is copied while the guest runs. */
  readonly brownoutMs: number;
  /** The guest does not run. */
  readonly blackoutMs: number;
  readonly totalMs: number;
}
