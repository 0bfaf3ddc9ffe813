/**
 * Cluster: the membership, the volume as a resource of the cluster, and where the VMs are. One actor for the replicated
 * cluster database and the node that acts on it; its updates travel to each node in order, and late.
 *
 *   online ──AUTO_PAUSED, BACKUP, BACKUP_ENDS──▶ pausing ─all paused─▶ mounting ──MOUNTED──▶ settingDownlevel ─all ACTIVE─▶ online
 *     │ MOVE                                       ▲   │                ▲  │ MOUNT_FAILED: the next node, or failed (5142)
 *     └▶ preparing ──MOVE_READY────────────────────┘   └─▶ dismounting ─┘  └▶ failed ──BRING_ONLINE──▶ pausing
 *           └──MOVE_VETOED──▶ online
 *   online ──MAINTENANCE──▶ stoppingVms ─all STOPPED─▶ pausing ─▶ maintenance ──MAINTENANCE_ENDS──▶ mounting
 *   online ──JOIN──▶ admitting ──MEMBERS_SET──▶ settingDownlevel
 *
 * A node that is down (NODE_DOWN) or that the others cannot hear (EXPEL) is a member no more, at once. When it was the
 * coordinator, another one mounts the volume, which removes the lost node's key; else the coordinator is told (SET_MEMBERS). Not before
 * that is done (MOUNTED or MEMBERS_SET, for the present members) do VMs of a lost node start elsewhere.
 * When the last member is lost, nothing more happens. Source: CSV-1 to CSV-6, HA-1; domain.md 1.5, 4.
 *
 * Longer than 250 lines because it is one statechart, and every phase answers the loss of a node.
 */
import { and, assign, enqueueActions, not, setup } from 'xstate';
import { ntfsName, serviceName, toName, vmName, volumeName } from './names.ts';
import { afterLossOf, isHome, nextCoordinator, orphansHomes, recordAtFirst, sameMembers, withJoiner, type ClusterInput, type ClusterRecord } from './cluster-record.ts';
import type { ClusterEvent } from './vocabulary.ts';

export const cluster = setup({
  types: { context: {} as ClusterRecord, input: {} as ClusterInput, events: {} as ClusterEvent },
  guards: {
    isMember: ({ context, event }) => 'node' in event && context.members.includes(event.node),
    isLastMember: ({ context, event }) => 'node' in event && context.members.every((node) => node === event.node),
    isCoordinator: ({ context, event }) => 'node' in event && event.node === context.coordinator,
    allAnswered: ({ context }) => context.awaiting.length === 0,
    allPaused: ({ context }) => context.awaiting.length === 0,
    allVmsStopped: ({ context }) => context.stopping.length === 0,
    isFenced: ({ context }) => context.fenced,
    areThePresentMembers: ({ context, event }) => 'members' in event && sameMembers(event.members, context.members),
    /** A failure that is reported of an earlier attempt says nothing of the one under way. */
    isLastMountsAnswer: ({ context, event }) => event.type === 'MOUNT_FAILED' && event.node === context.coordinator && sameMembers(event.members, context.members),
    isPlannedMove: ({ context }) => context.target !== null,
    canMove: ({ context, event }) => event.type === 'MOVE' && event.to !== context.coordinator && context.members.includes(event.to),
    isRedirected: ({ context }) => context.redirected,
    holdsSnapshot: ({ context }) => context.redirected,
    isDirect: ({ context }) => !context.redirected,
    changesMode: ({ context }) => context.round === 'mode',
    isForMaintenance: ({ context }) => context.round === 'maintenance',
    canMoveVm: ({ context, event }) =>
      event.type === 'MOVE_VM' &&
      context.moving === null &&
      context.members.includes(event.to) &&
      context.vms.some(({ vm, home, possibleOwners }) => vm === event.vm && home !== event.to && context.members.includes(home) && possibleOwners.includes(event.to)),
    noVmMoves: ({ context }) => context.moving === null,
    isMovingVm: ({ context, event }) => event.type === 'STOPPED' && context.moving?.vm === event.vm && context.vms.some(({ vm, home }) => vm === event.vm && home === event.node),
    canTryElsewhere: ({ context }) => context.members.some((node) => node !== context.coordinator && !context.tried.includes(node)),
    isJoiner: ({ context, event }) => 'node' in event && event.node === context.joiner,
    areMembersAndJoiner: ({ context, event }) => 'members' in event && sameMembers(event.members, withJoiner(context)),
    mustWaitForDismount: () => true,
  },
  actions: {
    /** A node is lost: it is a member no more, whatever it does meanwhile. */
    lose: assign(({ context, event }) => ('node' in event ? afterLossOf(context, event.node) : {})),
    tellExpelled: enqueueActions(({ event, enqueue }) => {
      if (event.type === 'EXPEL') enqueue.sendTo(({ system }) => system.get(toName(event.node)), () => ({ type: 'SEND', to: serviceName(event.node), message: { type: 'EXPELLED' } }));
    }),
    tellMembers: enqueueActions(({ context, enqueue }) => {
      const { coordinator, members } = context;
      enqueue.sendTo(({ system }) => system.get(toName(coordinator)), () => ({ type: 'SEND', to: ntfsName(coordinator), message: { type: 'SET_MEMBERS', members } }));
    }),
    chooseCoordinator: assign(({ context }) => ({ coordinator: nextCoordinator(context), target: null })),
    noteFenced: assign({ fenced: true }),
    awaitMembers: assign(({ context }) => ({ awaiting: context.members })),
    answered: assign(({ context, event }) => ('node' in event ? { awaiting: context.awaiting.filter((node) => node !== event.node) } : {})),
    pauseAll: enqueueActions(({ context, enqueue }) => {
      for (const node of context.members) enqueue.sendTo(({ system }) => system.get(toName(node)), () => ({ type: 'SEND', to: volumeName(node), message: { type: 'PAUSE' } }));
    }),
    resumeAll: enqueueActions(({ context, enqueue }) => {
      const { coordinator, redirected } = context;
      for (const node of context.members) enqueue.sendTo(({ system }) => system.get(toName(node)), () => ({ type: 'SEND', to: volumeName(node), message: { type: 'RESUME', coordinator, redirected } }));
    }),
    failAll: enqueueActions(({ context, enqueue }) => {
      for (const node of context.members) enqueue.sendTo(({ system }) => system.get(toName(node)), () => ({ type: 'SEND', to: volumeName(node), message: { type: 'FAIL' } }));
    }),
    prepareMove: enqueueActions(({ context: { coordinator }, enqueue }) => {
      enqueue.sendTo(({ system }) => system.get(toName(coordinator)), () => ({ type: 'SEND', to: ntfsName(coordinator), message: { type: 'PREPARE_MOVE' } }));
    }),
    dismount: enqueueActions(({ context: { coordinator }, enqueue }) => {
      enqueue.sendTo(({ system }) => system.get(toName(coordinator)), () => ({ type: 'SEND', to: ntfsName(coordinator), message: { type: 'DISMOUNT' } }));
    }),
    mount: enqueueActions(({ context: { coordinator, members }, enqueue }) => {
      enqueue.sendTo(({ system }) => system.get(toName(coordinator)), () => ({ type: 'SEND', to: ntfsName(coordinator), message: { type: 'MOUNT', members } }));
    }),
    setTarget: assign(({ event }) => (event.type === 'MOVE' ? { target: event.to } : {})),
    dropTarget: assign({ target: null }),
    noteTried: assign(({ context }) => ({ tried: [...context.tried, context.coordinator].toSorted() })),
    forgetTried: assign({ tried: [] }),
    redirect: assign({ redirected: true, round: 'mode' }),
    goDirect: assign({ redirected: false, round: 'mode' }),
    endRound: assign({ round: null }),
    vetoDirtyCache: assign({ vetoed: 5143 }),
    vetoDismounted: assign({ vetoed: 5146 }),
    vetoSnapshot: assign({ vetoed: 5147 }),
    vetoModeChange: assign({ vetoed: 5148 }),
    forgetVeto: assign({ vetoed: null }),
    stopVms: enqueueActions(({ context, enqueue }) => {
      const vms = context.vms.filter(({ home }) => context.members.includes(home));
      enqueue.assign({ round: 'maintenance', stopped: context.vms.map(({ vm }) => vm), stopping: vms.map(({ vm }) => vm) });
      for (const { vm, home } of vms) enqueue.sendTo(({ system }) => system.get(toName(home)), () => ({ type: 'SEND', to: vmName(home, vm), message: { type: 'STOP' } }));
    }),
    noteStopped: assign(({ context, event }) => (event.type === 'STOPPED' ? { stopping: context.stopping.filter((vm) => vm !== event.vm || !context.vms.some((one) => one.vm === vm && one.home === event.node)) } : {})),
    /** Maintenance is over; a VM whose node is gone starts with the other orphans. */
    startStopped: enqueueActions(({ context, enqueue }) => {
      enqueue.assign({ stopped: [], stopping: [] });
      for (const { vm, home } of context.vms.filter((one) => context.stopped.includes(one.vm) && isHome(context, one.vm))) {
        enqueue.sendTo(({ system }) => system.get(toName(home)), () => ({ type: 'SEND', to: vmName(home, vm), message: { type: 'START' } }));
      }
    }),
    /** VMs of lost nodes get a new home, once the lost nodes can write no more. */
    startOrphans: enqueueActions(({ context, enqueue }) => {
      if (!context.fenced) return;
      const homes = orphansHomes(context);
      enqueue.assign({ vms: context.vms.map((one) => ({ ...one, home: homes.get(one.vm) ?? one.home })) });
      for (const [vm, home] of homes) {
        if (!context.stopped.includes(vm)) enqueue.sendTo(({ system }) => system.get(toName(home)), () => ({ type: 'SEND', to: vmName(home, vm), message: { type: 'START' } }));
      }
    }),
    stopMovingVm: enqueueActions(({ context, event, enqueue }) => {
      if (event.type !== 'MOVE_VM') return;
      const { vm, to } = event;
      const home = context.vms.find((one) => one.vm === vm)?.home ?? to;
      enqueue.assign({ moving: { vm, to } });
      enqueue.sendTo(({ system }) => system.get(toName(home)), () => ({ type: 'SEND', to: vmName(home, vm), message: { type: 'STOP' } }));
    }),
    /** On the node it was to move to; or where it was, if that node is lost meanwhile. */
    startMovedVm: enqueueActions(({ context, event, enqueue }) => {
      if (event.type !== 'STOPPED' || context.moving === null) return;
      const { vm, to } = context.moving;
      const home = context.members.includes(to) ? to : event.node;
      enqueue.assign({ moving: null, vms: context.vms.map((one) => (one.vm === vm ? { ...one, home } : one)) });
      enqueue.sendTo(({ system }) => system.get(toName(home)), () => ({ type: 'SEND', to: vmName(home, vm), message: { type: 'START' } }));
    }),
    welcome: enqueueActions(({ event, enqueue }) => {
      if (event.type !== 'JOIN') return;
      enqueue.assign({ joiner: event.node });
      enqueue.sendTo(({ system }) => system.get(serviceName(event.node)), { type: 'WELCOME' });
    }),
    forgetJoiner: assign({ joiner: null }),
    /** Something came in between; the joiner has to ask again. */
    turnAway: enqueueActions(({ context: { joiner }, enqueue }) => {
      enqueue.assign({ joiner: null });
      if (joiner !== null) enqueue.sendTo(({ system }) => system.get(toName(joiner)), () => ({ type: 'SEND', to: serviceName(joiner), message: { type: 'EXPELLED' } }));
    }),
    unfence: assign({ fenced: false }),
    tellMembersAndJoiner: enqueueActions(({ context, enqueue }) => {
      const { coordinator } = context;
      const members = withJoiner(context);
      enqueue.sendTo(({ system }) => system.get(toName(coordinator)), () => ({ type: 'SEND', to: ntfsName(coordinator), message: { type: 'SET_MEMBERS', members } }));
    }),
    letIn: enqueueActions(({ context, enqueue }) => {
      const { coordinator, redirected, joiner } = context;
      if (joiner === null) return;
      enqueue.assign({ members: withJoiner(context), fenced: true, awaiting: [joiner], joiner: null });
      enqueue.sendTo(({ system }) => system.get(toName(joiner)), () => ({ type: 'SEND', to: serviceName(joiner), message: { type: 'JOINED', coordinator, redirected } }));
    }),
  },
}).createMachine({
  id: 'cluster',
  context: ({ input }) => recordAtFirst(input),
  initial: 'withVolume',
  on: {
    NODE_DOWN: {},
    /** A host that is up is not yet a member: its service asks to JOIN. */
    NODE_UP: {},
    EXPEL: {},
    JOIN: {},
    AUTO_PAUSED: {},
    PAUSED: {},
    ACTIVE: {},
    MOUNTED: {},
    MEMBERS_SET: [{ guard: 'areThePresentMembers', actions: ['noteFenced', 'startOrphans'] }, {}],
    MOUNT_FAILED: {},
    MOVE_READY: {},
    MOVE_VETOED: {},
    DISMOUNTED: {},
    STOPPED: [{ guard: 'isMovingVm', actions: 'startMovedVm' }, { actions: 'noteStopped' }],
    MOVE: {},
    MOVE_VM: {},
    BACKUP: {},
    BACKUP_ENDS: {},
    MAINTENANCE: {},
    MAINTENANCE_ENDS: {},
    BRING_ONLINE: {},
  },
  states: {
    /** The coordinator has the volume mounted. */
    withVolume: {
      initial: 'online',
      on: {
        NODE_DOWN: [
          { guard: and(['isMember', 'isCoordinator']), target: 'pausing', actions: ['lose', 'chooseCoordinator'] },
          { guard: 'isMember', actions: ['lose', 'tellMembers'] },
        ],
        EXPEL: [
          { guard: and(['isMember', 'isCoordinator', not('isLastMember')]), target: 'pausing', actions: ['lose', 'chooseCoordinator', 'tellExpelled'] },
          { guard: and(['isMember', not('isLastMember')]), actions: ['lose', 'tellMembers', 'tellExpelled'] },
        ],
      },
      states: {
        online: {
          entry: ['endRound', 'startStopped', 'startOrphans'],
          on: {
            JOIN: { guard: and(['isFenced', not('isMember')]), target: 'admitting', actions: 'welcome' },
            AUTO_PAUSED: { guard: 'isMember', target: '#cluster.pausing' },
            MOVE: [
              { guard: and(['canMove', 'holdsSnapshot']), actions: 'vetoSnapshot' },
              { guard: 'canMove', target: 'preparing', actions: ['setTarget', 'forgetVeto'] },
            ],
            MOVE_VM: { guard: 'canMoveVm', actions: ['stopMovingVm', 'forgetVeto'] },
            BACKUP: { guard: 'isDirect', target: '#cluster.pausing', actions: ['redirect', 'forgetVeto'] },
            BACKUP_ENDS: { guard: 'isRedirected', target: '#cluster.pausing', actions: ['goDirect', 'forgetVeto'] },
            MAINTENANCE: { guard: and(['isDirect', 'noVmMoves']), target: 'stoppingVms', actions: ['stopVms', 'forgetVeto'] },
          },
        },
        preparing: {
          entry: 'prepareMove',
          on: {
            MOVE_READY: { guard: 'isCoordinator', target: '#cluster.pausing' },
            MOVE_VETOED: { guard: 'isCoordinator', target: 'online', actions: ['dropTarget', 'vetoDirtyCache'] },
            AUTO_PAUSED: { guard: 'isMember', target: '#cluster.pausing', actions: 'dropTarget' },
            NODE_DOWN: { guard: and(['isMember', not('isCoordinator')]), target: '#cluster.pausing', actions: ['lose', 'dropTarget'] },
            EXPEL: { guard: and(['isMember', not('isCoordinator')]), target: '#cluster.pausing', actions: ['lose', 'dropTarget', 'tellExpelled'] },
          },
        },
        stoppingVms: {
          always: { guard: 'allVmsStopped', target: '#cluster.pausing' },
          on: { AUTO_PAUSED: { guard: 'isMember', target: '#cluster.pausing' } },
        },
        maintenance: {
          on: {
            MOVE: { guard: 'canMove', actions: 'vetoDismounted' },
            MAINTENANCE_ENDS: { target: '#cluster.mounting', actions: ['endRound', 'forgetVeto'] },
            NODE_DOWN: { guard: and(['isMember', 'isCoordinator']), target: '#cluster.pausing', actions: ['lose', 'chooseCoordinator', 'endRound'] },
            EXPEL: { guard: and(['isMember', 'isCoordinator', not('isLastMember')]), target: '#cluster.pausing', actions: ['lose', 'chooseCoordinator', 'endRound', 'tellExpelled'] },
          },
        },
        admitting: {
          entry: 'tellMembersAndJoiner',
          on: {
            MEMBERS_SET: [{ guard: 'areMembersAndJoiner', target: 'settingDownlevel', actions: 'letIn' }, {}],
            AUTO_PAUSED: { guard: 'isMember', target: '#cluster.pausing', actions: ['turnAway', 'unfence'] },
            NODE_DOWN: [
              { guard: 'isMember', target: '#cluster.pausing', actions: ['lose', 'chooseCoordinator', 'turnAway'] },
              { guard: 'isJoiner', target: 'online', actions: ['forgetJoiner', 'unfence', 'tellMembers'] },
            ],
            EXPEL: { guard: and(['isMember', not('isLastMember')]), target: '#cluster.pausing', actions: ['lose', 'chooseCoordinator', 'turnAway', 'tellExpelled'] },
          },
        },
        settingDownlevel: {
          always: [
            { guard: and(['allAnswered', 'isForMaintenance']), target: 'stoppingVms' },
            { guard: 'allAnswered', target: 'online' },
          ],
          on: {
            ACTIVE: { actions: 'answered' },
            AUTO_PAUSED: { guard: 'isMember', target: '#cluster.pausing' },
            MOVE: { guard: and(['canMove', 'changesMode']), actions: 'vetoModeChange' },
          },
        },
      },
    },
    pausing: {
      entry: ['forgetTried', 'awaitMembers', 'pauseAll'],
      always: [
        { guard: and(['allPaused', 'isForMaintenance', 'allVmsStopped', 'isFenced']), target: 'withVolume.maintenance' },
        { guard: and(['allPaused', 'isPlannedMove', 'mustWaitForDismount']), target: 'dismounting' },
        { guard: 'allPaused', target: 'mounting', actions: 'chooseCoordinator' },
      ],
      on: {
        PAUSED: { actions: 'answered' },
        MOVE: { guard: and(['canMove', 'changesMode']), actions: 'vetoModeChange' },
        NODE_DOWN: [
          { guard: and(['isMember', 'isCoordinator']), actions: ['lose', 'chooseCoordinator'] },
          { guard: 'isMember', actions: 'lose' },
        ],
        EXPEL: [
          { guard: and(['isMember', 'isCoordinator', not('isLastMember')]), actions: ['lose', 'chooseCoordinator', 'tellExpelled'] },
          { guard: and(['isMember', not('isLastMember')]), actions: ['lose', 'tellExpelled'] },
        ],
      },
    },
    dismounting: {
      entry: 'dismount',
      on: {
        DISMOUNTED: { guard: 'isCoordinator', target: 'mounting', actions: 'chooseCoordinator' },
        NODE_DOWN: [
          { guard: and(['isMember', 'isCoordinator']), target: 'mounting', actions: ['lose', 'chooseCoordinator'] },
          { guard: 'isMember', actions: 'lose' },
        ],
        EXPEL: [
          { guard: and(['isMember', 'isCoordinator', not('isLastMember')]), target: 'mounting', actions: ['lose', 'chooseCoordinator', 'tellExpelled'] },
          { guard: and(['isMember', not('isLastMember')]), actions: ['lose', 'tellExpelled'] },
        ],
      },
    },
    mounting: {
      entry: 'mount',
      on: {
        MOUNTED: [
          { guard: and(['areThePresentMembers', 'isForMaintenance', 'allVmsStopped']), target: 'withVolume.maintenance', actions: 'noteFenced' },
          { guard: 'areThePresentMembers', target: 'withVolume.settingDownlevel', actions: ['noteFenced', 'awaitMembers', 'resumeAll', 'startOrphans'] },
          {},
        ],
        MOUNT_FAILED: [
          { guard: and(['isLastMountsAnswer', 'canTryElsewhere']), target: 'mounting', reenter: true, actions: ['noteTried', 'chooseCoordinator'] },
          { guard: 'isLastMountsAnswer', target: 'failed' },
          {},
        ],
        MOVE: { guard: and(['canMove', 'changesMode']), actions: 'vetoModeChange' },
        NODE_DOWN: [
          { guard: and(['isMember', 'isCoordinator']), target: 'mounting', reenter: true, actions: ['lose', 'chooseCoordinator'] },
          { guard: 'isMember', actions: ['lose', 'mount'] },
        ],
        EXPEL: [
          { guard: and(['isMember', 'isCoordinator', not('isLastMember')]), target: 'mounting', reenter: true, actions: ['lose', 'chooseCoordinator', 'tellExpelled'] },
          { guard: and(['isMember', not('isLastMember')]), actions: ['lose', 'mount', 'tellExpelled'] },
        ],
      },
    },
    failed: {
      entry: ['failAll', 'endRound', 'forgetTried'],
      on: {
        BRING_ONLINE: 'pausing',
        NODE_DOWN: [
          { guard: and(['isMember', 'isCoordinator']), actions: ['lose', 'chooseCoordinator'] },
          { guard: 'isMember', actions: 'lose' },
        ],
        EXPEL: [
          { guard: and(['isMember', 'isCoordinator', not('isLastMember')]), actions: ['lose', 'chooseCoordinator', 'tellExpelled'] },
          { guard: and(['isMember', not('isLastMember')]), actions: ['lose', 'tellExpelled'] },
        ],
      },
    },
  },
});
