/**
 * A machine as a chart: plain data that says all that a picture needs, and nothing about how it is drawn.
 *
 * It is read from `machine.root`, XState's own object graph, never from `machine.definition` or its JSON, which lose inline
 * guards and actions. So a chart has each mode and each transition that XState has, exactly once: forbidden ones
 * (`EVENT: {}`) too, for a writer to leave out. It goes through JSON unharmed.
 *
 * Ids are those of coverage (`system/transition-index.ts`), so that visits can be laid over a picture. Where odd names make
 * two of them alike - a mode `a.b` beside a mode `b` in a mode `a` - the later one gets a suffix `~2` here.
 */
import type { AnyStateMachine, AnyStateNode } from 'xstate';
import { modePath, modesOf, transitionIndexOf, type TransitionInfo } from '../system/transition-index.ts';
import { claim } from './printable.ts';
import { actionText, guardText, read } from './wording.ts';

export interface Chart {
  /** The id of the machine. */
  readonly id: string;
  readonly root: Mode;
  /** In document order of their sources. */
  readonly transitions: readonly Transition[];
}

export type Mode =
  | (ModeBase & { readonly kind: 'atomic' })
  | (ModeBase & { readonly kind: 'compound'; readonly initial: Initial })
  | (ModeBase & { readonly kind: 'parallel' })
  | (ModeBase & { readonly kind: 'final' })
  /** `defaults` are where it leads before there is a past; none means the parent's own start. */
  | (ModeBase & { readonly kind: 'history'; readonly depth: 'shallow' | 'deep'; readonly defaults: readonly string[] });

interface ModeBase {
  /** Its path, keys joined by `.`; `(root)` for the machine itself. */
  readonly id: string;
  /** Its own name, the last part of the path; the machine's id for the root. */
  readonly name: string;
  readonly entry: readonly string[];
  readonly exit: readonly string[];
  /** The names of the actors it invokes. */
  readonly invokes: readonly string[];
  /** XState allows them under a mode of any kind. */
  readonly children: readonly Mode[];
}

export interface Initial {
  readonly target: string;
  readonly actions: readonly string[];
}

export interface Transition {
  /** `<source> <event descriptor or always> #<place among those of this descriptor>`. */
  readonly id: string;
  readonly source: string;
  readonly trigger: Trigger;
  /** `null` when it is unguarded. */
  readonly guard: string | null;
  readonly actions: readonly string[];
  readonly effect: Effect;
}

export type Trigger =
  /** An event descriptor, wildcards such as `*` and `job.*` included. */
  | { readonly kind: 'event'; readonly descriptor: string }
  | { readonly kind: 'after'; readonly milliseconds: number }
  | { readonly kind: 'after-named'; readonly delay: string }
  | { readonly kind: 'always' }
  /** The source has reached its final mode. */
  | { readonly kind: 'done' }
  | { readonly kind: 'invoke'; readonly outcome: 'done' | 'error' | 'snapshot'; readonly invoked: string };

export type Effect =
  /** The event is answered with nothing, which also keeps it from the modes around. */
  | { readonly kind: 'forbidden' }
  /** The actions run; no mode is left or entered. */
  | { readonly kind: 'internal' }
  /** With `reenter` the source is left and entered again, even if the target lies in it. Several targets are entered together. */
  | { readonly kind: 'targets'; readonly targets: readonly string[]; readonly reenter: boolean };

type Ids = ReadonlyMap<AnyStateNode, string>;

/**
 * The chart of an XState v5 machine.
 *
 * @example chartOf(lamp).transitions[0]?.id // 'off PRESS #0'
 */
export function chartOf(machine: AnyStateMachine): Chart {
  const takenModes = new Set<string>();
  const ids: Ids = new Map(modesOf(machine).map((node) => [node, claim(takenModes, modePath(node), '~')]));
  const taken = new Set<string>();
  return {
    id: machine.id,
    root: modeOf(machine.root, ids),
    transitions: [...transitionIndexOf(machine).values()].map((info) => transitionOf(info, claim(taken, info.id, '~'), ids)),
  };
}

/** A mode and all those in it, in document order. */
export function withDescendants(mode: Mode): readonly Mode[] {
  return [mode, ...mode.children.flatMap(withDescendants)];
}

function modeOf(node: AnyStateNode, ids: Ids): Mode {
  const timers = new Set<unknown>(node.after.map(({ eventType }): unknown => eventType));
  const base = {
    id: idOf(node, ids),
    name: node.parent === undefined ? node.machine.id : node.key,
    entry: node.entry.filter((action) => !startsTimer(action, timers)).map(actionText),
    exit: node.exit.filter((action) => !stopsTimer(action, timers)).map(actionText),
    invokes: node.invoke.map((invoked) => invokedName(node, invoked.id)),
    children: Object.values(node.states).map((child) => modeOf(child, ids)),
  };
  switch (node.type) {
    case 'compound':
      return { kind: 'compound', ...base, initial: initialOf(node, ids) };
    case 'history':
      return { kind: 'history', ...base, depth: node.history === 'deep' ? 'deep' : 'shallow', defaults: historyDefaults(node).map((mode) => idOf(mode, ids)) };
    case 'atomic':
    case 'parallel':
    case 'final':
      return { kind: node.type, ...base };
  }
}

/** XState refuses a compound mode that does not say where it starts. */
function initialOf(node: AnyStateNode, ids: Ids): Initial {
  const { target, actions } = node.initial;
  return { target: idOf(target[0] ?? node, ids), actions: actions.map(actionText) };
}

/** XState compiles `after` to these two; the transition already says it. */
const startsTimer = (action: unknown, timers: ReadonlySet<unknown>): boolean => read(action, 'type') === 'xstate.raise' && timers.has(read(action, 'id'));
const stopsTimer = (action: unknown, timers: ReadonlySet<unknown>): boolean => read(action, 'type') === 'xstate.cancel' && timers.has(read(action, 'sendId'));

/** As XState finds them: `#id`, or a path from the parent. */
function historyDefaults(node: AnyStateNode): readonly AnyStateNode[] {
  const target: unknown = read(node.config, 'target');
  const paths: readonly unknown[] = Array.isArray(target) ? target : [target];
  return paths.flatMap((path) => {
    if (typeof path !== 'string') return [];
    if (path.startsWith('#')) return [node.machine.getStateNodeById(path)];
    const keys = path.match(/(?:\\.|[^.\\])+/gs) ?? [];
    let found: AnyStateNode | undefined = node.parent;
    for (const key of keys) found = found?.states[key.replaceAll(/\\(.)/gs, '$1')];
    return found === undefined ? [] : [found];
  });
}

function transitionOf({ definition, event, forbidden }: TransitionInfo, id: string, ids: Ids): Transition {
  const targets = (definition.target ?? []).map((target) => idOf(target, ids));
  return {
    id,
    source: idOf(definition.source, ids),
    trigger: triggerOf(definition.source, event, definition),
    guard: definition.guard === undefined ? null : guardText(definition.guard),
    actions: definition.actions.map(actionText),
    effect: forbidden ? { kind: 'forbidden' } : targets.length === 0 ? { kind: 'internal' } : { kind: 'targets', targets, reenter: definition.reenter },
  };
}

function triggerOf(source: AnyStateNode, event: string, definition: object): Trigger {
  if (source.always?.some((always) => always === definition) === true) return { kind: 'always' };
  const timed = source.after.find((after) => after === definition);
  if (timed !== undefined) return afterOf(timed.delay);
  if (source.config.onDone !== undefined && event === `xstate.done.state.${source.id}`) return { kind: 'done' };
  for (const { id } of source.invoke) {
    const invoked = invokedName(source, id);
    if (event === `xstate.done.actor.${id}`) return { kind: 'invoke', outcome: 'done', invoked };
    if (event === `xstate.error.actor.${id}`) return { kind: 'invoke', outcome: 'error', invoked };
    if (event === `xstate.snapshot.${id}`) return { kind: 'invoke', outcome: 'snapshot', invoked };
  }
  return { kind: 'event', descriptor: event };
}

/** JSON has no infinity, and XState has only numbers and names here: a delay that is no finite number is one by name. */
function afterOf(delay: unknown): Trigger {
  return typeof delay === 'number' && Number.isFinite(delay) ? { kind: 'after', milliseconds: delay } : { kind: 'after-named', delay: String(delay) };
}

/** Its id if one was given, else the name of its source; XState makes up both when there is neither. */
function invokedName(node: AnyStateNode, id: string): string {
  const place = node.invoke.findIndex((invoked) => invoked.id === id);
  if (id !== `${place}.${node.id}`) return id;
  const source: unknown = node.invoke[place]?.src;
  return typeof source === 'string' && !source.startsWith('xstate.invoke.') ? source : '(inline)';
}

function idOf(node: AnyStateNode, ids: Ids): string {
  return ids.get(node) ?? modePath(node);
}
