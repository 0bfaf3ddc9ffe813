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
  return modesFrom(machine.root);
}

/** A mode and every mode below it, in document order. */
export function modesFrom(node: AnyStateNode): readonly AnyStateNode[] {
  return [node, ...Object.values(node.states).flatMap(modesFrom)];
}

/** What the modes of a machine invoke; a system with such a machine is refused for now. */
export function invocationsOf(machine: AnyStateMachine): readonly { readonly mode: string; readonly source: string }[] {
  return modesOf(machine).flatMap((node) => node.invoke.map((invocation) => ({ mode: modePath(node), source: typeof invocation.src === 'string' ? invocation.src : '(inline)' })));
}

/**
 * Whether the order in which parallel regions moved can show in what the machine does next.
 *
 * XState looks for `always` transitions in the order in which the innermost modes were entered, and that depends on the
 * past. It can show only when two regions have `always`, or one has and so has a mode around them, which every region
 * then asks as well; then, and only then, the order is part of a local state. Answers to an event come in document
 * order, because the regions of a mode are always entered together.
 */
export function regionOrderMatters(machine: AnyStateMachine): boolean {
  return modesOf(machine).some((node) => {
    if (node.type !== 'parallel') return false;
    const regions = Object.values(node.states).filter((region) => modesFrom(region).some(({ always }) => always !== undefined)).length;
    return regions > 1 || (regions === 1 && alwaysAround(node));
  });
}

function alwaysAround(node: AnyStateNode): boolean {
  return node.always !== undefined || (node.parent !== undefined && alwaysAround(node.parent));
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
