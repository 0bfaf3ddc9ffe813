/**
 * The single mounter of promela/singlemounter.pml as actors: nodes, LUNs that one node mounts at a time, VMs that migrate
 * quickly (save, dismount, mount elsewhere, place, restore). VM v is on LUN v mod L and starts on node v mod N.
 *
 *   lun  offline ──RESERVE──▶ reserving ──MOUNT──▶ mounted ──BEGIN_DISMOUNT (its VMs quiet)──▶ dismounting ──END_DISMOUNT──▶ offline
 *   vm   off ──START──▶ starting ─▶ running ──SAVE──▶ saving ─▶ saved ──RESTORE──▶ restoring ─▶ running ──STOP──▶ off
 *
 * The Promela text reads every variable; here each actor knows what others told it. What it knows follows from their
 * states once all is idle, so the states are the same in number.
 */
import { assign, enqueueActions, setup, type AnyActorRef } from 'xstate';
import { defineSystem, type Actors, type System } from '../../src/system/define-system.ts';

interface Names {
  readonly names: readonly string[];
}

const node = setup({
  types: { context: {} as Names & { readonly id: string }, input: {} as Names & { readonly id: string }, events: {} as { readonly type: 'CRASH' | 'RECOVER' } },
  actions: {
    tell: enqueueActions(({ context, event, enqueue, system }) => {
      for (const name of context.names) enqueue.sendTo(system.get(name) as AnyActorRef, { type: event.type === 'CRASH' ? 'NODE_DOWN' : 'NODE_UP', node: context.id });
    }),
  },
}).createMachine({
  id: 'node',
  context: ({ input }) => input,
  initial: 'up',
  states: { up: { on: { CRASH: { target: 'down', actions: 'tell' } } }, down: { on: { RECOVER: { target: 'up', actions: 'tell' } } } },
});

interface LunContext extends Names {
  readonly owner: string | null;
  readonly down: readonly string[];
  readonly busy: readonly string[];
}
type LunEvent =
  | { readonly type: 'RESERVE' | 'NODE_UP' | 'NODE_DOWN'; readonly node: string }
  | { readonly type: 'MOUNT' | 'BEGIN_DISMOUNT' | 'END_DISMOUNT' }
  | { readonly type: 'BUSY' | 'QUIET'; readonly vm: string };

const lun = setup({
  types: { context: {} as LunContext, input: {} as Names, events: {} as LunEvent },
  guards: {
    mayReserve: ({ context, event }) => event.type === 'RESERVE' && !context.down.includes(event.node) && (context.owner === null || context.owner === event.node || context.down.includes(context.owner)),
    isQuiet: ({ context }) => context.busy.length === 0,
    isOwner: ({ context, event }) => event.type === 'NODE_DOWN' && context.owner === event.node,
  },
  actions: {
    own: assign(({ event }) => (event.type === 'RESERVE' ? { owner: event.node } : {})),
    disown: assign({ owner: null }),
    note: assign(({ context, event }) => {
      if (event.type === 'NODE_DOWN') return { down: [...context.down, event.node].toSorted() };
      if (event.type === 'NODE_UP') return { down: context.down.filter((down) => down !== event.node) };
      if (event.type === 'BUSY') return { busy: [...context.busy, event.vm].toSorted() };
      return event.type === 'QUIET' ? { busy: context.busy.filter((vm) => vm !== event.vm) } : {};
    }),
    tellMounted: enqueueActions(({ context, enqueue, system }) => {
      for (const name of context.names) enqueue.sendTo(system.get(name) as AnyActorRef, { type: 'LUN_MOUNTED', by: context.owner });
    }),
    tellGone: enqueueActions(({ context, enqueue, system }) => {
      for (const name of context.names) enqueue.sendTo(system.get(name) as AnyActorRef, { type: 'LUN_GONE' });
    }),
  },
}).createMachine({
  id: 'lun',
  context: ({ input }) => ({ names: input.names, owner: null, down: [], busy: [] }),
  initial: 'offline',
  on: { NODE_UP: { actions: 'note' }, BUSY: { actions: 'note' }, QUIET: { actions: 'note' }, NODE_DOWN: [{ guard: 'isOwner', target: '.offline', actions: ['note', 'tellGone'] }, { actions: 'note' }] },
  states: {
    offline: { on: { RESERVE: { guard: 'mayReserve', target: 'reserving', actions: 'own' } } },
    reserving: { on: { MOUNT: { target: 'mounted', actions: 'tellMounted' } } },
    mounted: { on: { BEGIN_DISMOUNT: { guard: 'isQuiet', target: 'dismounting', actions: 'tellGone' } } },
    dismounting: { on: { END_DISMOUNT: { target: 'offline', actions: 'disown' } } },
  },
});

interface VmContext {
  readonly id: string;
  readonly lun: string;
  readonly location: string;
  readonly mounter: string | null;
}
type VmEvent =
  | { readonly type: 'PLACE' | 'START' | 'STARTED' | 'SAVE' | 'SAVED' | 'RESTORE' | 'RESTORED' | 'STOP' | 'LUN_GONE' }
  | { readonly type: 'LUN_MOUNTED'; readonly by: string }
  | { readonly type: 'NODE_DOWN' | 'NODE_UP'; readonly node: string };

const vmActions = setup({
  types: { context: {} as VmContext, input: {} as Omit<VmContext, 'mounter'>, events: {} as VmEvent },
  guards: {
    isHosted: ({ context }) => context.mounter === context.location,
    isElsewhere: ({ context }) => context.mounter !== null && context.mounter !== context.location,
    isHere: ({ context, event }) => event.type === 'NODE_DOWN' && event.node === context.location,
  },
  actions: {
    follow: assign(({ context }) => (context.mounter === null ? {} : { location: context.mounter })),
    seeMounted: assign(({ event }) => (event.type === 'LUN_MOUNTED' ? { mounter: event.by } : {})),
    seeGone: assign({ mounter: null }),
    tellBusy: enqueueActions(({ context, enqueue, system }) => enqueue.sendTo(system.get(context.lun) as AnyActorRef, { type: 'BUSY', vm: context.id })),
    tellQuiet: enqueueActions(({ context, enqueue, system }) => enqueue.sendTo(system.get(context.lun) as AnyActorRef, { type: 'QUIET', vm: context.id })),
  },
});

const crashed = { guard: 'isHere', target: 'off', actions: 'tellQuiet' } as const;
const vm = vmActions.createMachine({
  id: 'vm',
  context: ({ input }) => ({ ...input, mounter: null }),
  initial: 'off',
  on: { LUN_MOUNTED: { actions: 'seeMounted' }, LUN_GONE: { actions: 'seeGone' }, NODE_DOWN: {}, NODE_UP: {} },
  states: {
    off: { on: { PLACE: { guard: 'isElsewhere', actions: 'follow' }, START: { guard: 'isHosted', target: 'starting', actions: 'tellBusy' } } },
    starting: { on: { STARTED: 'running', NODE_DOWN: crashed } },
    running: { on: { SAVE: 'saving', STOP: { target: 'off', actions: 'tellQuiet' }, NODE_DOWN: crashed } },
    saving: { on: { SAVED: { target: 'saved', actions: 'tellQuiet' }, NODE_DOWN: crashed } },
    saved: { on: { PLACE: { guard: 'isElsewhere', actions: 'follow' }, RESTORE: { guard: 'isHosted', target: 'restoring', actions: 'tellBusy' } } },
    restoring: { on: { RESTORED: 'running', NODE_DOWN: { guard: 'isHere', target: 'saved', actions: 'tellQuiet' } } },
  },
});

/** The number of nodes, LUNs and VMs. */
export interface SingleMounterScope {
  readonly nodes: number;
  readonly luns: number;
  readonly vms: number;
}

export function singleMounter({ nodes, luns, vms }: SingleMounterScope): System {
  const named = (kind: string, count: number): readonly string[] => Array.from({ length: count }, (_, i) => `${kind}${i}`);
  const [nodeNames, lunNames, vmNames] = [named('node', nodes), named('lun', luns), named('vm', vms)];
  const lunOf = (i: number): string => `lun${i % luns}`;
  const actors: Actors = {
    ...Object.fromEntries(nodeNames.map((id) => [id, { machine: node, input: { id, names: [...lunNames, ...vmNames] } }])),
    ...Object.fromEntries(lunNames.map((id) => [id, { machine: lun, input: { names: vmNames.filter((_, i) => lunOf(i) === id) } }])),
    ...Object.fromEntries(vmNames.map((id, i) => [id, { machine: vm, input: { id, lun: lunOf(i), location: `node${i % nodes}` } }])),
  };
  const each = (names: readonly string[], types: readonly string[]) => names.flatMap((to) => types.map((type) => ({ to, event: { type } })));
  return defineSystem({
    id: 'single-mounter',
    scope: `${nodes} nodes, ${luns} LUNs, ${vms} VMs`,
    actors,
    stimuli: [
      ...each(nodeNames, ['CRASH', 'RECOVER']),
      ...lunNames.flatMap((to) => nodeNames.map((name) => ({ to, event: { type: 'RESERVE', node: name } }))),
      ...each(lunNames, ['MOUNT', 'BEGIN_DISMOUNT', 'END_DISMOUNT']),
      ...each(vmNames, ['PLACE', 'START', 'STARTED', 'SAVE', 'SAVED', 'RESTORE', 'RESTORED', 'STOP']),
    ],
  });
}
