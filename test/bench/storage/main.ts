/**
 * `npm run bench -- storage`: packed states against tree compression, on the very same candidates of the very same searches.
 *
 *   npm run bench -- storage [--quick] [--models a,b] [--repeat 5]
 *
 * Each model is explored once and its candidates are kept in a file of a temporary folder. Then every store replays them in
 * processes of its own, the stores in turn (A B C A B C ...), after one round that is not counted; times are CPU time. The
 * table goes to stdout and all else to stderr. Exit code 2 when the command is not understood.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { namesOf, Refusal, repeatOf, valuesOf } from '../command.ts';
import { heapMegabytes, timed } from '../measure.ts';
import { storedModels, type Size } from './models.ts';
import { rowsOf, storageTable, type StoreRow } from './rows.ts';
import type { StoreRun } from './run.ts';
import { storeNames, type StoreName } from './stores.ts';
import { record, save } from './stream.ts';

const tell = (line: string): void => {
  process.stderr.write(`${line}\n`);
};

export async function benchStorage(args: readonly string[]): Promise<void> {
  try {
    const values = valuesOf(args, { quick: 'flag', models: 'list', repeat: 'count' });
    const size = values.has('quick') ? 'quick' : 'full';
    const chosen = namesOf('model', values.get('models'), storedModels.map(({ id }) => id));
    const repeat = repeatOf(values.get('repeat') ?? (size === 'quick' ? '1' : '5'));
    const rows: StoreRow[] = [];
    for (const { id, sizes } of storedModels) if (chosen.includes(id)) rows.push(...(await measured(id, sizes[size], repeat)));
    process.stdout.write(`${storageTable(rows)}\n`);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    tell(`bench: ${error.message}`);
    process.exitCode = 2;
  }
}

async function measured(id: string, { scope, states, space }: Size, repeat: number): Promise<readonly StoreRow[]> {
  const folder = mkdtempSync(join(tmpdir(), 'quiesce-storage-'));
  try {
    const path = join(folder, 'stream');
    const stream = record(await space());
    const { head } = stream;
    if (head.states !== states) throw new Error(`${id} has ${head.states} states, not ${states}`);
    save(path, stream);
    const runs = new Map<StoreName, readonly StoreRun[]>();
    for (let round = 0; round <= repeat; round += 1) {
      for (const store of storeNames) {
        const { stdout } = await timed(process.execPath, [`--max-old-space-size=${heapMegabytes}`, join(import.meta.dirname, 'run.ts'), path, store]);
        const run: StoreRun = JSON.parse(stdout);
        tell(`${id} ${store} ${round === 0 ? 'warm-up' : `${round} of ${repeat}`}: ${Math.round(run.cpuMicroseconds / 1000)} ms`);
        // The first round warms the caches of the disk.
        if (round > 0) runs.set(store, [...(runs.get(store) ?? []), run]);
      }
    }
    return rowsOf(id, scope, head, runs);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
