/**
 * Predicates of the user's, wrapped so that a throw in one is told from a defect of ours.
 */
import type { Property } from '../property/property.ts';
import type { Suite } from '../property/suite.ts';
import { PropertyError } from '../report/property-error.ts';
import { placeOf } from './place-of-error.ts';
import type { StateView, System } from '../system/define-system.ts';

/** The same suite and system; where a predicate throws, they throw a `PropertyError` that names it. */
export function withoutThrowing(suite: Suite, system: System): { readonly suite: Suite; readonly system: System } {
  return {
    suite: { ...suite, properties: suite.properties.map(wrapped) },
    system: { ...system, final: (state) => asking('the final states of the system', state, () => system.final(state)) },
  };
}

function wrapped(property: Property): Property {
  const { id } = property;
  switch (property.kind) {
    case 'each-step':
      return {
        ...property,
        when: (before, step, after) => asking(id, after, () => property.when(before, step, after)),
        holds: (before, step, after) => asking(id, after, () => property.holds(before, step, after)),
      };
    case 'always':
      return { ...property, when: (state: StateView) => asking(id, state, () => property.when(state)), holds: (state: StateView) => asking(id, state, () => property.holds(state)) };
    case 'reachable':
    case 'unreachable':
      return { ...property, holds: (state: StateView) => asking(id, state, () => property.holds(state)) };
  }
}

function asking(property: string, state: StateView, ask: () => boolean): boolean {
  try {
    return ask();
  } catch (thrown) {
    throw new PropertyError(property, thrown, state, placeOf(thrown, process.cwd()));
  }
}
