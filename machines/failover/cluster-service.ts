/**
 * Cluster service: one node's view of who is in the cluster, and how the nodes agree on the next view.
 *
 *                          ┌──────────── the view is outdated ───────────┐  ┌──COMMIT (of another)── waiting ◀── any but the lowest, or voted
 *                          ▼                                             │  ▼
 *   stopped ──START──▶ regrouping ──lowest member / PROPOSE──▶ proposing  member
 *      ▲                   │                                      │        ▲
 *      │                   │ no quorum is left                    │ all voted
 *      │                   ▼ (event 1177)                         ▼        │
 *      └─GROUP_OFFLINE─ stopping ◀───the witness is lost─── arbitrating ───┘ commit: a quorum, with the witness or without
 *
 * The regroup. A view has an epoch. Its proposer asks each node that would be in it; a node votes once in an epoch, and in none below. When all have voted
 * and the votes are a quorum, the view is committed. A member that learns of a view newer than its own (PROPOSE, POISON) has been left out, and stops its
 * service. The group stays where a voter hosts it, else it goes to a possible owner, a preferred one first; between views a group that fails is moved by
 * MOVE_GROUP. A voter lets go of the witness, for the proposer to take. A witness disk hands its copy of the database over; a file share has none, so that
 * nodes whose databases are older than what it has noted do not form (events 1561, 1564). START_FORCED forms a view without quorum (/fq). STOP is an
 * operator's; KILL ends the process and leaves all it looks after as it is. Source: HA-1, HA-3; domain.md 1.2 to 1.4; events 1135, 1177, 5396.
 * Longer than 250 lines because the protocol is one thing, and half of it would be harder to check than all of it.
 */
import { and, assign, enqueueActions, not, sendTo, setup } from 'xstate';
import { candidates, forcedEpoch, hasEpochsLeft, isCoordinator, isOutdated, isQuorumWithoutWitness, mayBeQuorum, placeOf, type Configuration, type Membership } from './membership.ts';
import { diskResourceName, groupName, routeName } from './names.ts';
import type { ClusterMessage, NodeId, ServiceEvent } from './vocabulary.ts';

export interface ServiceInput extends Configuration {
  readonly hosts: boolean;
}

/** What is left of the membership when the service ends: what stands in the database on the node's own disk. */
const inNoView = { view: [], heard: [], joiners: [], proposal: null } satisfies Partial<Membership>;

function withNode(nodes: readonly NodeId[], node: NodeId): readonly NodeId[] {
  return [...nodes.filter((id) => id !== node), node].toSorted();
}

/** The epoch of the last view that the witness knows of. */
function witnessEpoch(event: ServiceEvent): number {
  return event.type === 'ONLINE' && typeof event.content === 'object' ? event.content.epoch : 0;
}

function peersOf({ node, nodes }: Membership): readonly NodeId[] {
  return nodes.filter((id) => id !== node);
}

/** What a proposer does when its view is one. */
const toMember = ['place', 'announce', 'storeDatabase', 'host', 'commit'] as const;

export const clusterService = setup({
  types: { context: {} as Membership, input: {} as ServiceInput, events: {} as ServiceEvent },
  guards: {
    isOutdated: ({ context }) => isOutdated(context),
    isMember: ({ context }) => context.view.length > 0,
    mayBeQuorum: ({ context }) => mayBeQuorum(context, candidates(context)),
    isCoordinator: ({ context }) => isCoordinator(context),
    hasEpochsLeft: ({ context }) => hasEpochsLeft(context),
    hasNoWitness: ({ context }) => context.witness === null,
    allVoted: ({ context: { proposal } }) => proposal !== null && proposal.nodes.every((id) => proposal.voted.includes(id)),
    isQuorumWithoutWitness: ({ context }) => isQuorumWithoutWitness(context, context.proposal?.voted ?? []),
    needsTheWitness: ({ context }) => !isQuorumWithoutWitness(context, context.view),
    /** The witness has seen a view that no voter was in, and a file share has no copy of its database to give. */
    isStale: ({ context, event }) => context.quorum === 'node-and-file-share-majority' && witnessEpoch(event) > (context.proposal?.base ?? 0),
    isOvertaken: ({ context, event }) => witnessEpoch(event) >= context.promised,
    isWitness: ({ event }) => 'disk' in event && event.disk === 'witness',
    concernsProposal: ({ context, event }) => event.type === 'ROUTE_DOWN' && context.proposal?.nodes.includes(event.node) === true,
    /** A starter votes for older members too: its vote brings them its newer database. */
    mayVote: ({ context, event }) => event.type === 'PROPOSE' && event.epoch > context.promised && (context.view.length === 0 || event.base >= context.database.epoch),
    /** Of a proposer whose last view is newer than the one this node is in. */
    wasLeftOut: ({ context, event }) => context.view.length > 0 && ((event.type === 'PROPOSE' && event.base > context.database.epoch) || (event.type === 'POISON' && event.epoch > context.database.epoch)),
    isOlder: ({ context, event }) => event.type === 'PROPOSE' && context.view.length > 0 && event.base < context.database.epoch,
    isForThis: ({ context, event }) => event.type === 'VOTE' && event.epoch === context.promised,
    isPast: ({ context, event }) => event.type === 'REFUSE' && event.epoch >= context.promised,
    isCurrent: ({ context, event }) => event.type === 'COMMIT' && event.database.epoch === context.promised && event.database.epoch > context.database.epoch,
    /** What a vote says of its voter must stay true until the view is there, so who has voted takes nothing. */
    mayTakeGroup: ({ context, event }) => event.type === 'MOVE_GROUP' && context.view.length > 0 && event.database.epoch === context.promised && event.database.epoch === context.database.epoch && event.database.failures > context.database.failures,
    mayFailOver: ({ context }) => context.database.failures < context.failoverThreshold,
  },
  actions: {
    hear: assign(({ context, event }) => (event.type === 'ROUTE_UP' ? { heard: withNode(context.heard, event.node) } : {})),
    unhear: assign(({ context, event }) =>
      event.type === 'ROUTE_DOWN' ? { heard: context.heard.filter((id) => id !== event.node), joiners: context.joiners.filter((id) => id !== event.node) } : {},
    ),
    admit: assign(({ context, event }) => (event.type === 'JOIN' ? { joiners: withNode(context.joiners, event.node) } : {})),
    /** A node that came back is told where it stands: this one wants to join, or has a view without it. */
    greet: enqueueActions(({ context, event, enqueue }) => {
      if (event.type !== 'ROUTE_UP' || context.view.includes(event.node)) return;
      const { node, database } = context;
      const message: ClusterMessage = context.view.length > 0 ? { type: 'POISON', node, epoch: database.epoch } : { type: 'JOIN', node };
      enqueue.sendTo(({ system }) => system.get(routeName(node, event.node)), () => ({ type: 'SEND', message }));
    }),
    poison: enqueueActions(({ context: { node, database }, event, enqueue }) => {
      if (event.type !== 'PROPOSE') return;
      enqueue.sendTo(({ system }) => system.get(routeName(node, event.node)), () => ({ type: 'SEND', message: { type: 'POISON', node, epoch: database.epoch } }));
    }),
    startUp: enqueueActions(({ context, enqueue }) => {
      const { node, witness } = context;
      for (const resident of [diskResourceName(node, 'lun1'), ...(witness === diskResourceName(node, 'witness') ? [witness] : []), groupName(node)]) {
        enqueue.sendTo(({ system }) => system.get(resident), { type: 'SERVICE_STARTED' });
      }
      for (const peer of peersOf(context)) {
        enqueue.sendTo(({ system }) => system.get(routeName(peer, node)), () => ({ type: 'SERVICE_UP', node }));
        enqueue.sendTo(({ system }) => system.get(routeName(node, peer)), () => ({ type: 'SERVICE_UP', node }));
      }
    }),
    askToJoin: enqueueActions(({ context, enqueue }) => {
      const { node } = context;
      for (const peer of peersOf(context)) enqueue.sendTo(({ system }) => system.get(routeName(node, peer)), () => ({ type: 'SEND', message: { type: 'JOIN', node } }));
    }),
    fallSilent: enqueueActions(({ context, enqueue }) => {
      const { node } = context;
      for (const peer of peersOf(context)) {
        enqueue.sendTo(({ system }) => system.get(routeName(peer, node)), () => ({ type: 'SERVICE_DOWN', node }));
        enqueue.sendTo(({ system }) => system.get(routeName(node, peer)), () => ({ type: 'SERVICE_DOWN', node }));
      }
    }),
    abandonResidents: enqueueActions(({ context: { node, witness }, enqueue }) => {
      for (const resident of [diskResourceName(node, 'lun1'), ...(witness === diskResourceName(node, 'witness') ? [witness] : []), groupName(node)]) {
        enqueue.sendTo(({ system }) => system.get(resident), { type: 'SERVICE_KILLED' });
      }
    }),
    leaveView: assign(inNoView),
    loseGroup: assign({ hosts: false }),
    takeGroupOffline: sendTo(({ system, context }) => system.get(groupName(context.node)), { type: 'TAKE_OFFLINE' }),
    takeWitness: enqueueActions(({ context: { node, witness }, enqueue }) => {
      if (witness !== null) enqueue.sendTo(({ system }) => system.get(witness), () => ({ type: 'BRING_ONLINE', node }));
    }),
    releaseWitness: enqueueActions(({ context: { node, witness }, enqueue }) => {
      if (witness !== null) enqueue.sendTo(({ system }) => system.get(witness), () => ({ type: 'TAKE_OFFLINE', node }));
    }),
    propose: enqueueActions(({ context, enqueue }) => {
      const { node, database, hosts } = context;
      const nodes = candidates(context);
      const epoch = context.promised + 1;
      enqueue.assign({ promised: epoch, proposal: { nodes, voted: [node], host: hosts ? node : null, owner: null, failures: database.failures, base: database.epoch } });
      for (const peer of nodes) {
        if (peer === node) continue;
        enqueue.sendTo(({ system }) => system.get(routeName(node, peer)), () => ({ type: 'SEND', message: { type: 'PROPOSE', node, epoch, base: database.epoch, nodes } }));
      }
    }),
    vote: enqueueActions(({ context, event, enqueue }) => {
      if (event.type !== 'PROPOSE') return;
      const { node, database, hosts } = context;
      enqueue.assign({ promised: event.epoch });
      enqueue.sendTo(({ system }) => system.get(routeName(node, event.node)), () => ({ type: 'SEND', message: { type: 'VOTE', node, epoch: event.epoch, database, hosts } }));
    }),
    refuse: enqueueActions(({ context: { node, promised }, event, enqueue }) => {
      if (event.type !== 'PROPOSE') return;
      enqueue.sendTo(({ system }) => system.get(routeName(node, event.node)), () => ({ type: 'SEND', message: { type: 'REFUSE', node, epoch: promised } }));
    }),
    count: assign(({ context: { proposal }, event }) => {
      if (event.type !== 'VOTE' || proposal === null) return {};
      const host = event.hosts ? (proposal.host ?? event.node) : proposal.host;
      return { proposal: { ...proposal, voted: withNode(proposal.voted, event.node), host, failures: Math.max(proposal.failures, event.database.failures), base: Math.max(proposal.base, event.database.epoch) } };
    }),
    catchUp: assign(({ event }) => (event.type === 'REFUSE' ? { promised: event.epoch } : event.type === 'ONLINE' ? { promised: witnessEpoch(event) } : {})),
    /** A witness disk has a copy of the database, which may be newer than the voters' own. */
    readWitness: assign(({ context: { proposal }, event }) =>
      event.type === 'ONLINE' && typeof event.content === 'object' && proposal !== null ? { proposal: { ...proposal, failures: Math.max(proposal.failures, event.content.failures) } } : {},
    ),
    withdraw: assign({ proposal: null }),
    force: assign(({ context }) => ({ promised: forcedEpoch, proposal: { nodes: [context.node], voted: [context.node], host: null, owner: null, failures: context.database.failures, base: context.database.epoch } })),
    /** Where a voter hosts it the group stays; else it goes to a possible owner, unless it has failed too often. */
    place: assign(({ context }) => {
      const { node, hosts, database, proposal, failoverThreshold } = context;
      if (proposal === null) return {};
      // This node's own part may have changed since it proposed.
      const failures = Math.max(proposal.failures, database.failures);
      const host = hosts ? node : proposal.host === node ? null : proposal.host;
      return { proposal: { ...proposal, host, failures, owner: host ?? (failures > failoverThreshold ? null : placeOf(context, proposal.nodes)) } };
    }),
    announce: enqueueActions(({ context, enqueue }) => {
      const { node, proposal, promised, heard, joiners } = context;
      if (proposal === null) return;
      const { nodes, failures, owner } = proposal;
      for (const peer of peersOf(context)) {
        const isIn = nodes.includes(peer);
        if (!isIn && (!heard.includes(peer) || joiners.includes(peer))) continue;
        const message: ClusterMessage = isIn ? { type: 'COMMIT', node, database: { epoch: promised, failures }, nodes, owner } : { type: 'POISON', node, epoch: promised };
        enqueue.sendTo(({ system }) => system.get(routeName(node, peer)), () => ({ type: 'SEND', message }));
      }
    }),
    storeDatabase: enqueueActions(({ context: { node, witness, promised, proposal }, enqueue }) => {
      if (witness === null || proposal === null) return;
      const content = { epoch: promised, failures: proposal.failures };
      enqueue.sendTo(({ system }) => system.get(witness), () => ({ type: 'STORE', node, content }));
    }),
    /** Who is heard and not in the view is told so by all who are. */
    poisonOthers: enqueueActions(({ context: { node, heard, joiners }, event, enqueue }) => {
      if (event.type !== 'COMMIT') return;
      for (const peer of heard) {
        if (event.nodes.includes(peer) || joiners.includes(peer)) continue;
        enqueue.sendTo(({ system }) => system.get(routeName(node, peer)), () => ({ type: 'SEND', message: { type: 'POISON', node, epoch: event.database.epoch } }));
      }
    }),
    /** The owner brings the group online, everybody else makes sure that it is not. */
    host: enqueueActions(({ context: { node, hosts, proposal, database, failoverThreshold }, event, enqueue }) => {
      const owner = event.type === 'COMMIT' ? event.owner : (proposal?.owner ?? null);
      const isOwner = owner === node && database.failures <= failoverThreshold;
      if (isOwner === hosts) return;
      if (isOwner) enqueue.assign({ hosts: true });
      enqueue.sendTo(({ system }) => system.get(groupName(node)), { type: isOwner ? 'BRING_ONLINE' : 'TAKE_OFFLINE' });
    }),
    commit: assign(({ context: { proposal, promised, joiners } }) =>
      proposal === null ? {} : { database: { epoch: promised, failures: proposal.failures }, view: proposal.nodes, joiners: joiners.filter((id) => !proposal.nodes.includes(id)), proposal: null },
    ),
    adopt: assign(({ context, event }) =>
      event.type === 'COMMIT' ? { database: { ...event.database, failures: Math.max(event.database.failures, context.database.failures) }, view: event.nodes, joiners: context.joiners.filter((id) => !event.nodes.includes(id)), proposal: null } : {},
    ),
    countFailure: assign(({ context: { database } }) => ({ hosts: false, database: { ...database, failures: database.failures + 1 } })),
    moveGroup: enqueueActions(({ context, enqueue }) => {
      const { node, database, view, heard } = context;
      const target = placeOf(context, heard.filter((id) => view.includes(id)));
      if (target === null) return;
      enqueue.sendTo(({ system }) => system.get(routeName(node, target)), () => ({ type: 'SEND', message: { type: 'MOVE_GROUP', node, database } }));
    }),
    takeGroup: enqueueActions(({ context, event, enqueue }) => {
      if (event.type !== 'MOVE_GROUP') return;
      enqueue.assign({ database: event.database, hosts: true });
      enqueue.sendTo(({ system }) => system.get(groupName(context.node)), { type: 'BRING_ONLINE' });
    }),
  },
  delays: { regroupTime: 2_000, proposalTime: 5_000 },
}).createMachine({
  id: 'cluster-service',
  context: ({ input }) => ({ ...input, promised: 0, database: { epoch: 0, failures: 0 }, view: input.nodes, heard: input.nodes.filter((id) => id !== input.node), joiners: [], proposal: null }),
  initial: 'running',
  on: {
    HOST_CRASHED: { target: '.hostDown', actions: ['leaveView', 'loseGroup', 'fallSilent'] },
    HOST_BOOTED: {},
    START: {},
    START_FORCED: {},
    STOP: {},
    KILL: {},
    ROUTE_UP: {},
    ROUTE_DOWN: {},
    JOIN: {},
    PROPOSE: {},
    VOTE: {},
    REFUSE: {},
    COMMIT: {},
    POISON: {},
    MOVE_GROUP: {},
    ONLINE: {},
    ONLINE_FAILED: {},
    LOST: {},
    GROUP_OFFLINE: { actions: 'loseGroup' },
    GROUP_FAILED: {},
  },
  states: {
    running: {
      initial: 'member',
      on: {
        STOP: 'stopping',
        KILL: { target: 'killed', actions: ['abandonResidents', 'leaveView', 'loseGroup', 'fallSilent'] },
        ROUTE_UP: { target: '.regrouping', actions: ['hear', 'greet'] },
        ROUTE_DOWN: { target: '.regrouping', actions: ['unhear', 'withdraw'] },
        JOIN: { target: '.regrouping', actions: ['admit', 'withdraw'] },
        PROPOSE: [
          { guard: 'wasLeftOut', target: 'stopping' },
          { guard: 'mayVote', target: '.waiting', actions: ['withdraw', 'releaseWitness', 'vote'] },
          { guard: 'isOlder', actions: 'poison' },
          { actions: 'refuse' },
        ],
        POISON: [{ guard: 'wasLeftOut', target: 'stopping' }, {}],
        COMMIT: [{ guard: 'isCurrent', target: '.member', actions: ['poisonOthers', 'host', 'adopt'] }, {}],
        MOVE_GROUP: [{ guard: 'mayTakeGroup', actions: 'takeGroup' }, {}],
        // While the membership changes the group waits for the next view, which finds it a place.
        GROUP_FAILED: { actions: 'countFailure' },
      },
      states: {
        member: {
          always: { guard: 'isOutdated', target: 'regrouping' },
          on: {
            ROUTE_UP: { actions: ['hear', 'greet'] },
            ROUTE_DOWN: { actions: 'unhear' },
            JOIN: { actions: 'admit' },
            GROUP_FAILED: [{ guard: 'mayFailOver', actions: ['countFailure', 'moveGroup'] }, { actions: 'countFailure' }],
            LOST: [{ guard: and(['isWitness', 'needsTheWitness']), target: 'regrouping' }, {}],
          },
        },
        regrouping: {
          after: {
            regroupTime: [
              { guard: and(['isMember', not('mayBeQuorum')]), target: '#cluster-service.stopping' },
              { guard: and(['isCoordinator', 'mayBeQuorum', 'hasEpochsLeft']), target: 'proposing' },
              { target: 'waiting' },
            ],
          },
        },
        waiting: {},
        proposing: {
          entry: 'propose',
          // A vote, or what asked for it, was lost; the next epoch is another chance.
          after: { proposalTime: { target: 'regrouping', actions: 'withdraw' } },
          always: [
            { guard: and(['allVoted', 'hasNoWitness']), target: 'member', actions: toMember },
            { guard: 'allVoted', target: 'arbitrating' },
          ],
          on: {
            VOTE: [{ guard: 'isForThis', actions: 'count' }, {}],
            REFUSE: [{ guard: 'isPast', target: 'regrouping', actions: ['catchUp', 'withdraw'] }, {}],
            ROUTE_UP: { actions: ['hear', 'greet'] },
            ROUTE_DOWN: [{ guard: 'concernsProposal', target: 'regrouping', actions: ['unhear', 'withdraw'] }, { actions: 'unhear' }],
            JOIN: { actions: 'admit' },
          },
        },
        arbitrating: {
          entry: 'takeWitness',
          on: {
            ONLINE: [
              { guard: and(['isStale', 'isMember']), target: '#cluster-service.stopping' },
              { guard: 'isStale', target: 'waiting', actions: ['releaseWitness', 'withdraw'] },
              { guard: 'isOvertaken', target: 'regrouping', actions: ['catchUp', 'withdraw'] },
              { target: 'member', actions: ['readWitness', ...toMember] },
            ],
            ONLINE_FAILED: [
              { guard: 'isQuorumWithoutWitness', target: 'member', actions: toMember },
              { guard: 'isMember', target: '#cluster-service.stopping' },
              { target: 'waiting', actions: 'withdraw' },
            ],
            ROUTE_UP: { actions: ['hear', 'greet'] },
            ROUTE_DOWN: [{ guard: 'concernsProposal', target: 'regrouping', actions: ['unhear', 'withdraw'] }, { actions: 'unhear' }],
            JOIN: { actions: 'admit' },
          },
        },
      },
    },
    stopping: {
      entry: ['leaveView', 'fallSilent', 'releaseWitness', 'takeGroupOffline'],
      on: { GROUP_OFFLINE: { target: 'stopped', actions: 'loseGroup' } },
    },
    stopped: {
      on: {
        START: { target: 'running.regrouping', actions: ['startUp', 'askToJoin'] },
        START_FORCED: { target: 'running.member', actions: ['startUp', 'force', ...toMember] },
      },
    },
    killed: { on: { START: { target: 'running.regrouping', actions: ['startUp', 'askToJoin'] } } },
    hostDown: { on: { HOST_BOOTED: { target: 'running.regrouping', actions: ['startUp', 'askToJoin'] } } },
  },
});
