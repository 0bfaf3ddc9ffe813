/**
 * Two explorers of our own to compare with: one depth first over texts of states, one that only ever asks live actors.
 *
 * The second knows nothing of the reference step: a state is the list of steps that leads to it, replayed from the start
 * each time, which is slow and hard to get wrong.
 */
import type { AnyMachineSnapshot } from 'xstate';
import type { System } from '../../src/system/define-system.ts';
import type { StepLabel } from '../../src/system/step-label.ts';
import { semanticsOf, type SystemState, type TakenStep } from '../../src/system/step.ts';
import { regionOrderMatters } from '../../src/system/transition-index.ts';
import { snapshotText, startLive, timerText, type LiveSystem } from '../../src/trace/live-actors.ts';

export interface Graph<T> {
  readonly nodes: ReadonlyMap<string, T>;
  /** Every step from every state, stutters included. */
  readonly edges: readonly { readonly from: string; readonly to: string }[];
  readonly depths: ReadonlyMap<string, number>;
}

/** The states of a system through the reference step, found depth first. */
export function depthFirst(system: System): Graph<{ readonly state: SystemState; readonly taken: readonly TakenStep[] }> {
  const semantics = semanticsOf(system);
  const textOf = (state: SystemState): string => JSON.stringify([state.locals.map(({ key }) => key), state.timers.map(({ key }) => key), state.budgets]);
  const initial = semantics.start().state;
  const nodes = new Map<string, { state: SystemState; taken: readonly TakenStep[] }>();
  const edges: { from: string; to: string }[] = [];
  const stack = [initial];
  for (let state = stack.pop(); state !== undefined; state = stack.pop()) {
    const here = state;
    const from = textOf(here);
    if (nodes.has(from)) continue;
    const taken = semantics.enabled(here).map((label) => semantics.take(here, label));
    nodes.set(from, { state: here, taken });
    for (const { after } of taken) {
      edges.push({ from, to: textOf(after) });
      stack.push(after);
    }
  }
  return { nodes, edges, depths: depthsOf(textOf(initial), edges) };
}

/** A step of live actors: a stimulus by its place, or the pending timer with this text. */
type LiveStep = { readonly kind: 'stimulus'; readonly index: number } | { readonly kind: 'timer'; readonly text: string };

/**
 * The states of a system by live actors alone, up to a number of them; null when there are more.
 *
 * For systems without orphaned timers, which a live scheduler cannot tell from others.
 */
export function liveOnly(system: System, statesMax: number): Graph<readonly LiveStep[]> | null {
  const nodes = new Map<string, readonly LiveStep[]>();
  const edges: { from: string; to: string }[] = [];
  const after = (steps: readonly LiveStep[]): { readonly text: string; readonly local: string; readonly timers: readonly string[]; readonly budgets: Readonly<Record<string, number>>; readonly snapshots: ReadonlyMap<string, AnyMachineSnapshot> } => {
    const live = startLive(system);
    const budgets = { ...system.budgets };
    for (const step of steps) act(system, live, step, budgets);
    const snapshots = live.snapshots();
    const timers = live.timers().map(timerText).toSorted();
    live.stop();
    const local = JSON.stringify([system.actorNames.map((name) => liveText(snapshots.get(name))), timers]);
    return { text: `${local} ${JSON.stringify(budgets)}`, local, timers, budgets, snapshots };
  };
  const frontier: (readonly LiveStep[])[] = [[]];
  const initial = after([]).text;
  for (let steps = frontier.shift(); steps !== undefined; steps = frontier.shift()) {
    const taken = steps;
    const here = after(taken);
    if (nodes.has(here.text)) continue;
    nodes.set(here.text, steps);
    if (nodes.size > statesMax) return null;
    const stimuli = system.stimuli.flatMap(({ to, event, budget }, index): readonly LiveStep[] => {
      if (budget !== undefined && (here.budgets[budget] ?? 0) === 0) return [];
      const snapshot = here.snapshots.get(to);
      if (snapshot?.status !== 'active') return [];
      const step: LiveStep = { kind: 'stimulus', index };
      // `can` does not see an `always` whose guard reads the event; only trying does.
      return snapshot.can(event) || after([...taken, step]).local !== here.local ? [step] : [];
    });
    for (const step of [...stimuli, ...[...new Set(here.timers)].map((text): LiveStep => ({ kind: 'timer', text }))]) {
      const next = [...steps, step];
      edges.push({ from: here.text, to: after(next).text });
      frontier.push(next);
    }
  }
  return { nodes, edges, depths: depthsOf(initial, edges) };
}

function act(system: System, live: LiveSystem, step: LiveStep, budgets: Record<string, number>): void {
  if (step.kind === 'timer') {
    const timer = live.timers().find((candidate) => timerText(candidate) === step.text);
    if (timer === undefined) throw new RangeError(`no live timer ${step.text}`);
    const label: StepLabel = { kind: 'timer', ...timer, orphan: false, timer: step.text };
    live.expire(label);
    return;
  }
  const stimulus = system.stimuli[step.index];
  if (stimulus === undefined) throw new RangeError(`no stimulus ${step.index}`);
  if (stimulus.budget !== undefined) budgets[stimulus.budget] = (budgets[stimulus.budget] ?? 0) - 1;
  live.send(stimulus.to, stimulus.event);
}

function liveText(snapshot: AnyMachineSnapshot | undefined): string {
  if (snapshot === undefined) return '';
  return snapshotText(snapshot) + (regionOrderMatters(snapshot.machine) ? snapshot._nodes.map(({ id }) => id).join('>') : '');
}

function depthsOf(initial: string, edges: readonly { readonly from: string; readonly to: string }[]): ReadonlyMap<string, number> {
  const next = Map.groupBy(edges, ({ from }) => from);
  const depths = new Map([[initial, 0]]);
  let layer: readonly string[] = [initial];
  for (let depth = 1; layer.length > 0; depth++) {
    layer = [...new Set(layer.flatMap((from) => (next.get(from) ?? []).map(({ to }) => to)))].filter((to) => !depths.has(to));
    for (const to of layer) depths.set(to, depth);
  }
  return depths;
}

/** How many states lie at each depth. */
export function layersOf({ depths }: Graph<unknown>): readonly number[] {
  const layers: number[] = [];
  for (const depth of depths.values()) layers[depth] = (layers[depth] ?? 0) + 1;
  return layers;
}
