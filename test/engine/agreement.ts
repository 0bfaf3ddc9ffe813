/**
 * Whether the engine and the reference explorer say the very same of a system: counts, depths, verdicts with their runs,
 * coverage - or the same model error after the same steps.
 */
import { search } from '../../src/engine/search.ts';
import { explore } from '../../src/explore/explore.ts';
import type { Exploration, ExploreOptions } from '../../src/property/exploration.ts';
import type { Property } from '../../src/property/property.ts';
import type { System } from '../../src/system/define-system.ts';
import { ModelError } from '../../src/system/model-error.ts';

export interface Outcome {
  readonly exploration: Omit<Exploration, 'elapsedMs'> | null;
  readonly error: { readonly fault: ModelError['fault']; readonly steps: ModelError['steps'] } | null;
}

type Explorer = typeof explore;

async function outcomeOf(explorer: Explorer, system: System, properties: readonly Property[], options: ExploreOptions): Promise<Outcome> {
  try {
    const { elapsedMs: _, ...exploration } = await explorer(system, properties, options);
    return { exploration, error: null };
  } catch (error) {
    if (!(error instanceof ModelError)) throw error;
    return { exploration: null, error: { fault: error.fault, steps: error.steps } };
  }
}

/** What both say; the test compares the two. A system is built for each, so that neither sees the other's tables. */
export async function bothOf(build: () => System, properties: readonly Property[], options: ExploreOptions): Promise<{ readonly engine: Outcome; readonly reference: Outcome }> {
  return { engine: await outcomeOf(search, build(), properties, options), reference: await outcomeOf(explore, build(), properties, options) };
}
