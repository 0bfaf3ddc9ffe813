/**
 * What changed between two states, path by path: `vm1  running → saving`, `lun1.holder  node1 → node2`.
 *
 * One line per leaf that differs, never a whole context on one line. Modes stand under the actor's name; context
 * fields below it.
 */
import { canonicalText } from '../system/canonical.ts';
import { modeText } from '../system/local-step.ts';
import type { Semantics, SystemState } from '../system/step.ts';
import { delayText } from '../system/delay-text.ts';

export interface Change {
  readonly path: string;
  readonly before: string;
  readonly after: string;
}

/** The leaves in which two states differ, in the order of the system's actors, then timers and budgets. */
export function changesBetween(semantics: Semantics, before: SystemState, after: SystemState): readonly Change[] {
  const old = leavesOf(semantics, before);
  const now = leavesOf(semantics, after);
  const paths = merged([...old.keys()], [...now.keys()]);
  return paths.flatMap((path) => {
    const was = old.get(path) ?? '-';
    const is = now.get(path) ?? '-';
    return was === is ? [] : [{ path, before: was, after: is }];
  });
}

/** All paths of both, each where its own state has it; a path of the later state alone follows the one it follows there. */
function merged(old: readonly string[], now: readonly string[]): readonly string[] {
  const paths = [...old];
  now.forEach((path, i) => {
    if (!paths.includes(path)) paths.splice(i === 0 ? 0 : paths.indexOf(now[i - 1] ?? '') + 1, 0, path);
  });
  return paths;
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
  const pending = new Map<string, (number | null)[]>();
  for (const timer of state.timers) {
    const path = `timer ${timer.from === timer.to ? timer.from : `${timer.from}→${timer.to}`} ${timerText(timer.event.type)}`;
    pending.set(path, [...(pending.get(path) ?? []), timer.leftMs]);
  }
  for (const [path, left] of pending) leaves.set(path, pendingText(left));
  system.budgetNames.forEach((name, place) => leaves.set(`budget ${name}`, String(state.budgets[place] ?? 0)));
  return leaves;
}

/** Timers that wait: how many, or, where there is a clock, how long each. */
function pendingText(left: readonly (number | null)[]): string {
  const times = left.flatMap((ms) => (ms === null ? [] : [ms === 0 ? 'due' : `${delayText(ms)} left`]));
  if (times.length > 0) return times.join(', ');
  return left.length === 1 ? 'pending' : `pending ×${left.length}`;
}

/** A value this short stands on one line whole; a longer one is taken apart, so that only what changed is shown. */
const wholeMax = 72;

function addLeaves(leaves: Map<string, string>, path: string, value: unknown, depth = 0): void {
  const whole = wholeText(value);
  if (depth > 0 && (typeof value !== 'object' || value === null || value instanceof Set || whole.length <= wholeMax)) {
    leaves.set(path, whole);
  } else if (value instanceof Map) {
    for (const [key, member] of value) addLeaves(leaves, `${path}.${wholeText(key)}`, member, depth + 1);
  } else if (Array.isArray(value)) {
    value.forEach((member: unknown, i) => addLeaves(leaves, `${path}[${i}]`, member, depth + 1));
  } else if (typeof value === 'object' && value !== null) {
    for (const [key, member] of Object.entries(value)) addLeaves(leaves, `${path}.${key}`, member, depth + 1);
  } else if (value !== undefined) {
    leaves.set(path, whole);
  }
}

/** A value as a reader would jot it down: `node1`, `[node1, node2]`, `{memory [1], disk 2}`. */
function wholeText(value: unknown): string {
  if (typeof value === 'string') return value;
  if (typeof value !== 'object' || value === null) return canonicalText(value);
  if (Array.isArray(value)) return `[${value.map(wholeText).join(', ')}]`;
  if (value instanceof Set) return `{${[...value].map(wholeText).toSorted().join(', ')}}`;
  const entries = value instanceof Map ? [...value].map(([key, member]) => [wholeText(key), member] as const) : Object.entries(value);
  return `{${entries.map(([key, member]) => `${key} ${wholeText(member)}`).join(', ')}}`;
}

/** `after 5 s` reads better than the event that XState makes of it. */
function timerText(type: string): string {
  const [, delay, mode] = /^xstate\.after\.([^.]+)\.(.+)$/.exec(type) ?? [];
  return delay === undefined || mode === undefined ? type : `after ${delay} in ${mode}`;
}
