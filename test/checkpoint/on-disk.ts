/** Searches with a checkpoint in a directory: begun, killed, resumed, and what is said when that is refused. */
import { cpSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import { Checkpoint } from '../../src/checkpoint/checkpoint.ts';
import { CheckpointError, type CheckpointFault } from '../../src/checkpoint/checkpoint-error.ts';
import { identityOf } from '../../src/checkpoint/identity.ts';
import type { Keeper } from '../../src/checkpoint/keeper.ts';
import { search } from '../../src/engine/search.ts';
import { builtIns } from '../../src/property/built-in.ts';
import type { Exploration } from '../../src/property/exploration.ts';
import type { Case, Said } from './resumption.ts';

export type Ended = { readonly kind: 'explored'; readonly exploration: Omit<Exploration, 'elapsedMs'>; readonly failure: CheckpointFault | null } | { readonly kind: 'killed' } | { readonly kind: 'refused'; readonly fault: CheckpointFault };

/** How a run ends that says this, and was kept. */
export function explored(exploration: Said): unknown {
  return { kind: 'explored', exploration, failure: null };
}

export interface Place {
  readonly path: string;
  readonly how: 'begin' | 'resume';
  readonly version?: string;
  /** After which rounds it saves; none by default, save the end. */
  readonly saves?: (round: number) => boolean;
  /** After which of these it is killed: it then does nothing more, not even unlock. */
  readonly dies?: number;
}

class Killed extends Error {}

/** In memory where there is such a place: a save waits for the disk several times, and here there are thousands. */
const scratch = mkdtempSync(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'quiesce-checkpoint-'));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

/** A directory that is there no longer when the tests have ended. */
export function scratchDirectory(): string {
  return mkdtempSync(join(scratch, 'in-'));
}

export const named = 'DIR';

/** What a process that is killed now leaves: in another place, as this process still holds the lock of the first. */
export function leftBy(path: string): string {
  const copy = join(scratchDirectory(), 'left');
  cpSync(path, copy, { recursive: true });
  return copy;
}

/** Opens a checkpoint, searches, and closes it unless it is killed before. */
export async function searchedAt({ path, how, version = '1.2.3', saves = () => false, dies = Infinity }: Place, { build, properties, options }: Case): Promise<Ended> {
  const opened = { path, named, everyMs: 60_000, version };
  try {
    const checkpoint = how === 'begin' ? await Checkpoint.begin(opened, null) : await Checkpoint.resume(opened);
    const system = build();
    try {
      const keeper = await checkpoint.keeper(identityOf(system, properties, { builtIns: options.builtIns ?? builtIns, expectedViolations: options.expectedViolations ?? new Set(), keepGoing: options.keepGoing === true, symmetry: options.symmetry !== false }));
      const { elapsedMs: _, ...exploration } = await search(system, properties, { ...options, keeper: mortal(keeper, saves, dies) });
      await checkpoint.close();
      return { kind: 'explored', exploration, failure: checkpoint.failure };
    } catch (error) {
      if (error instanceof Killed) return { kind: 'killed' };
      await checkpoint.close();
      throw error;
    }
  } catch (error) {
    if (error instanceof CheckpointError) return { kind: 'refused', fault: error.fault };
    throw error;
  }
}

/** Why it cannot be resumed; the search is not to come to its end. */
export async function refusalOf(path: string, tried: Case, version?: string): Promise<CheckpointFault> {
  const ended = await searchedAt({ path, how: 'resume', ...(version === undefined ? {} : { version }) }, tried);
  if (ended.kind !== 'refused') throw new Error(`it was not refused: ${ended.kind}`);
  return ended.fault;
}

function mortal(keeper: Keeper, saves: (round: number) => boolean, dies: number): Keeper {
  let round = 0;
  let wanted = 0;
  return {
    saved: keeper.saved,
    due: () => {
      round += 1;
      const due = saves(round);
      if (due) wanted += 1;
      return due;
    },
    save: async (state) => {
      await keeper.save(state);
      if (wanted === dies) throw new Killed();
    },
    end: (state) => keeper.end(state),
  };
}
