/** The rows as a Markdown table, which a terminal shows as well. */
import { countText } from '../../../src/report/quantities.ts';
import { table, type Side } from '../tables.ts';
import type { StoreErrorRow, StoreRow } from './rows.ts';

const head = ['model', 'states', 'store', 'words', 'ns/candidate', 'bytes/state', 'peak', 'repacked', 'states moved', 'ms', 'grew', 'ms', 'read ns', 'at random'] as const;
const sides = head.map((title): Side => (title === 'model' || title === 'store' ? 'left' : 'right'));

export function storageTable(rows: readonly (StoreRow | StoreErrorRow)[]): string {
  return table(
    head,
    sides,
    rows.map((row) => ('error' in row ? [row.model, '', row.store, `error: ${row.error}`, ...head.slice(4).map(() => '')] : lineOf(row))),
  );
}

function lineOf(row: StoreRow): readonly string[] {
  const shape = row.words === null ? `${countText(row.innerPairs ?? 0)} pairs` : `${row.words} of ${row.fields} fields`;
  return [
    row.model,
    countText(row.states),
    row.store,
    shape,
    row.candidateNs?.toFixed(0) ?? '',
    row.bytesPerState.toFixed(1),
    row.peakBytesPerState?.toFixed(1) ?? '',
    ...(row.repackings === 0 ? ['', '', ''] : [countText(row.repackings), countText(row.repackedStates), row.repackingMs.toFixed(0)]),
    countText(row.growths),
    row.growingMs.toFixed(0),
    row.readNs?.toFixed(0) ?? '',
    row.readAtRandomNs?.toFixed(0) ?? '',
  ];
}
