/**
 * The static side of a machine: each of its transitions, by a name that survives a run.
 *
 * XState reports the transitions it takes as objects; this index gives each a text, so that coverage can be
 * counted and compared with what there is. The text is the source mode, the event and the place among the
 * transitions for that event: `online.running SAVE #0`, `(root) CRASH #1`, `saving always #0`.
 */
import type { AnyStateMachine, AnyStateNode, AnyTransitionDefinition } from 'xstate';

export interface TransitionInfo {
  readonly id: string;
  /** The path of the source mode, `(root)` for the machine itself. */
  readonly source: string;
  /** The event descriptor, or `always`. */
  readonly event: string;
  readonly guarded: boolean;
  /** XState's explicit "nothing": neither a target nor actions, nor a re-entry. */
  readonly forbidden: boolean;
  readonly definition: AnyTransitionDefinition;
}

const indexes = new WeakMap<AnyStateMachine, ReadonlyMap<AnyTransitionDefinition, TransitionInfo>>();

/** Every transition of a machine in document order, keyed by XState's own object for it. */
export function transitionIndexOf(machine: AnyStateMachine): ReadonlyMap<AnyTransitionDefinition, TransitionInfo> {
  const known = indexes.get(machine);
  if (known !== undefined) return known;
  const index = new Map<AnyTransitionDefinition, TransitionInfo>();
  for (const node of modesOf(machine)) {
    for (const [descriptor, definitions] of node.transitions) add(index, node, descriptor, definitions);
    if (node.always !== undefined) add(index, node, 'always', node.always);
  }
  indexes.set(machine, index);
  return index;
}

/** The path of a mode inside its machine; `(root)` for the machine itself. */
export function modePath(node: AnyStateNode): string {
  return node.path.length === 0 ? '(root)' : node.path.join('.');
}

/** Every mode of a machine in document order, the root first. */
export function modesOf(machine: AnyStateMachine): readonly AnyStateNode[] {
  const all: AnyStateNode[] = [];
  const visit = (node: AnyStateNode): void => {
    all.push(node);
    for (const child of Object.values(node.states)) visit(child);
  };
  visit(machine.root);
  return all;
}

/** What the modes of a machine invoke; a system with such a machine is refused for now. */
export function invocationsOf(machine: AnyStateMachine): readonly { readonly mode: string; readonly source: string }[] {
  return modesOf(machine).flatMap((node) => node.invoke.map((invocation) => ({ mode: modePath(node), source: typeof invocation.src === 'string' ? invocation.src : '(inline)' })));
}

/**
 * Whether the order in which parallel regions were entered can show in what the machine does next.
 *
 * XState runs the transitions of one microstep in the order of its list of active modes, and that order depends
 * on the past. It can matter only when two regions answer the same event, or both have `always`; then, and
 * only then, the order is part of a local state.
 */
export function regionOrderMatters(machine: AnyStateMachine): boolean {
  return modesOf(machine)
    .filter((node) => node.type === 'parallel')
    .some((node) => {
      const regions = Object.values(node.states).map(descriptorsWithin);
      return regions.some((region, i) => regions.slice(i + 1).some((other) => overlap(region, other)));
    });
}

function descriptorsWithin(node: AnyStateNode): ReadonlySet<string> {
  const found = new Set<string>();
  const visit = (mode: AnyStateNode): void => {
    for (const descriptor of mode.transitions.keys()) found.add(String(descriptor));
    if (mode.always !== undefined) found.add('always');
    for (const child of Object.values(mode.states)) visit(child);
  };
  visit(node);
  return found;
}

function overlap(one: ReadonlySet<string>, other: ReadonlySet<string>): boolean {
  const wild = (set: ReadonlySet<string>): boolean => [...set].some((descriptor) => descriptor.endsWith('*'));
  if ((wild(one) && other.size > 0) || (wild(other) && one.size > 0)) return true;
  return [...one].some((descriptor) => other.has(descriptor));
}

function add(
  index: Map<AnyTransitionDefinition, TransitionInfo>,
  node: AnyStateNode,
  event: string,
  definitions: readonly AnyTransitionDefinition[],
): void {
  const source = modePath(node);
  definitions.forEach((definition, place) => {
    index.set(definition, {
      id: `${source} ${event} #${place}`,
      source,
      event,
      guarded: definition.guard !== undefined,
      forbidden: definition.target === undefined && definition.actions.length === 0 && !definition.reenter,
      definition,
    });
  });
}
