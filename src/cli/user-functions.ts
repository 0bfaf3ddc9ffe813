/**
 * Predicates of the user's, wrapped so that a throw in one is told from a defect of ours.
 */
import type { Property, StepView } from '../property/property.ts';
import type { Suite } from '../property/suite.ts';
import { PropertyError } from '../report/property-error.ts';
import { placeOf } from './place-of-error.ts';
import type { StateView, System } from '../system/define-system.ts';

/** The same suite and system; where a predicate throws, they throw a `PropertyError` that names it. */
export function withoutThrowing(suite: Suite, system: System): { readonly suite: Suite; readonly system: System } {
  return {
    suite: { ...suite, properties: suite.properties.map(wrapped) },
    system: { ...system, final: standingFor(system.final.toString(), (state: StateView) => asking('the final states of the system', state, () => system.final(state))) },
  };
}

function wrapped(property: Property): Property {
  const { id } = property;
  switch (property.kind) {
    case 'each-step':
      return {
        ...property,
        when: standingFor(property.when.toString(), (before: StateView, step: StepView, after: StateView) => asking(id, after, () => property.when(before, step, after))),
        holds: standingFor(property.holds.toString(), (before: StateView, step: StepView, after: StateView) => asking(id, after, () => property.holds(before, step, after))),
      };
    case 'always':
      return {
        ...property,
        when: standingFor(property.when.toString(), (state: StateView) => asking(id, state, () => property.when(state))),
        holds: standingFor(property.holds.toString(), (state: StateView) => asking(id, state, () => property.holds(state))),
      };
    case 'reachable':
    case 'unreachable':
      return { ...property, holds: standingFor(property.holds.toString(), (state: StateView) => asking(id, state, () => property.holds(state))) };
    case 'longest':
    case 'shortest':
      return { ...property, during: standingFor(property.during.toString(), (state: StateView) => asking(id, state, () => property.during(state))) };
  }
}

/** A function that has the text of another: a checkpoint compares the text of what the user wrote. */
function standingFor<F extends (...args: never) => boolean>(text: string, wrapper: F): F {
  return Object.assign(wrapper, { toString: () => text });
}

function asking(property: string, state: StateView, ask: () => boolean): boolean {
  try {
    return ask();
  } catch (thrown) {
    throw new PropertyError(property, thrown, state, placeOf(thrown, process.cwd()));
  }
}
