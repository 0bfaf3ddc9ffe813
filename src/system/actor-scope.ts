/**
 * The world as XState shows it to one machine under check: names to send to, and nothing to read.
 *
 * XState resolves `sendTo`, `raise`, `cancel` and `emit` against an actor scope and hands each resolved action
 * to the scope's executor. This scope starts no actor: it writes the actions down. Its references stand for the
 * other actors by name; sending through one directly, or reading its snapshot, is refused, because what a
 * machine does must follow from its own state and the event alone.
 */
import type { AnyActorScope, AnyTransitionDefinition, EventObject } from 'xstate';
import { ModelError, type Place } from './model-error.ts';

/** More microsteps than this in one macrostep means a cycle of `always` transitions or raised events. */
export const microstepsMax = 10_000;

/** A stand-in for an actor reference. XState only passes it along. */
export class ActorName {
  readonly id: string;
  readonly sessionId: string;
  readonly _parent: undefined;
  readonly system: object;
  readonly #refuse: (target: string, method: string) => never;

  constructor(name: string, system: object, refuse: (target: string, method: string) => never) {
    this.id = name;
    this.sessionId = name;
    this.system = system;
    this.#refuse = refuse;
  }

  send(): never {
    return this.#refuse(this.id, 'send');
  }
  getSnapshot(): never {
    return this.#refuse(this.id, 'getSnapshot');
  }
  getPersistedSnapshot(): never {
    return this.#refuse(this.id, 'getPersistedSnapshot');
  }
  subscribe(): never {
    return this.#refuse(this.id, 'subscribe');
  }
  on(): never {
    return this.#refuse(this.id, 'on');
  }
}

/** One microstep as XState reports it: the event and the transitions it took. */
export interface Microstep {
  readonly event: EventObject;
  readonly transitions: readonly AnyTransitionDefinition[];
}

/** What a machine asked for during one macrostep, in order. */
export interface Recording {
  readonly microsteps: readonly Microstep[];
  readonly actions: readonly RecordedAction[];
}

export type RecordedAction =
  | { readonly kind: 'send'; readonly to: string; readonly event: EventObject }
  | { readonly kind: 'schedule'; readonly sendId: string | null; readonly to: string; readonly event: EventObject; readonly delayMs: number }
  | { readonly kind: 'cancel'; readonly sendId: string }
  | { readonly kind: 'emit'; readonly event: EventObject };

/** What XState hands to the executor, as far as it is read here; XState's own types leave `params` open. */
interface ExecutedAction {
  readonly type: string;
  readonly info: unknown;
  readonly params: unknown;
  readonly exec: ((info: unknown, params: unknown) => void) | undefined;
}

interface ActionParams {
  readonly to?: unknown;
  readonly event: EventObject;
  readonly id?: string;
  readonly delay?: number;
  readonly sendId?: string;
}

/**
 * A scope for one call of XState, and the recording it fills.
 *
 * @throws {ModelError} from within the call: `spawn-refused`, `unknown-target`, `reads-other-actor`, `unbounded-step`.
 */
export function recordingScope(self: string, actorNames: readonly string[], place: Place): { readonly scope: AnyActorScope; readonly recording: () => Recording } {
  const microsteps: Microstep[] = [];
  const executed: ExecutedAction[] = [];
  const refuseRead = (target: string, method: string): never => {
    throw new ModelError({ code: 'reads-other-actor', place, target, method });
  };
  const system = {
    get: (name: string): ActorName => {
      const found = names.get(name);
      if (found === undefined) throw new ModelError({ code: 'unknown-target', place, target: name, known: actorNames });
      return found;
    },
    getAll: () => Object.fromEntries(names),
    _bookId: () => {
      throw new ModelError({ code: 'spawn-refused', place });
    },
    _sendInspectionEvent: (inspected: { readonly type: string; readonly event: EventObject; readonly _transitions: readonly AnyTransitionDefinition[] }) => {
      if (inspected.type !== '@xstate.microstep') return;
      microsteps.push({ event: inspected.event, transitions: inspected._transitions });
      if (microsteps.length > microstepsMax) throw new ModelError({ code: 'unbounded-step', place, count: microstepsMax, unit: 'microsteps' });
    },
  };
  const names = new Map(actorNames.map((name) => [name, new ActorName(name, system, refuseRead)]));
  const scope = {
    self: names.get(self),
    id: self,
    sessionId: self,
    logger: () => {},
    defer: () => {},
    system,
    stopChild: () => {},
    emit: () => {},
    // XState swaps this field while it works, so it must stay writable.
    actionExecutor: (action: ExecutedAction) => {
      executed.push(action);
      if (!action.type.startsWith('xstate.')) action.exec?.(action.info, action.params);
    },
  };
  return {
    // The one place where a scope of ours passes for XState's: the type lists private fields of the live Actor.
    scope: scope as unknown as AnyActorScope,
    recording: () => ({ microsteps, actions: executed.flatMap((action) => recordedOf(action, self, place, actorNames)) }),
  };
}

function recordedOf(action: ExecutedAction, self: string, place: Place, actorNames: readonly string[]): readonly RecordedAction[] {
  const params = action.params as ActionParams;
  switch (action.type) {
    case 'xstate.sendTo': {
      const to = params.to;
      if (!(to instanceof ActorName)) throw new ModelError({ code: 'unknown-target', place, target: String(to), known: actorNames });
      if (typeof params.delay === 'number') return [scheduled(params, to.id, params.delay)];
      return [{ kind: 'send', to: to.id, event: params.event.type === 'xstate.error' ? asActorError(self, params.event) : params.event }];
    }
    case 'xstate.raise':
      return typeof params.delay === 'number' ? [scheduled(params, self, params.delay)] : [];
    case 'xstate.cancel':
      return params.sendId === undefined ? [] : [{ kind: 'cancel', sendId: params.sendId }];
    case 'xstate.emit':
      return [{ kind: 'emit', event: params.event }];
    case 'xstate.spawnChild':
    case 'xstate.stopChild':
      throw new ModelError({ code: 'spawn-refused', place });
    default:
      return [];
  }
}

function scheduled(params: ActionParams, to: string, delayMs: number): RecordedAction {
  return { kind: 'schedule', sendId: params.id ?? null, to, event: params.event, delayMs };
}

/** XState turns a sent `xstate.error` into the sender's error event on its way out. */
function asActorError(self: string, event: EventObject): EventObject {
  return { type: `xstate.error.actor.${self}`, error: 'data' in event ? event['data'] : undefined, actorId: self } as EventObject;
}
