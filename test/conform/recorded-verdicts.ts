/** What each recorded migration amounts to. */
import { conformed } from './logs.ts';

export interface RecordedVerdict {
  readonly name: string;
  readonly verdict: string;
  /** Before the last; null where the log is refused. */
  readonly passes: number | null;
  /** Takes seconds. */
  readonly isLong: boolean;
}

export const recordedVerdicts: readonly RecordedVerdict[] = [
  { name: 'Precopy_Convergent-run-1', verdict: 'accepted', passes: 6, isLong: false },
  { name: 'Precopy_Convergent-run-2', verdict: 'accepted', passes: 5, isLong: false },
  { name: 'Precopy_Nonconvergent_16T-run-1', verdict: 'accepted', passes: 186, isLong: true },
  { name: 'Precopy_Nonconvergent_16T-run-2', verdict: 'accepted', passes: 195, isLong: true },
  { name: 'Autoconverge_16T-run-1', verdict: 'accepted', passes: 20, isLong: true },
  { name: 'Autoconverge_16T-run-2', verdict: 'accepted', passes: 24, isLong: true },
  { name: 'Stop_Copy_4T-run-1', verdict: 'accepted', passes: 1, isLong: false },
  { name: 'Stop_Copy_4T-run-2', verdict: 'accepted', passes: 1, isLong: false },
  { name: 'Postcopy_4T-run-1', verdict: 'refused at 12: no-run', passes: null, isLong: false },
  { name: 'Postcopy_4T-run-2', verdict: 'refused at 12: no-run', passes: null, isLong: false },
];

/** The figures of a log in words. */
export function figuresOf(log: string): readonly string[] {
  const { comparison } = conformed(log);
  if (comparison.kind === 'none') return [comparison.because];
  return comparison.rows.map(({ name, predicted, seen, agrees }) => {
    const wanted = predicted.kind === 'never' ? 'never' : `${Math.round(predicted.value)} ${predicted.kind}`;
    return `${name}: ${wanted}, ${Math.round(seen)} seen${agrees === null ? '' : agrees ? ', agrees' : ', differs'}`;
  });
}
