/**
 * A keeper in memory: what a store does with columns and progress, without files, so that it can be asked to keep every round.
 */
import { CheckpointError } from '../../src/checkpoint/checkpoint-error.ts';
import type { Column, Keeper, SavedSearch, SearchState } from '../../src/checkpoint/keeper.ts';

interface KeptColumn {
  readonly layout: string;
  readonly bytesPerRow: number;
  readonly rows: number;
  readonly bytes: Buffer;
}

export interface Kept {
  readonly columns: ReadonlyMap<string, KeptColumn>;
  readonly progress: unknown;
  readonly distinct: number;
}

/** Stands for the end of the process. */
export class Killed extends Error {}

export class MemoryKeeper implements Keeper {
  readonly saved: SavedSearch | null;
  /** What was kept, one after the other. */
  readonly kept: Kept[] = [];
  readonly #wants: (round: number) => boolean;
  readonly #dies: boolean;
  #last: Kept | null;
  #round = 0;

  /** `from`: what to go on from. `wants`: after which rounds of its own it keeps; `dies`: and is killed there. */
  constructor(from: Kept | null, wants: (round: number) => boolean, dies = false) {
    this.#last = from;
    this.#wants = wants;
    this.#dies = dies;
    this.saved = from === null ? null : savedOf(from);
  }

  due(): boolean {
    this.#round += 1;
    return this.#wants(this.#round);
  }

  save({ columns, progress, distinct }: SearchState): Promise<void> {
    const last = this.#last;
    this.#last = { columns: new Map(columns.map((column) => [column.name, appended(last?.columns.get(column.name), column)])), progress: structuredClone(progress), distinct };
    this.kept.push(this.#last);
    return this.#dies ? Promise.reject(new Killed()) : Promise.resolve();
  }

  end(state: SearchState): Promise<void> {
    return this.save(state).catch((error: unknown) => {
      if (!(error instanceof Killed)) throw error;
    });
  }
}

function appended(known: KeptColumn | undefined, column: Column): KeptColumn {
  const { layout, bytesPerRow, rows } = column;
  const goesOn = known !== undefined && known.layout === layout && known.bytesPerRow === bytesPerRow;
  const from = goesOn ? known.rows : 0;
  const bytes = Buffer.concat([goesOn ? known.bytes : Buffer.alloc(0), ...(from < rows || !goesOn ? column.from(from) : [])]);
  if (bytes.length !== rows * bytesPerRow) throw new Error(`${column.name}: ${bytes.length} bytes for ${rows} rows of ${bytesPerRow}`);
  return { layout, bytesPerRow, rows, bytes };
}

function savedOf({ columns, progress }: Kept): SavedSearch {
  return {
    progress: structuredClone(progress),
    column: (name) => {
      const column = columns.get(name);
      if (column === undefined) throw new Error(`no column ${name}`);
      return { layout: column.layout, rows: column.rows, bytes: () => piecesOf(column.bytes) };
    },
    refuse: (reason) => {
      const difference = reason.kind === 'other-machine' ? ({ ...reason, part: 'machine' } as const) : null;
      if (difference === null) throw new Error(`${reason.kind} ${JSON.stringify(reason)}`);
      throw new CheckpointError({ code: 'checkpoint-foreign', directory: 'memory', difference });
    },
  };
}

/** Pieces of odd sizes, in one buffer that is used again, as a store may give them. */
async function* piecesOf(bytes: Buffer): AsyncGenerator<Uint8Array> {
  const buffer = Buffer.alloc(1009);
  for (let at = 0; at < bytes.length; ) {
    const length = bytes.copy(buffer, 0, at, at + 1 + (at % buffer.length));
    await Promise.resolve();
    yield buffer.subarray(0, length);
    at += length;
  }
}
