/**
 * `npm run bench -- storage`: packed states against tree compression, on the very same candidates of the very same searches.
 *
 *   npm run bench -- storage [--json] [--quick] [--models a,b] [--repeat 5]
 *
 * Each model is explored once and its candidates are kept in a file of a temporary folder. Then every store replays them in
 * processes of its own, the stores in turn (A B C A B C ...), after one round that is not counted; times are CPU time. The
 * table, or with `--json` one document `{ rows }`, goes to stdout and all else to stderr. Exit code 1 when a row is an error, 2 when
 * the command is not understood.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { namesOf, Refusal, repeatOf, valuesOf } from '../command.ts';
import { heapMegabytes, problemText, timed } from '../measure.ts';
import type { SizeName } from '../models.ts';
import { storedModels, type StoredModel } from './models.ts';
import { storeRowOf, type StoreErrorRow, type StoreRow } from './rows.ts';
import type { StoreRun } from './run.ts';
import { storeNames, type StoreName } from './state-store.ts';
import { record } from './stream.ts';
import { storageTable } from './tables.ts';

const options = { json: 'flag', quick: 'flag', models: 'list', repeat: 'count' } as const;

interface Plan {
  readonly size: SizeName;
  readonly repeat: number;
  readonly folder: string;
}

const tell = (line: string): void => {
  process.stderr.write(`${line}\n`);
};

export async function benchStorage(args: readonly string[]): Promise<void> {
  try {
    const values = valuesOf(args, options);
    const size = values.has('quick') ? 'quick' : 'full';
    const chosen = namesOf('model', values.get('models'), storedModels.map(({ id }) => id));
    const repeat = repeatOf(values.get('repeat') ?? (size === 'quick' ? '1' : '5'));
    await print(storedModels.filter(({ id }) => chosen.includes(id)), size, repeat, values.has('json'));
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    tell(`bench: ${error.message}`);
    process.exitCode = 2;
  }
}

async function print(models: readonly StoredModel[], size: SizeName, repeat: number, asJson: boolean): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'quiesce-storage-'));
  try {
    const rows: (StoreRow | StoreErrorRow)[] = [];
    for (const model of models) rows.push(...(await rowsOf(model, { size, repeat, folder })));
    process.stdout.write(asJson ? `${JSON.stringify({ rows }, null, 2)}\n` : `${storageTable(rows)}\n`);
    if (rows.some((row) => 'error' in row)) process.exitCode = 1;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function rowsOf({ id, sizes }: StoredModel, { size, repeat, folder }: Plan): Promise<readonly (StoreRow | StoreErrorRow)[]> {
  const { scope, states, statesMax, space } = sizes[size];
  const places = storeNames.filter((store) => store !== 'none').map((store) => ({ model: id, scope, store }));
  const path = join(folder, 'stream');
  const head = record(await space(), statesMax, path);
  tell(`${id}: ${head.candidates} candidates for ${head.states} states`);
  if (states !== null && head.states !== states) return places.map((place) => ({ ...place, error: `its exploration found ${head.states} states, not ${states}` }));
  const { runs, failed } = await runsOf(id, path, repeat);
  const empty = runs.get('none') ?? [];
  // What is read must be what the packed store reads, which is the one that a check relies on.
  const readSum = runs.get('packed')?.[0]?.readSum ?? 0;
  return places.map((place) => {
    const error = failed.get(place.store) ?? failed.get('none');
    return error === undefined ? storeRowOf(place, head, runs.get(place.store) ?? [], empty, readSum) : { ...place, error };
  });
}

interface Runs {
  readonly runs: ReadonlyMap<StoreName, readonly StoreRun[]>;
  readonly failed: ReadonlyMap<StoreName, string>;
}

/** Rounds of all stores; the first warms the caches of the disk and is not counted. */
async function runsOf(id: string, path: string, repeat: number): Promise<Runs> {
  const runs = new Map<StoreName, readonly StoreRun[]>();
  const failed = new Map<StoreName, string>();
  for (let round = 0; round <= repeat; round += 1) {
    for (const store of storeNames) {
      if (failed.has(store)) continue;
      try {
        const { stdout } = await timed(process.execPath, [`--max-old-space-size=${heapMegabytes}`, join(import.meta.dirname, 'run.ts'), path, store]);
        const run = JSON.parse(stdout) as StoreRun;
        tell(`${id} ${store} ${round === 0 ? 'warm-up' : `${round} of ${repeat}`}: ${Math.round(run.cpuMicroseconds / 1000)} ms`);
        if (round > 0) runs.set(store, [...(runs.get(store) ?? []), run]);
      } catch (error) {
        failed.set(store, problemText(error));
      }
    }
  }
  return { runs, failed };
}
