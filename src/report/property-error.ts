/**
 * A predicate of the user's that threw: neither a verdict nor a fault of the machines, and not ours.
 */
import type { StateView } from '../system/define-system.ts';
import { modeText } from '../system/local-step.ts';

export class PropertyError extends Error {
  readonly property: string;
  readonly problem: string;
  /** The modes of all actors in the state it was asked about. */
  readonly modes: string;

  /** `path:line` of the throw, if it is known. */
  readonly place: string | null;

  constructor(property: string, thrown: unknown, state: StateView, place: string | null) {
    super(`property ${property} threw ${String(thrown)}`);
    this.name = 'PropertyError';
    this.property = property;
    this.problem = thrown instanceof Error ? `${thrown.name}: ${thrown.message}` : String(thrown);
    this.modes = Object.entries(state.actors).map(([name, snapshot]) => `${name} ${modeText(snapshot.value)}`).join(' · ');
    this.place = place;
  }
}
