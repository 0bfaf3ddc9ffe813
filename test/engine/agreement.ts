/**
 * Whether the engine and the reference explorer say the very same of a system: counts, depths, verdicts with their runs,
 * coverage - or the same model error after the same steps. Of runs that take as long as any the two may show different ones; each
 * is looked at by itself.
 */
import { search } from '../../src/engine/search.ts';
import { explore } from '../../src/explore/explore.ts';
import type { Exploration, ExploreOptions } from '../../src/property/exploration.ts';
import type { Bound } from '../../src/property/bound.ts';
import type { Property } from '../../src/property/property.ts';
import type { System } from '../../src/system/define-system.ts';
import { ModelError } from '../../src/system/model-error.ts';
import { expectShown } from './shown-stay.ts';

export interface Outcome {
  readonly exploration: (Omit<Exploration, 'elapsedMs' | 'bounds'> & { readonly bounds: ReadonlyMap<string, Figures> }) | null;
  readonly error: { readonly fault: ModelError['fault']; readonly steps: ModelError['steps'] } | null;
}

type Figures = Omit<Bound, 'run' | 'stayFrom' | 'cycleSteps'>;
type Explorer = typeof explore;

function figuresOf(bounds: Exploration['bounds']): ReadonlyMap<string, Figures> {
  return new Map([...bounds].map(([id, { kind, limitMs, ms, states }]) => [id, { kind, limitMs, ms, states }]));
}

/** Without the runs of claims about time, and what is said of their cycles. */
function withoutRuns(verdicts: Exploration['verdicts'], bounds: Exploration['bounds']): Exploration['verdicts'] {
  return new Map([...verdicts].map(([id, verdict]) => [id, bounds.has(id) && verdict.kind === 'violated' ? { ...verdict, run: null, details: [] } : verdict]));
}

async function outcomeOf(explorer: Explorer, system: System, properties: readonly Property[], options: ExploreOptions): Promise<Outcome> {
  try {
    const { elapsedMs: _, bounds, verdicts, ...exploration } = await explorer(system, properties, options);
    for (const property of properties) {
      const bound = bounds.get(property.id);
      if ('during' in property && bound !== undefined) expectShown(system, (state) => property.during(state), bound);
    }
    return { exploration: { ...exploration, verdicts: withoutRuns(verdicts, bounds), bounds: figuresOf(bounds) }, error: null };
  } catch (error) {
    if (!(error instanceof ModelError)) throw error;
    return { exploration: null, error: { fault: error.fault, steps: error.steps } };
  }
}

/** What both say; the test compares the two. A system is built for each, so that neither sees the other's tables. */
export async function bothOf(build: () => System, properties: readonly Property[], options: ExploreOptions): Promise<{ readonly engine: Outcome; readonly reference: Outcome }> {
  return { engine: await outcomeOf(search, build(), properties, options), reference: await outcomeOf(explore, build(), properties, options) };
}
