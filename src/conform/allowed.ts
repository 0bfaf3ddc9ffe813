/** What a line may say where one says something else: all that the possible states, and those they lead to, look like. */
import { migrationStatuses, type MigrationStatus } from './migration-info.ts';
import type { PossibleStates } from './possible-states.ts';
import type { MonitorView, SyncRange } from './qmp-reading.ts';
import type { Allowed } from './qmp-report.ts';

/** `syncs`: the last count seen, 0 before there is one. Counts are looked for a little beyond it, and whether they would go on, by one more. */
export function allowedAfter(possible: PossibleStates, syncs: number): readonly Allowed[] {
  const passSeen = Math.max(1, syncs);
  const [near, far] = [possible.next(passSeen + 1), possible.next(passSeen + 2)];
  return migrationStatuses.flatMap((status): readonly Allowed[] => {
    const views = near.filter(({ answers }) => answers.some((answer) => answer.status === status));
    if (views.length === 0) return [];
    const [counts, farther] = [rangeOf(views, status), rangeOf(far, status)];
    // A count that was seen is never fallen below, whatever pass it was taken for.
    return [{ status, syncs: counts === null || farther === null ? null : { least: Math.max(counts.least, Math.min(syncs, counts.most)), most: counts.most, orMore: farther.most > counts.most }, vm: [...new Set(views.map(({ vm }) => vm))].toSorted() }];
  });
}

function rangeOf(views: readonly MonitorView[], status: MigrationStatus): SyncRange | null {
  const ranges = views.flatMap(({ answers }) => answers.flatMap((answer) => (answer.status === status && answer.syncs !== null ? [answer.syncs] : [])));
  return ranges.length === 0 ? null : { least: Math.min(...ranges.map(({ least }) => least)), most: Math.max(...ranges.map(({ most }) => most)) };
}
