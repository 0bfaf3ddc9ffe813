/**
 * What changed between two states, path by path: `vm1  running → saving`, `lun1.holder  node1 → node2`.
 *
 * One line per leaf that differs, never a whole context on one line. Modes stand under the actor's name; context
 * fields below it.
 */
import { modeText } from '../system/local-step.ts';
import type { Semantics, SystemState } from '../system/step.ts';

export interface Change {
  readonly path: string;
  readonly before: string;
  readonly after: string;
}

/** The leaves in which two states differ, in the order of the system's actors, then timers and budgets. */
export function changesBetween(semantics: Semantics, before: SystemState, after: SystemState): readonly Change[] {
  const old = leavesOf(semantics, before);
  const now = leavesOf(semantics, after);
  const paths = [...new Set([...old.keys(), ...now.keys()])];
  return paths.flatMap((path) => {
    const was = old.get(path) ?? '-';
    const is = now.get(path) ?? '-';
    return was === is ? [] : [{ path, before: was, after: is }];
  });
}

/** Every leaf of a state by its path, in a fixed order. */
export function leavesOf(semantics: Semantics, state: SystemState): ReadonlyMap<string, string> {
  const leaves = new Map<string, string>();
  const { system } = semantics;
  system.actorNames.forEach((name, place) => {
    const snapshot = state.locals[place]?.snapshot;
    if (snapshot === undefined) return;
    leaves.set(name, snapshot.status === 'active' ? modeText(snapshot.value) : `${modeText(snapshot.value)} (${snapshot.status})`);
    addLeaves(leaves, name, snapshot.context);
    if (snapshot.output !== undefined) addLeaves(leaves, `${name}.output`, snapshot.output);
    for (const [node, modes] of Object.entries(snapshot.historyValue)) leaves.set(`${name} history ${node}`, Array.isArray(modes) ? modes.map((mode: { readonly id: string }) => mode.id).join(' ') : '-');
  });
  const pending = new Map<string, number>();
  for (const timer of state.timers) {
    const path = `timer ${timer.from === timer.to ? timer.from : `${timer.from}→${timer.to}`} ${timer.event.type}`;
    pending.set(path, (pending.get(path) ?? 0) + 1);
  }
  for (const [path, count] of pending) leaves.set(path, count === 1 ? 'pending' : `pending ×${count}`);
  system.budgetNames.forEach((name, place) => leaves.set(`budget ${name}`, String(state.budgets[place] ?? 0)));
  return leaves;
}

function addLeaves(leaves: Map<string, string>, path: string, value: unknown): void {
  if (typeof value !== 'object' || value === null) {
    leaves.set(path, typeof value === 'string' ? value : String(value));
  } else if (value instanceof Map) {
    for (const [key, member] of value) addLeaves(leaves, `${path}.${leafKey(key)}`, member);
    if (value.size === 0) leaves.set(path, '{}');
  } else if (value instanceof Set) {
    leaves.set(path, `{${[...value].map(leafKey).toSorted().join(', ')}}`);
  } else if (Array.isArray(value)) {
    value.forEach((member: unknown, i) => addLeaves(leaves, `${path}[${i}]`, member));
    if (value.length === 0) leaves.set(path, '[]');
  } else {
    for (const [key, member] of Object.entries(value)) addLeaves(leaves, `${path}.${key}`, member);
  }
}

function leafKey(key: unknown): string {
  return typeof key === 'object' ? JSON.stringify(key) : String(key);
}
