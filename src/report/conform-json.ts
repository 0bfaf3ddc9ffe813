/** What a log amounts to, as data for other programs: `quiesce-conform/1`. Bytes, bytes a second and milliseconds, as the names say. */
import type { QmpReport } from '../conform/qmp-report.ts';
import type { RunInfo } from './report-json.ts';

/** Fields are added, never renamed or removed, while the schema keeps its number. */
export function conformJson(run: RunInfo, file: string, report: QmpReport): object {
  return { schema: 'quiesce-conform/1', run, file, format: 'qmp', ...report };
}
