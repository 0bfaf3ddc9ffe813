/**
 * What is measured: each model in a full and a quick size, with the number of states that every tool must find.
 *
 * The invariant of a model is the one that its Promela text asserts after each step. One that speaks of several pairs or VMs
 * is a claim for each, as an `always` that reads a few actors: that is how such a thing is said, and what is remembered.
 * Models are imported only when they are run, so that no process pays for another's machines.
 */
import type { AnyMachineSnapshot } from 'xstate';
import { always, type Property } from '../../src/property/property.ts';
import type { System } from '../../src/system/define-system.ts';
import type { SpinText } from './spin-verifier.ts';

export const tools = ['quiesce', 'reference', 'spin-dfs', 'spin-bfs', 'xstate-graph'] as const;
export type Tool = (typeof tools)[number];
/** What runs against what: a tool, or quiesce on two threads. */
export type Contender = Tool | 'quiesce-2';
export type SizeName = 'full' | 'quick';

/** A system and what is claimed of it. */
export interface Task {
  readonly system: System;
  readonly properties: readonly Property[];
}

export interface Size {
  /** In words, for the table. */
  readonly scope: string;
  /** The known answer. */
  readonly states: number;
  readonly task: () => Promise<Task>;
  /** Null when the model has no Promela text. */
  readonly spin: SpinText | null;
}

export interface Model {
  readonly id: string;
  readonly tools: readonly Tool[];
  /** Large enough to be shared by two threads, and run so too. */
  readonly isShared?: true;
  readonly sizes: Readonly<Record<SizeName, Size>>;
}

const known = '../known-answers/promela';

function twoPhaseCommit(count: number): Size {
  const consistent = always({
    id: 'consistent',
    statement: 'No two resources decide differently.',
    holds: ({ actors }) => {
      const modes = Object.keys(actors).filter((name) => name.startsWith('resource')).map((name) => actors[name]?.value);
      return !(modes.includes('committed') && modes.includes('aborted'));
    },
  });
  return {
    scope: `${count} resource managers`,
    states: 6 ** count + 4 ** count + 2 ** count,
    task: async () => ({ system: (await import('../known-answers/two-phase-commit.ts')).twoPhaseCommit(count), properties: [consistent] }),
    spin: { path: `${known}/twopc.pml`, defines: { N: count }, errors: 0 },
  };
}

const holdsBoth = (seat: AnyMachineSnapshot | undefined): boolean => seat?.value === 'both' || seat?.value === 'fed';

function philosophers(count: number, states: number): Size {
  const pairs = Array.from({ length: count }, (_, i) => [`philosopher${i}`, `philosopher${(i + 1) % count}`] as const);
  return {
    scope: `${count} philosophers that eat`,
    states,
    task: async () => ({
      system: (await import('../known-answers/philosophers.ts')).philosophers('eating', count),
      properties: pairs.map(([left, right]) => always({ id: `not-both-${left}`, statement: 'No fork is held by two.', holds: ({ actors }) => !(holdsBoth(actors[left]) && holdsBoth(actors[right])) })),
    }),
    // The deadlock, in which each holds its left fork.
    spin: { path: `${known}/dining.pml`, defines: { N: count }, errors: 1 },
  };
}

function singleMounter(nodes: number, luns: number, vms: number, states: number): Size {
  const places = Array.from({ length: vms }, (_, i) => i);
  const isHosted = (vm: string, lun: string): Property =>
    always({
      id: `${vm}-is-hosted`,
      statement: 'A VM runs only on a live node that mounts its LUN.',
      holds: ({ actors }) => {
        const [guest, disk] = [actors[vm], actors[lun]];
        if (guest?.value !== 'running') return true;
        const location = String(guest.context['location']);
        return disk?.value === 'mounted' && disk.context['owner'] === location && actors[location]?.value === 'up';
      },
    });
  return {
    scope: `${nodes} nodes, ${luns} LUNs, ${vms} VMs`,
    states,
    task: async () => ({
      system: (await import('../known-answers/single-mounter.ts')).singleMounter({ nodes, luns, vms }),
      properties: places.map((i) => isHosted(`vm${i}`, `lun${i % luns}`)),
    }),
    spin: { path: `${known}/singlemounter.pml`, defines: { NN: nodes, NL: luns, NV: vms, INITLOC: places.map((i) => i % nodes).join(',') }, errors: 0 },
  };
}

function flagship(suite: string, scope: string, states: number): Size {
  return {
    scope: `scope ${scope}`,
    states,
    task: async () => {
      const found = (await import('../../properties/suites.ts')).suites.find(({ id }) => id === suite);
      const system = found?.scopes[scope]?.();
      if (found === undefined || system === undefined) throw new RangeError(`there is no suite ${suite} with a scope ${scope}`);
      return { system, properties: found.properties };
    },
    spin: null,
  };
}

function grid(side: number): Size {
  const isOnGrid = always({
    id: 'is-on-the-grid',
    statement: 'The robot never leaves the grid.',
    holds: ({ actors }) => {
      const { x, y } = (actors['robot']?.context ?? {}) as { readonly x?: number; readonly y?: number };
      return x !== undefined && y !== undefined && Math.min(x, y) >= 0 && Math.max(x, y) < side;
    },
  });
  return { scope: `one machine, ${side} by ${side}`, states: side ** 2, task: async () => ({ system: (await import('./single-machines.ts')).grid(side), properties: [isOnGrid] }), spin: null };
}

function regions(count: number, modes: number): Size {
  return {
    scope: `one machine, ${count} parallel regions of ${modes} modes`,
    states: modes ** count,
    task: async () => ({ system: (await import('./single-machines.ts')).regions(count, modes), properties: [] }),
    spin: null,
  };
}

/** The same work for all tools of a model. The reference explorer gets the peers' models smaller: it would take minutes a run. */
export const models: readonly Model[] = [
  { id: 'two-phase-commit', tools: ['quiesce', 'spin-dfs', 'spin-bfs'], isShared: true, sizes: { full: twoPhaseCommit(8), quick: twoPhaseCommit(3) } },
  { id: 'philosophers', tools: ['quiesce', 'spin-dfs', 'spin-bfs'], isShared: true, sizes: { full: philosophers(14, 1_290_752), quick: philosophers(5, 152) } },
  { id: 'single-mounter', tools: ['quiesce', 'spin-dfs', 'spin-bfs'], isShared: true, sizes: { full: singleMounter(3, 2, 4, 1_470_336), quick: singleMounter(2, 1, 2, 576) } },
  { id: 'large-two-phase-commit', tools: ['quiesce'], isShared: true, sizes: { full: twoPhaseCommit(9), quick: twoPhaseCommit(2) } },
  { id: 'small-two-phase-commit', tools: ['quiesce', 'reference'], sizes: { full: twoPhaseCommit(7), quick: twoPhaseCommit(2) } },
  { id: 'small-philosophers', tools: ['quiesce', 'reference'], sizes: { full: philosophers(11, 63_296), quick: philosophers(3, 20) } },
  { id: 'small-single-mounter', tools: ['quiesce', 'reference'], sizes: { full: singleMounter(3, 2, 3, 206_016), quick: singleMounter(2, 1, 1, 112) } },
  { id: 'quick-migration', tools: ['quiesce', 'reference'], sizes: { full: flagship('quick-migration', 'review', 134_389), quick: flagship('quick-migration', 'tiny', 3_001) } },
  { id: 'lun-per-vm', tools: ['quiesce', 'reference'], sizes: { full: flagship('lun-per-vm', 'review', 151_250), quick: flagship('lun-per-vm', 'tiny', 3_684) } },
  { id: 'grid', tools: ['quiesce', 'xstate-graph'], sizes: { full: grid(320), quick: grid(12) } },
  { id: 'regions', tools: ['quiesce', 'xstate-graph'], sizes: { full: regions(5, 10), quick: regions(2, 3) } },
];

/** What is run of a model: its tools, and quiesce a second time if two threads may share it. */
export function contendersOf({ tools: its, isShared }: Model): readonly Contender[] {
  return its.flatMap((tool): readonly Contender[] => (tool === 'quiesce' && isShared === true ? [tool, 'quiesce-2'] : [tool]));
}

/** What a process takes before it has found anything: a model of one state, for every tool. */
const still: Size = { scope: '1 state', states: 1, task: async () => ({ system: (await import('./single-machines.ts')).oneState(), properties: [] }), spin: { path: 'one-state.pml', defines: {}, errors: 0 } };
export const baseline: Model = { id: 'one-state', tools, sizes: { full: still, quick: still } };
