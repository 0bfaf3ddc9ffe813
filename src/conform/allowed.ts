/** What a line may say where one says something else: all that the possible states, and those they lead to, look like. */
import { migrationStatuses, type MigrationStatus } from './migration-info.ts';
import type { PossibleStates } from './possible-states.ts';
import type { MonitorView, SyncRange } from './qmp-reading.ts';
import type { Allowed } from './qmp-report.ts';

/** `syncs`: the last count seen. Counts are looked for a little beyond it, and whether they would go on, by one more. */
export function allowedAfter(possible: PossibleStates, syncs: number): readonly Allowed[] {
  const [near, far] = [possible.next(syncs + 1), possible.next(syncs + 2)];
  return migrationStatuses.flatMap((status): readonly Allowed[] => {
    const views = near.filter(({ answers }) => answers.some((answer) => answer.status === status));
    if (views.length === 0) return [];
    const [counts, farther] = [rangeOf(views, status), rangeOf(far, status)];
    return [{ status, syncs: counts === null || farther === null ? null : { ...counts, orMore: farther.most > counts.most }, vm: [...new Set(views.map(({ vm }) => vm))].toSorted() }];
  });
}

function rangeOf(views: readonly MonitorView[], status: MigrationStatus): SyncRange | null {
  const ranges = views.flatMap(({ answers }) => answers.flatMap((answer) => (answer.status === status && answer.syncs !== null ? [answer.syncs] : [])));
  return ranges.length === 0 ? null : { least: Math.min(...ranges.map(({ least }) => least)), most: Math.max(...ranges.map(({ most }) => most)) };
}
