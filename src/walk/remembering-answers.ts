/**
 * Predicates that remember: each is asked once for a state, however many walks come by.
 *
 * Random walks visit the same states over and over, and twenty claims of a state cost more than the step to it. A view is
 * one object per known state, so that the answers can hang from it and go when it goes. What each slot holds:
 * 0 not asked yet, 1 no, 2 yes. Claims about steps are asked anew: a step in its two states seldom comes twice.
 */
import type { Property } from '../property/property.ts';
import type { StateView } from '../system/define-system.ts';

/** The same claims, in their order; an answer is looked up where the predicate has been asked before. */
export function rememberingAnswers(properties: readonly Property[]): readonly Property[] {
  const answersOf = new WeakMap<StateView, Uint8Array>();
  const slots = properties.length * 2;
  let latest: StateView | undefined;
  let answers: Uint8Array = new Uint8Array(slots);
  const recall = (state: StateView): Uint8Array => {
    if (state === latest) return answers;
    answers = answersOf.get(state) ?? new Uint8Array(slots);
    answersOf.set(state, answers);
    latest = state;
    return answers;
  };
  const remembering = (slot: number, predicate: (state: StateView) => boolean) => (state: StateView): boolean => {
    const known = recall(state);
    if (known[slot] === 0) known[slot] = predicate(state) ? 2 : 1;
    return known[slot] === 2;
  };
  return properties.map((property, place) => {
    if (property.kind === 'each-step' || 'during' in property) return property;
    const holds = remembering(place * 2, (state) => property.holds(state));
    return property.kind === 'always' ? { ...property, holds, when: remembering(place * 2 + 1, (state) => property.when(state)) } : { ...property, holds };
  });
}
