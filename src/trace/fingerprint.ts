/**
 * A short name for what a system is made of, so that a trace can say which system it was recorded on.
 *
 * It covers structure: actors, inputs, modes, transitions with the names of their guards and actions, delays,
 * stimuli, budgets. It leaves out the text of functions, because test runners and compilers rewrite that; a changed
 * function shows when the trace is replayed, by a step that is not enabled or an end state that is another.
 */
import { createHash } from 'node:crypto';
import type { AnyStateNode } from 'xstate';
import { canonicalText } from '../system/canonical.ts';
import type { System } from '../system/define-system.ts';
import type { SystemState } from '../system/step.ts';
import { modePath, modesOf, transitionIndexOf } from '../system/transition-index.ts';

/** Eight hex digits for a system; equal for equal structure. */
export function systemFingerprint(system: System): string {
  const actors = system.actorNames.map((name) => {
    const declaration = system.actors[name];
    if (declaration === undefined) return name;
    return [name, canonicalText(declaration.input, 'input'), machineText(declaration.machine)].join('\n');
  });
  const stimuli = system.stimuli.map(({ to, event, budget }) => `${to} ${canonicalText(event)} ${budget ?? ''}`);
  return digest([system.id, ...actors, ...stimuli, canonicalText(system.budgets), ...(system.clock === null ? [] : [`tick ${system.clock.tickMs}`])].join('\n')).slice(0, 8);
}

/** Four hex digits for a state, by content. */
export function stateFingerprint(state: SystemState): string {
  return digest([...state.locals.map((local) => local.key), ...state.timers.map((timer) => timer.key), ...state.budgets].join('\n')).slice(0, 4);
}

function machineText(machine: System['actors'][string]['machine']): string {
  const modes = modesOf(machine).map((node) => `${modePath(node)} ${node.type} ${initialOf(node)} ${String(node.history)} ${[...node.entry, ...node.exit].map(nameOf).join(',')}`);
  const transitions = [...transitionIndexOf(machine).values()].map(({ id, definition }) => {
    const targets = definition.target?.map(modePath).join(',') ?? '-';
    return `${id} ${targets} ${String(definition.reenter)} ${nameOf(definition.guard)} ${definition.actions.map(nameOf).join(',')}`;
  });
  return [machine.id, ...modes, ...transitions].join('\n');
}

/** Where a mode with modes of its own begins, and where a history node leads when it remembers nothing. */
function initialOf(node: AnyStateNode): string {
  if (node.type === 'compound') return node.initial.target.map(modePath).join(',');
  return node.type === 'history' ? canonicalText(node.config.target) : '-';
}

/** The name a guard or action goes by; inline functions all go by one, as their own names depend on the compiler. */
function nameOf(part: unknown): string {
  if (part === undefined) return '-';
  if (typeof part === 'string') return part;
  if (typeof part === 'object' && part !== null && 'type' in part) return String(part.type);
  return '(inline)';
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
