/**
 * A copy of a machine that tells what its own functions looked at.
 *
 * XState shows the context to the functions in a machine - guards, assigns, the making of events, params, delays, outputs -
 * and to nobody else; it only copies it. So the copy has each of them wrapped, and a wrapped function gets a context that
 * notes each key that is read; what XState copies is not noted. An assign also notes the keys it writes.
 *
 *   assign({ x: ({ context }) => context.x + context.step })    reads x and step, writes x
 *
 * The copy is made of the machine's own config and implementations by XState itself, and run by it like the machine. Whatever
 * it cannot account for (an action of an unknown kind) makes it opaque: then nothing is known of what was read. It answers in
 * the terms of the machine it copies; whether the answer is the same must be looked at by who asks.
 */
import { createMachine, type AnyActorScope, type AnyMachineSnapshot, type AnyStateMachine, type AnyStateNode, type EventObject } from 'xstate';
import { modesOf } from './transition-index.ts';
import { watchedContext } from './watched-context.ts';

/** What the functions of a machine did with its state in one macrostep. */
export interface Reads {
  /** Keys of the context that were read as they were before the macrostep. */
  readonly keys: ReadonlySet<string>;
  readonly written: ReadonlySet<string>;
  /** A guard asked which modes are active. */
  readonly modes: boolean;
  /** Something happened that this file cannot account for. */
  readonly isOpaque: boolean;
}

type Wrapped = (...args: readonly unknown[]) => unknown;
type Fields = Readonly<Record<string, unknown>>;

const isFunction = (value: unknown): value is Wrapped => typeof value === 'function';
const isFields = (value: unknown): value is Fields => typeof value === 'object' && value !== null;

export class WatchedMachine {
  readonly copy: AnyStateMachine;
  readonly #machine: AnyStateMachine;
  readonly #copies: ReadonlyMap<AnyStateNode, AnyStateNode>;
  readonly #originals: ReadonlyMap<AnyStateNode, AnyStateNode>;
  readonly #wrapped = new WeakMap<object, unknown>();
  #keys = new Set<string>();
  #written = new Set<string>();
  #modes = false;
  #isOpaque = false;

  /** @throws when the machine cannot be made again from its config. */
  constructor(machine: AnyStateMachine) {
    this.#machine = machine;
    const { guards, actions, delays, actors } = machine.implementations;
    const implementations = { actors, guards: this.#each(guards, this.#guard), actions: this.#each(actions, this.#action), delays: this.#each(delays, this.#value) };
    this.copy = createMachine(this.#mode(machine.config) as Parameters<typeof createMachine>[0], implementations as Parameters<typeof createMachine>[1]);
    const [originals, copies] = [modesOf(machine), modesOf(this.copy)];
    if (originals.length !== copies.length || originals.some((node, at) => node.id !== copies[at]?.id || node.type !== copies[at].type)) throw new RangeError(`${machine.id} is not made of its config`);
    this.#copies = new Map(originals.flatMap((node, at) => (copies[at] === undefined ? [] : [[node, copies[at]] as const])));
    this.#originals = new Map([...this.#copies].map(([node, copy]) => [copy, node]));
  }

  /** The macrostep of the copy from a snapshot of the machine. @throws whatever it throws. */
  transition(snapshot: AnyMachineSnapshot, event: EventObject, scope: AnyActorScope): AnyMachineSnapshot {
    this.#keys = new Set();
    this.#written = new Set();
    this.#modes = false;
    this.#isOpaque = false;
    return inTerms(this.copy.transition(inTerms(snapshot, this.copy, this.#copies), event, scope), this.#machine, this.#originals);
  }

  /** What was noted since the last macrostep began. */
  reads(): Reads {
    return { keys: this.#keys, written: this.#written, modes: this.#modes, isOpaque: this.#isOpaque };
  }

  /** The config of a mode, of a machine if it is the outermost. */
  #mode(config: unknown): unknown {
    if (!isFields(config)) return config;
    const { entry, exit, on, always, after, onDone, initial, output, route, states } = config;
    const copy = {
      ...config,
      entry: this.#list(entry, this.#action),
      exit: this.#list(exit, this.#action),
      on: this.#each(on, this.#transitions),
      always: this.#transitions(always),
      after: this.#each(after, this.#transitions),
      onDone: this.#transitions(onDone),
      initial: this.#transition(initial),
      output: this.#value(output),
      route: this.#transition(route),
      states: this.#each(states, (state) => this.#mode(state)),
    };
    // XState looks at which of these are there.
    return Object.fromEntries(Object.entries(copy).filter(([key, value]) => value !== undefined || key in config));
  }

  readonly #transitions = (config: unknown): unknown => this.#list(config, (transition) => this.#transition(transition));

  #transition(config: unknown): unknown {
    if (!isFields(config)) return config;
    return { ...config, ...('guard' in config ? { guard: this.#guard(config['guard']) } : {}), ...('actions' in config ? { actions: this.#list(config['actions'], this.#action) } : {}) };
  }

  readonly #guard = (guard: unknown): unknown => {
    if (!isFunction(guard)) return isFields(guard) && 'params' in guard ? { ...guard, params: this.#value(guard['params']) } : guard;
    return this.#once(guard, () => {
      if (!('check' in guard)) return this.#function(guard);
      if ('guards' in guard) return copyOf(guard, { guards: this.#list(guard.guards, this.#guard) });
      const { check } = guard;
      if ('stateValue' in guard) return copyOf(guard, { check: this.#telling(check, () => (this.#modes = true)) });
      return copyOf(guard, { check: this.#telling(check, () => (this.#isOpaque = true)) });
    });
  };

  readonly #action = (action: unknown): unknown => {
    if (!isFunction(action)) return isFields(action) && 'params' in action ? { ...action, params: this.#value(action['params']) } : action;
    return this.#once(action, () => {
      if (!('resolve' in action)) return this.#function(action);
      const { type } = copyOf(action, {});
      switch (type) {
        case 'xstate.assign':
          return copyOf(action, { assignment: this.#assignment('assignment' in action ? action.assignment : undefined) });
        case 'xstate.enqueueActions':
          return copyOf(action, { collect: this.#collect('collect' in action ? action.collect : undefined) });
        case 'xstate.sendTo':
        case 'xstate.raise':
        case 'xstate.emit':
        case 'xstate.cancel':
        case 'xstate.log':
          return copyOf(action, Object.fromEntries(Object.entries(action).flatMap(([key, value]) => (callsOfXState.includes(key) ? [] : [[key, this.#value(value)]]))));
        default:
          return copyOf(action, { resolve: this.#telling(action.resolve, () => (this.#isOpaque = true)) });
      }
    });
  };

  /** One function in place of either form of an assignment; what it returns XState copies over the context. */
  #assignment(assignment: unknown): Wrapped {
    return (args, params) => {
      const watched = this.#watched(args);
      const update: Record<string, unknown> = {};
      if (isFunction(assignment)) Object.assign(update, assignment(watched, params));
      else if (isFields(assignment)) for (const [key, value] of Object.entries(assignment)) update[key] = isFunction(value) ? value(watched, params) : value;
      for (const key of Reflect.ownKeys(update)) {
        if (typeof key === 'string') this.#written.add(key);
        else this.#isOpaque = true;
      }
      return update;
    };
  }

  #collect(collect: unknown): Wrapped {
    return (args, params) => {
      if (!isFunction(collect) || !isFields(args)) return undefined;
      const { enqueue, check } = args;
      return collect(this.#watched({ ...args, enqueue: this.#enqueue(enqueue), check: (guard: unknown) => isFunction(check) && check(this.#guard(guard)) }), params);
    };
  }

  /** `enqueue` is a function with one for each kind of action. */
  #enqueue(enqueue: unknown): unknown {
    if (!isFunction(enqueue)) return enqueue;
    const kinds = Object.entries(enqueue).map(([kind, make]): readonly [string, unknown] => {
      if (!isFunction(make)) return [kind, make];
      if (kind === 'assign') return [kind, (assignment: unknown) => make(this.#assignment(assignment))];
      if (['cancel', 'raise', 'sendTo', 'sendParent', 'emit'].includes(kind)) return [kind, (...args: readonly unknown[]) => make(...args.map((arg) => this.#withValues(arg)))];
      return [kind, this.#telling(make, () => (this.#isOpaque = true))];
    });
    return Object.assign((action: unknown) => enqueue(this.#action(action)), Object.fromEntries(kinds));
  }

  /** An argument of an action, or its options, which may hold a delay that is worked out. */
  #withValues(arg: unknown): unknown {
    return isFields(arg) && isFunction(arg['delay']) ? { ...arg, delay: this.#value(arg['delay']) } : this.#value(arg);
  }

  /** Something that may be worked out by a function. */
  readonly #value = (value: unknown): unknown => (isFunction(value) ? this.#once(value, () => this.#function(value)) : value);

  /** XState's own function, which first tells that it was called. */
  #telling(act: unknown, tell: () => void): Wrapped {
    return (...args) => {
      tell();
      return isFunction(act) ? act(...args) : undefined;
    };
  }

  #function(act: Wrapped): Wrapped {
    return (args, ...rest) => act(this.#watched(args), ...rest);
  }

  /** The arguments of a function, with a context that notes what is read of it. */
  #watched(args: unknown): unknown {
    return isFields(args) && isFields(args['context']) ? { ...args, context: this.#watchedContext(args['context']) } : args;
  }

  #watchedContext(context: Fields): object {
    const note = (key: string): void => {
      if (!this.#written.has(key)) this.#keys.add(key);
    };
    return watchedContext(context, note, () => (this.#isOpaque = true));
  }

  #once(value: object, make: () => unknown): unknown {
    const known = this.#wrapped.get(value);
    if (known !== undefined) return known;
    const made = make();
    this.#wrapped.set(value, made);
    return made;
  }

  #each(record: unknown, copy: (value: unknown) => unknown): unknown {
    return isFields(record) ? Object.fromEntries(Object.entries(record).map(([key, value]) => [key, copy(value)])) : record;
  }

  #list(values: unknown, copy: (value: unknown) => unknown): unknown {
    return Array.isArray(values) ? values.map((value: unknown) => copy(value)) : values === undefined ? undefined : copy(values);
  }
}

/** What of a built-in action is XState's own, and gets its arguments from XState alone. */
const callsOfXState: readonly string[] = ['resolve', 'retryResolve', 'execute'];

/** A function of XState's own kind: what it does is in its properties. */
function copyOf(made: Wrapped, changes: Fields): Wrapped & Fields {
  return Object.assign((...args: readonly unknown[]) => made(...args), made, changes);
}

/** A snapshot of one machine as one of its twin. */
function inTerms(snapshot: AnyMachineSnapshot, machine: AnyStateMachine, nodes: ReadonlyMap<AnyStateNode, AnyStateNode>): AnyMachineSnapshot {
  const translated = (list: readonly AnyStateNode[]): AnyStateNode[] => list.flatMap((node) => nodes.get(node) ?? []);
  const historyValue = Object.fromEntries(Object.entries(snapshot.historyValue).map(([id, remembered]) => [id, translated(remembered)]));
  return { ...snapshot, machine, _nodes: translated(snapshot._nodes), historyValue };
}
