/**
 * Swarm generation (Groce and others, 2012): each run switches off a random half of the event types.
 *
 * A uniform choice among everything enabled is the average of all behaviours and so reaches no corner of any: a queue
 * that must fill twelve deep is emptied every other step. Leave out the emptying for one run, and the queue fills. An
 * event type that is off is not forbidden but disliked: where nothing else leads on, it is taken, so that a run never ends
 * because of its swarm.
 */
import type { Dice } from './dice.ts';

/** What one run prefers. */
export interface Swarm {
  /** Whether steps of this kind are on; drawn when first asked, the same for the whole run. */
  readonly isOn: (kind: number) => boolean;
}

/** A run that prefers nothing: uniform choice. */
export const everythingOn: Swarm = { isOn: () => true };

export function drawSwarm(random: Dice): Swarm {
  const drawn: boolean[] = [];
  return { isOn: (kind) => (drawn[kind] ??= random.nextInt(0, 1) === 1) };
}
