/**
 * A checkpoint that a run writes, or goes on from and then writes: a place on disk, and the keeper that a search talks to.
 *
 * Opening it finds out whether there is a checkpoint and whether it is whole as far as its manifest goes; `keeper` compares what
 * it is of with what is to be checked; the rest of its bytes are read, and found whole or not, while a search takes them in.
 */
import { endianness } from 'node:os';
import { deserialize, serialize } from 'node:v8';
import { CheckpointError, type CheckpointFault, type Damage } from './checkpoint-error.ts';
import { differenceBetween, type Difference, type Identity } from './identity.ts';
import type { Keeper, Refusal, SavedColumn, SavedSearch, SearchState } from './keeper.ts';
import type { Manifest, SubjectName } from './manifest.ts';
import { Store } from './store.ts';

export interface CheckpointOptions {
  /** An absolute path. */
  readonly path: string;
  /** The same as the user wrote it, for messages. */
  readonly named: string;
  readonly everyMs: number;
  /** Of quiesce. A checkpoint of another is not resumed. */
  readonly version: string;
}

/** Where a run was taken up. */
export interface Resumption {
  readonly distinct: number;
  /** How long all parts before this one have worked. */
  readonly elapsedMs: number;
  /** How many parts there were. */
  readonly parts: number;
}

export class Checkpoint {
  readonly #store: Store;
  readonly #options: CheckpointOptions;
  readonly #subject: SubjectName | null;
  #failure: CheckpointFault | null = null;
  /** Null when it was begun anew. */
  readonly resumed: Resumption | null;

  private constructor(store: Store, options: CheckpointOptions, subject: SubjectName | null) {
    this.#store = store;
    this.#options = options;
    this.#subject = subject;
    const { manifest } = store;
    this.resumed = manifest === null ? null : { distinct: manifest.distinct, elapsedMs: manifest.elapsedMs, parts: manifest.parts };
  }

  /** `subject`: how to name what is checked, for whoever resumes it. @throws {CheckpointError} when it cannot be here. */
  static async begin(options: CheckpointOptions, subject: SubjectName | null): Promise<Checkpoint> {
    return new Checkpoint(await Store.begin(options.path, options.named), options, subject);
  }

  /** @throws {CheckpointError} when there is none, it is damaged or in use, or another quiesce has written it. */
  static async resume(options: CheckpointOptions): Promise<Checkpoint> {
    const store = await Store.resume(options.path, options.named);
    const difference = store.manifest === null ? null : differenceOfMaker(store.manifest, options.version);
    if (difference === null) return new Checkpoint(store, options, store.manifest?.subject ?? null);
    await store.close();
    throw new CheckpointError({ code: 'checkpoint-foreign', directory: options.named, difference });
  }

  /** What the user calls its directory. */
  get named(): string {
    return this.#store.named;
  }

  get subject(): SubjectName | null {
    return this.#subject;
  }

  /** States of the last whole checkpoint; null when there is none yet. */
  get kept(): number | null {
    return this.#store.manifest?.distinct ?? null;
  }

  /** Why the end of the search could not be written; null when it was, or has not come. */
  get failure(): CheckpointFault | null {
    return this.#failure;
  }

  /** For one search of what `identity` says. @throws {CheckpointError} `checkpoint-foreign` when it is of something else, `checkpoint-damaged`. */
  async keeper(identity: Identity): Promise<Keeper> {
    const saved = this.#store.manifest === null ? null : await this.#savedSearch(this.#store.manifest, identity);
    let dueMs = performance.now() + this.#options.everyMs;
    const save = async (state: SearchState): Promise<void> => {
      await this.#store.save(state.columns, serialize(state.progress), this.#headOf(state, identity));
      dueMs = performance.now() + this.#options.everyMs;
    };
    return {
      saved,
      due: () => performance.now() >= dueMs,
      save,
      end: (state) =>
        save(state).catch((error: unknown) => {
          if (!(error instanceof CheckpointError)) throw error;
          this.#failure = error.fault;
        }),
    };
  }

  /** Lets other processes have it. */
  async close(): Promise<void> {
    await this.#store.close();
  }

  #headOf({ distinct, elapsedMs }: SearchState, identity: Identity): Omit<Manifest, 'columns' | 'progress' | 'serial'> {
    const { parts, elapsedMs: beforeMs } = this.resumed ?? { parts: 0, elapsedMs: 0 };
    return { version: this.#options.version, node: process.versions.node, byteOrder: endianness(), identity, subject: this.#subject, distinct, elapsedMs: beforeMs + elapsedMs, parts: parts + 1 };
  }

  async #savedSearch(manifest: Manifest, identity: Identity): Promise<SavedSearch> {
    const difference = differenceBetween(manifest.identity, identity);
    if (difference !== null) this.#foreign(difference);
    const { file } = manifest.progress;
    const bytes = await this.#store.progress();
    return {
      progress: this.#deserialized(bytes, manifest),
      column: (name) => this.#savedColumn(name),
      refuse: (reason) => this.#refuse(reason, file),
    };
  }

  #savedColumn(name: string): SavedColumn {
    const column = this.#store.column(name);
    if (column === undefined) return this.#damaged(name, { kind: 'missing' });
    const { layout, rows, file } = column.entry;
    return { layout, rows, bytes: () => column.bytes(this.#store.damagedAt(file)) };
  }

  #deserialized(bytes: Uint8Array, { node, progress }: Manifest): unknown {
    try {
      return deserialize(bytes);
    } catch (error) {
      // A newer Node reads what an older one wrote, but not always the other way round.
      if (node !== process.versions.node) return this.#foreign({ part: 'node', saved: node, present: process.versions.node });
      return this.#damaged(progress.file, { kind: 'unreadable', problem: String(error) });
    }
  }

  #refuse(reason: Refusal, progressFile: string): never {
    if (reason.kind === 'other-machine') return this.#foreign({ part: 'machine', actor: reason.actor, mode: reason.mode, event: reason.event });
    const file = reason.column === 'progress' ? progressFile : (this.#store.column(reason.column)?.entry.file ?? reason.column);
    return this.#damaged(file, { kind: 'unreadable', problem: 'it does not fit the other files' });
  }

  #damaged(file: string, damage: Damage): never {
    return this.#store.damagedAt(file)(damage);
  }

  #foreign(difference: Difference): never {
    throw new CheckpointError({ code: 'checkpoint-foreign', directory: this.#store.named, difference });
  }
}

/** By whom it was written, before what it is of. */
function differenceOfMaker({ version, byteOrder }: Manifest, present: string): Difference | null {
  if (version !== present) return { part: 'version', saved: version, present };
  return byteOrder === endianness() ? null : { part: 'byte-order', saved: byteOrder, present: endianness() };
}
