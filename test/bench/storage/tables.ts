/** The rows as a Markdown table, which a terminal shows as well. */
import { countText } from '../../../src/report/quantities.ts';
import { table, type Side } from '../tables.ts';
import type { StoreErrorRow, StoreRow } from './rows.ts';

const head = ['model', 'fields', 'states', 'store', 'ns/candidate', 'bytes/state', 'peak', 'words or pairs', 'repacked', 'states moved', 'growth ms', 'read ns', 'at random'] as const;
const sides = head.map((title): Side => (title === 'model' || title === 'store' ? 'left' : 'right'));

export function storageTable(rows: readonly (StoreRow | StoreErrorRow)[]): string {
  return table(
    head,
    sides,
    rows.map((row) => ('error' in row ? [row.model, '', '', row.store, `error: ${row.error}`, ...head.slice(5).map(() => '')] : lineOf(row))),
  );
}

function lineOf(row: StoreRow): readonly string[] {
  const { growth } = row;
  return [
    row.model,
    String(row.fields),
    countText(row.states),
    row.store,
    whole(row.candidateNs),
    row.bytesPerState.toFixed(1),
    row.peakBytesPerState?.toFixed(1) ?? '',
    growth.kind === 'packed' ? `${growth.words} words` : `${countText(growth.innerPairs)} pairs`,
    ...(growth.kind === 'packed' ? [countText(growth.repackings), countText(growth.repackedStates)] : ['', '']),
    growth.ms.toFixed(0),
    whole(row.readNs),
    whole(row.readAtRandomNs),
  ];
}

const whole = (value: number | null): string => value?.toFixed(0) ?? '';
