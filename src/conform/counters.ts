/**
 * What the figures of one migration must be, whatever the guest does: counters only count up, sizes stay, and some add up.
 *
 * Not all that looks as if it should add up does: QEMU counts bytes as they are queued and pages as they are sent, so `transferred`
 * is not the sum of its parts, and is now and then below `normal-bytes`. Those that are here hold exactly in every recorded run.
 */
import type { MigrationInfo } from './migration-info.ts';

export interface Sample extends MigrationInfo {
  readonly line: number;
}

export type FigureRule =
  /** Counts only upwards. `within`: as long as `dirty-sync-count` stays, and then only downwards. */
  | { readonly kind: 'falls' | 'changes' | 'grows-within-pass'; readonly before: number; readonly beforeLine: number }
  | { readonly kind: 'exceeds'; readonly other: string; readonly limit: number }
  | { readonly kind: 'differs'; readonly from: 'normal × page-size' | 'whole pages' | 'nothing left'; readonly wanted: number };

/** A figure that cannot be. */
export interface FigureFault {
  readonly field: string;
  readonly value: number;
  readonly rule: FigureRule;
}

export const counters: readonly string[] = [
  'total-time', 'cpu-throttle-percentage', 'ram.transferred', 'ram.normal', 'ram.normal-bytes', 'ram.duplicate', 'ram.dirty-sync-count', 'ram.postcopy-requests',
  'ram.multifd-bytes', 'ram.precopy-bytes', 'ram.downtime-bytes', 'ram.postcopy-bytes', 'ram.dirty-sync-missed-zero-copy',
];
export const constants: readonly string[] = ['setup-time', 'ram.total', 'ram.page-size'];

/** The first figure that cannot be, after an earlier sample of the same migration if there was one. */
export function figureFaultOf(sample: Sample, before: Sample | null): FigureFault | null {
  return (before === null ? null : (changeFault(sample, before) ?? passFault(sample, before))) ?? sumFault(sample);
}

function changeFault({ figures }: Sample, before: Sample): FigureFault | null {
  for (const field of [...counters, ...constants]) {
    const [value, earlier] = [figures.get(field), before.figures.get(field)];
    if (value === undefined || earlier === undefined) continue;
    const kind = counters.includes(field) ? (value < earlier ? 'falls' : null) : value === earlier ? null : 'changes';
    if (kind !== null) return { field, value, rule: { kind, before: earlier, beforeLine: before.line } };
  }
  return null;
}

/** Only a look for dirty pages finds more to send, and each counts. */
function passFault({ figures }: Sample, before: Sample): FigureFault | null {
  const [value, earlier] = [figures.get('ram.remaining'), before.figures.get('ram.remaining')];
  const samePass = figures.has('ram.dirty-sync-count') && figures.get('ram.dirty-sync-count') === before.figures.get('ram.dirty-sync-count');
  if (value === undefined || earlier === undefined || !samePass || value <= earlier) return null;
  return { field: 'ram.remaining', value, rule: { kind: 'grows-within-pass', before: earlier, beforeLine: before.line } };
}

function sumFault({ status, figures }: Sample): FigureFault | null {
  const [remaining, total, pageSize, normal, normalBytes] = ['remaining', 'total', 'page-size', 'normal', 'normal-bytes'].map((name) => figures.get(`ram.${name}`));
  if (remaining !== undefined && total !== undefined && remaining > total) return { field: 'ram.remaining', value: remaining, rule: { kind: 'exceeds', other: 'ram.total', limit: total } };
  if (normal !== undefined && normalBytes !== undefined && pageSize !== undefined && normalBytes !== normal * pageSize) {
    return { field: 'ram.normal-bytes', value: normalBytes, rule: { kind: 'differs', from: 'normal × page-size', wanted: normal * pageSize } };
  }
  if (remaining !== undefined && pageSize !== undefined && pageSize > 0 && remaining % pageSize !== 0) {
    return { field: 'ram.remaining', value: remaining, rule: { kind: 'differs', from: 'whole pages', wanted: pageSize } };
  }
  if (status === 'completed' && remaining !== undefined && remaining > 0) return { field: 'ram.remaining', value: remaining, rule: { kind: 'differs', from: 'nothing left', wanted: 0 } };
  const [downtime, totalTime] = [figures.get('downtime'), figures.get('total-time')];
  if (downtime !== undefined && totalTime !== undefined && downtime > totalTime) return { field: 'downtime', value: downtime, rule: { kind: 'exceeds', other: 'total-time', limit: totalTime } };
  return null;
}
