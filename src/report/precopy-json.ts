/** A prediction as data for other programs: `quiesce-precopy/1`. Bytes, bytes a second and milliseconds, as the names say. */
import type { Bounds } from '../precopy/bounds.ts';
import type { Migration } from '../precopy/migration.ts';
import type { Prediction } from '../precopy/predict.ts';
import type { RunInfo } from './report-json.ts';

/** Fields are added, never renamed or removed, while the schema keeps its number. */
export function precopyJson(run: RunInfo, migration: Migration, prediction: Prediction, bounds: Bounds): object {
  return { schema: 'quiesce-precopy/1', run, migration, prediction, bounds };
}
