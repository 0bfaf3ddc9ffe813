/**
 * The world as XState shows it to one machine under check: names to send to, and nothing to read.
 *
 * XState resolves `sendTo`, `raise`, `cancel` and `emit` against an actor scope and hands each resolved action
 * to the scope's executor. This scope starts no actor: it writes the actions down. Its references stand for the
 * other actors by name; sending through one directly, or reading its snapshot, is refused, because what a
 * machine does must follow from its own state and the event alone.
 *
 * Several actors may ask under one scope, if they have one machine and one input. Then what is written down names the asker
 * as `null`, and the recording says whether the machine looked at the asker's name, which makes the answer that asker's own.
 */
import type { AnyActorScope, AnyStateNode, AnyTransitionDefinition, EventObject } from 'xstate';
import { ActorName } from './actor-name.ts';
import { ModelError, type Place } from './model-error.ts';

/** More microsteps than this in one macrostep means a cycle of `always` transitions or raised events. */
export const microstepsMax = 10_000;

/** One microstep as XState reports it: the event, the transitions it took, and the modes that are active after it. */
export interface Microstep {
  readonly event: EventObject;
  readonly transitions: readonly AnyTransitionDefinition[];
  readonly nodes: readonly AnyStateNode[];
}

/** What a macrostep asks for; `To` is how it names an actor. */
export type ActionTo<To> =
  | { readonly kind: 'send'; readonly to: To; readonly event: EventObject }
  | { readonly kind: 'schedule'; readonly sendId: string | null; readonly to: To; readonly event: EventObject; readonly delayMs: number }
  | { readonly kind: 'cancel'; readonly sendId: string }
  | { readonly kind: 'emit'; readonly event: EventObject };

export type RecordedAction = ActionTo<string>;

/** What a machine asked for during one macrostep, in order; `to: null` is the asker itself. */
export interface Recording {
  readonly microsteps: readonly Microstep[];
  readonly actions: readonly ActionTo<string | null>[];
  readonly readsName: boolean;
}

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

interface Inspected {
  readonly type: string;
  readonly event: EventObject;
  readonly snapshot: { readonly _nodes: readonly AnyStateNode[] };
  readonly _transitions: readonly AnyTransitionDefinition[];
}

/** Who asks, and where in the model; the place is made only for a refusal. */
export interface Asker {
  readonly name: string;
  readonly place: () => Place;
}

const nobody: Asker = { name: '', place: () => ({ actor: '', machine: '', mode: '', event: '' }) };

/** A scope for the calls of one machine, and what was recorded since it was last cleared. */
export class RecordingScope {
  readonly scope: AnyActorScope;
  readonly #self: ActorName;
  readonly #actorNames: readonly string[];
  readonly #others: ReadonlyMap<string, ActorName>;
  readonly #askers: readonly string[];
  #asker = nobody;
  #readsName = false;
  #microsteps: Microstep[] = [];
  #executed: ExecutedAction[] = [];

  /** `askers`: the names of the actors that ask under it. */
  constructor(actorNames: readonly string[], askers: readonly string[]) {
    const refuse = (target: string, method: string): never => {
      throw new ModelError({ code: 'reads-other-actor', place: this.#asker.place(), target, method });
    };
    const system = Object.freeze({
      get: (name: string) => this.#refTo(name),
      getAll: () => Object.fromEntries(this.#actorNames.map((name) => [name, this.#refTo(name)])),
      _bookId: () => {
        throw new ModelError({ code: 'spawn-refused', place: this.#asker.place() });
      },
      _sendInspectionEvent: (inspected: Inspected) => {
        if (inspected.type === '@xstate.microstep') this.#noteMicrostep(inspected);
      },
    });
    this.#actorNames = actorNames;
    this.#askers = askers;
    this.#self = new ActorName(() => this.#nameOfAsker(), system, refuse);
    this.#others = new Map(actorNames.map((name) => [name, new ActorName(() => name, system, refuse)]));
    const nameOfAsker = (): string => this.#nameOfAsker();
    const scope = {
      self: this.#self,
      get id() {
        return nameOfAsker();
      },
      get sessionId() {
        return nameOfAsker();
      },
      logger: () => {},
      defer: () => {},
      system,
      stopChild: () => {},
      emit: () => {},
      // XState swaps this field while it works, so it must stay writable.
      actionExecutor: (action: ExecutedAction) => {
        this.#executed.push(action);
        if (!action.type.startsWith('xstate.')) action.exec?.(action.info, action.params);
      },
    };
    // The one place where a scope of ours passes for XState's: the type lists private fields of the live Actor.
    this.scope = scope as unknown as AnyActorScope;
  }

  /**
   * What XState answers under this scope, which forgets what it recorded before.
   *
   * @throws {ModelError} from within the call: `spawn-refused`, `unknown-target`, `reads-other-actor`, `unbounded-step`.
   */
  call<T>(asker: Asker, act: (scope: AnyActorScope) => T): T {
    this.#asker = asker;
    this.#readsName = false;
    this.#microsteps = [];
    this.#executed = [];
    return act(this.scope);
  }

  /** What the last call asked for. @throws {ModelError} `unknown-target`, `spawn-refused`. */
  recording(): Recording {
    const actions: ActionTo<string | null>[] = [];
    for (const action of this.#executed) {
      const recorded = this.#recordedOf(action);
      if (recorded !== null) actions.push(recorded);
    }
    return { microsteps: this.#microsteps, actions, readsName: this.#readsName };
  }

  #noteMicrostep({ event, snapshot, _transitions: transitions }: Inspected): void {
    this.#microsteps.push({ event, transitions, nodes: snapshot._nodes });
    if (this.#microsteps.length > microstepsMax) throw new ModelError({ code: 'unbounded-step', place: this.#asker.place(), count: microstepsMax, unit: 'microsteps' });
  }

  /** The reference of the asker is another object than that of a peer, so to ask for either is to look at the name. */
  #refTo(name: string): ActorName {
    if (this.#askers.includes(name)) this.#noteName();
    const found = name === this.#asker.name ? this.#self : this.#others.get(name);
    if (found === undefined) throw new ModelError({ code: 'unknown-target', place: this.#asker.place(), target: name, known: this.#actorNames });
    return found;
  }

  #nameOfAsker(): string {
    this.#noteName();
    return this.#asker.name;
  }

  /** A name that only one actor asks under is as good as a part of the machine. */
  #noteName(): void {
    this.#readsName = this.#askers.length > 1;
  }

  #recordedOf(action: ExecutedAction): ActionTo<string | null> | null {
    const params = action.params as ActionParams;
    switch (action.type) {
      case 'xstate.sendTo': {
        const { to, delay, event } = params;
        if (!(to instanceof ActorName)) throw new ModelError({ code: 'unknown-target', place: this.#asker.place(), target: String(to), known: this.#actorNames });
        const name = to === this.#self ? null : to.id;
        if (typeof delay === 'number') return scheduled(params, name, delay);
        return { kind: 'send', to: name, event: event.type === 'xstate.error' ? asActorError(this.#nameOfAsker(), event) : event };
      }
      case 'xstate.raise':
        return typeof params.delay === 'number' ? scheduled(params, null, params.delay) : null;
      case 'xstate.cancel':
        return params.sendId === undefined ? null : { kind: 'cancel', sendId: params.sendId };
      case 'xstate.emit':
        return { kind: 'emit', event: params.event };
      case 'xstate.spawnChild':
      case 'xstate.stopChild':
        throw new ModelError({ code: 'spawn-refused', place: this.#asker.place() });
      default:
        return null;
    }
  }
}

/** Actions that name everyone; the same list when none of them is to the asker itself. */
export function actionsOf(asker: string, actions: readonly ActionTo<string | null>[]): readonly RecordedAction[] {
  return actions.map((action): RecordedAction => {
    if (action.kind === 'cancel' || action.kind === 'emit') return action;
    const { to } = action;
    return { ...action, to: to ?? asker };
  });
}

function scheduled(params: ActionParams, to: string | null, delayMs: number): ActionTo<string | null> {
  return { kind: 'schedule', sendId: params.id ?? null, to, event: params.event, delayMs };
}

/** XState turns a sent `xstate.error` into the sender's error event on its way out. */
function asActorError(self: string, event: EventObject): EventObject {
  return { type: `xstate.error.actor.${self}`, error: 'data' in event ? event['data'] : undefined, actorId: self } as EventObject;
}
