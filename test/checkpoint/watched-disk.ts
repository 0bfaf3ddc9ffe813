/**
 * The file system under watch: what is on it before every operation and in the middle of every write, once as a process that
 * is killed leaves it, and once as a power cut does.
 *
 * After a power cut a file holds what was in it when it was last flushed, and a directory names what it named when that was
 * last flushed; but of the changes since, some may have reached the disk and others not. Two ways are tried: all renames have
 * and nothing else, and all removals have and nothing else.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import type * as fs from 'node:fs/promises';
import { basename, join } from 'node:path';
import { leftBy, scratchDirectory } from './on-disk.ts';

export class WatchedDisk {
  onMoment: () => void = () => {};
  /** Names, each with a number for its file. */
  readonly #names = new Map<string, number>();
  /** Those on the disk, when since the last flush renames are quick, and when removals are. */
  #quickRenames = new Map<string, number>();
  #quickRemovals = new Map<string, number>();
  readonly #flushed = new Map<number, Buffer>();
  #files = 0;
  /** Since the last power cut. */
  #isChanged = true;

  /** A copy of what a process that is killed now leaves in a directory; null before there is one. */
  afterKill(path: string): string | null {
    try {
      return leftBy(path);
    } catch {
      return null;
    }
  }

  /** Copies of what a power cut may leave of it, unless they would be as before. Only files directly in it are known. */
  afterPowerCut(): readonly string[] {
    if (!this.#isChanged) return [];
    this.#isChanged = false;
    return [this.#quickRenames, this.#quickRemovals].map((names) => {
      const copy = join(scratchDirectory(), 'left');
      mkdirSync(copy);
      for (const [name, file] of names) writeFileSync(join(copy, name), this.#flushed.get(file) ?? '');
      return copy;
    });
  }

  /** `node:fs/promises`, watched. */
  watching(actual: typeof fs): typeof fs {
    const before = <A extends readonly unknown[], R>(act: (...args: A) => Promise<R>, note: (...args: A) => void = () => {}) => async (...args: A): Promise<R> => {
      this.onMoment();
      const result = await act(...args);
      note(...args);
      return result;
    };
    const open = before(actual.open, (...[path, flags]: Parameters<typeof actual.open>) => {
      if (flags === 'w') this.#create(path);
    });
    return {
      ...actual,
      open: async (...args: Parameters<typeof actual.open>) => this.#watched(await open(...args), String(args[0])),
      writeFile: before(actual.writeFile, (path) => this.#create(path)),
      mkdir: before(actual.mkdir) as typeof actual.mkdir,
      rename: before(actual.rename, (from, to) => {
        this.#isChanged = true;
        const file = this.#names.get(basename(String(from))) ?? -1;
        for (const names of [this.#names, this.#quickRenames]) {
          names.set(basename(String(to)), file);
          names.delete(basename(String(from)));
        }
      }),
      rm: before(actual.rm, (path) => {
        this.#isChanged = true;
        for (const names of [this.#names, this.#quickRemovals]) names.delete(basename(String(path)));
      }),
    };
  }

  #create(path: unknown): void {
    const name = basename(String(path));
    if (this.#names.has(name)) return;
    this.#files += 1;
    this.#names.set(name, this.#files);
  }

  #watched(handle: fs.FileHandle, path: string): fs.FileHandle {
    return new Proxy(handle, {
      get: (target, key) => {
        if (key === 'write') {
          return async (bytes: Uint8Array, offset: number, length: number, position: number) => {
            this.onMoment();
            // The system may write less than it was asked to; here it does so each first time.
            const { bytesWritten } = await target.write(bytes, offset, offset === 0 ? Math.ceil(length / 2) : length, position);
            this.onMoment();
            return { bytesWritten, buffer: bytes };
          };
        }
        if (key === 'sync') {
          return async () => {
            this.onMoment();
            await target.sync();
            this.#noteFlush(path);
            this.onMoment();
          };
        }
        const value: unknown = Reflect.get(target, key);
        return typeof value === 'function' ? value.bind(target) : value;
      },
    });
  }

  #noteFlush(path: string): void {
    this.#isChanged = true;
    const file = this.#names.get(basename(path));
    if (file !== undefined) {
      this.#flushed.set(file, readFileSync(path));
      return;
    }
    this.#quickRenames = new Map(this.#names);
    this.#quickRemovals = new Map(this.#names);
  }
}
