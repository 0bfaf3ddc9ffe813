/**
 * A failover cluster whose nodes know of each other only what heartbeats bring: up to three nodes, one VM on a disk of
 * its own, a quorum mode with or without a witness.
 *
 * The VM starts online on the first node, and every node in one view. The environment is the guest (it computes and
 * writes), the network (heartbeats lost, a node isolated, a link cut, healing), hosts that crash and recover, cluster
 * services that are killed and started, a VM or a witness disk that fails, and an operator who forces quorum.
 */
import { defineSystem, ModelError, type Actors, type Clock, type StateView, type System } from '../../src/index.ts';
import type { HeartbeatEvent } from '../failover/route-setup.ts';
import { diskResourceName, groupName, nodeIds, routeName, serviceName, vmName } from '../failover/names.ts';
import { hasWitness, type QuorumMode } from '../failover/quorum.ts';
import type { DiskEvent, NetworkEvent, NodeEvent, NodeId, ServiceEvent, VmEvent } from '../failover/vocabulary.ts';
import { failoverParts, type FailoverParts } from './failover-parts.ts';

/**
 * What the environment may do to the cluster: a host crashes; a node loses the network; one link is cut, or one direction of it; a route goes
 * down by lost heartbeats while the network is whole; a cluster service dies and leaves what it looks after behind, or is stopped by an operator; the witness disk fails for good.
 */
export type Fault = 'crash' | 'isolate' | 'cut' | 'cut-one-way' | 'lose' | 'kill' | 'stop' | 'witness';

/** What may be put right again: a host recovers, the network heals, a cluster service that has ended is started. */
export type Repair = 'recover' | 'heal' | 'start';

/**
 * How much may happen. Every number is a budget of steps: faults and repairs of the kinds that the shape names; VMs that
 * fail; services that an operator forces to start without quorum; what the guest computes and writes.
 */
export type FailoverBudgets = Readonly<Record<'faults' | 'repairs' | 'failures' | 'operator' | 'guest', number>>;

export interface FailoverShape {
  readonly id: string;
  readonly nodes: readonly NodeId[];
  readonly quorum: QuorumMode;
  /** The witness of the quorum mode. */
  readonly witness: 'none' | 'disk' | 'file-share';
  /** The node that holds the witness at first. */
  readonly witnessHolder: NodeId;
  readonly possibleOwners: readonly NodeId[];
  readonly preferredOwners: readonly NodeId[];
  readonly restartThreshold: number;
  readonly failoverThreshold: number;
  /** How often the membership may change. */
  readonly epochsMax: number;
  readonly faults: readonly Fault[];
  /** The nodes that may lose the network. */
  readonly isolatable: readonly NodeId[];
  readonly repairs: readonly Repair[];
  readonly budgets: FailoverBudgets;
  /** Reads delays as time, and gives heartbeats a period. Default: none. */
  readonly clock?: Clock;
  /** More on the scope, for the heading. Default: nothing. */
  readonly about?: string;
}

type Happening = { readonly to: string; readonly event: NodeEvent | NetworkEvent | HeartbeatEvent | ServiceEvent | VmEvent | DiskEvent; readonly budget?: keyof FailoverBudgets };

/**
 * Puts a cluster together; `parts` names the machines that are not the correct ones.
 *
 * @throws {ModelError} `invalid-system` when there is no node, the VM has no possible owner, or the votes cannot satisfy the quorum mode.
 */
export function failoverCluster(shape: FailoverShape, parts: Partial<FailoverParts> = {}): System {
  refuse(shape);
  const use: FailoverParts = { ...failoverParts, ...parts };
  const { nodes, clock } = shape;
  const owner = nodes[0] ?? 'node1';
  const witness = (node: NodeId): string | null => (shape.witness === 'none' ? null : shape.witness === 'disk' ? diskResourceName(node, 'witness') : 'share');
  const actors: Actors = {
    ...Object.fromEntries(
      nodes.map((node) => [
        node,
        {
          machine: use.host,
          input: {
            residents: [diskResourceName(node, 'lun1'), ...(shape.witness === 'disk' ? [diskResourceName(node, 'witness')] : []), vmName(node, 'vm1'), groupName(node), serviceName(node)],
          },
        },
      ]),
    ),
    network: { machine: use.network, input: { nodes, share: shape.witness === 'file-share' ? 'share' : null } },
    ...Object.fromEntries(pairsOf(nodes).map(([from, to]) => [routeName(from, to), { machine: clock === undefined ? use.route : use.heartbeatRoute, input: { from, to } }])),
    ...Object.fromEntries(
      nodes.map((node) => [
        serviceName(node),
        {
          machine: use.clusterService,
          input: {
            node,
            nodes,
            quorum: shape.quorum,
            witness: witness(node),
            possibleOwners: shape.possibleOwners,
            preferredOwners: shape.preferredOwners,
            failoverThreshold: shape.failoverThreshold,
            epochsMax: shape.epochsMax,
            hosts: node === owner,
          },
        },
      ]),
    ),
    ...Object.fromEntries(nodes.map((node) => [groupName(node), { machine: use.resourceGroup, input: { node, online: node === owner, restartThreshold: shape.restartThreshold } }])),
    ...Object.fromEntries(
      nodes.map((node) => [diskResourceName(node, 'lun1'), { machine: use.diskResource, input: { node, disk: 'lun1' as const, requester: groupName(node), online: node === owner } }]),
    ),
    ...(shape.witness === 'disk'
      ? Object.fromEntries(
          nodes.map((node) => [
            diskResourceName(node, 'witness'),
            { machine: use.diskResource, input: { node, disk: 'witness' as const, requester: serviceName(node), online: node === shape.witnessHolder } },
          ]),
        )
      : {}),
    ...Object.fromEntries(nodes.map((node) => [vmName(node, 'vm1'), { machine: use.virtualMachine, input: { node, vm: 'vm1' as const, running: node === owner } }])),
    lun1: { machine: use.disk, input: { id: 'lun1' as const, holder: owner, content: 0 } },
    ...(shape.witness === 'disk' ? { witness: { machine: use.disk, input: { id: 'witness' as const, holder: shape.witnessHolder, content: { epoch: 0, failures: 0 } } } } : {}),
    ...(shape.witness === 'file-share' ? { share: { machine: use.fileShare, input: { holder: shape.witnessHolder } } } : {}),
    'guest-vm1': { machine: use.guest, input: { pages: 1 } },
  };
  return defineSystem({ id: shape.id, scope: scopeText(shape), actors, stimuli: happenings(shape), budgets: shape.budgets, final: isAtRest, ...(clock === undefined ? {} : { clock }) });
}

function refuse({ id: system, nodes, quorum, witness, witnessHolder, possibleOwners, preferredOwners }: FailoverShape): void {
  const fail = (problem: string, remedy: string): never => {
    throw new ModelError({ code: 'invalid-system', system, problem, remedy });
  };
  if (nodes.length === 0) fail('it has no nodes', `Name at least one of ${nodeIds.join(', ')}.`);
  const twice = nodes.find((node, i) => nodes.indexOf(node) !== i);
  if (twice !== undefined) fail(`${twice} is named twice, and has one vote`, 'Name each node once.');
  if (possibleOwners.length === 0) fail('vm1 has no possible owner', `Name at least one of ${nodes.join(', ')} in possibleOwners.`);
  const stranger = possibleOwners.find((node) => !nodes.includes(node));
  if (stranger !== undefined) fail(`${stranger} is a possible owner of vm1, but no node`, `The nodes are ${nodes.join(', ')}.`);
  const unwanted = preferredOwners.find((node) => !possibleOwners.includes(node));
  if (unwanted !== undefined) fail(`${unwanted} is a preferred owner of vm1, but no possible one`, `The possible owners are ${possibleOwners.join(', ')}.`);
  const first = nodes[0] ?? 'node1';
  if (!possibleOwners.includes(first)) fail(`vm1 starts on ${first}, which is no possible owner`, `Name ${first} in possibleOwners, or put a possible owner first.`);
  const counted = quorum === 'node-majority' ? 'none' : quorum === 'node-and-file-share-majority' ? 'file-share' : 'disk';
  const present = witness === 'none' ? 'there is no witness' : `the witness is a ${witness}`;
  if (witness !== counted) {
    fail(`quorum mode ${quorum} counts ${counted === 'none' ? 'nodes alone' : `the vote of a ${counted}`}, and ${present}`, `Give it witness '${counted}', or a quorum mode that counts what there is.`);
  }
  if (hasWitness(quorum) && !nodes.includes(witnessHolder)) fail(`${witnessHolder} holds the witness, but is no node`, `The nodes are ${nodes.join(', ')}.`);
}

function pairsOf(nodes: readonly NodeId[]): readonly (readonly [NodeId, NodeId])[] {
  return nodes.flatMap((from) => nodes.filter((to) => to !== from).map((to) => [from, to] as const));
}

/** Nothing is under way: what is left to happen is for the environment to begin. */
function isAtRest(state: StateView): boolean {
  return Object.values(state.actors).every((snapshot) => {
    if (snapshot.machine.id === 'cluster-service') return snapshot.matches({ running: 'member' }) || snapshot.matches({ running: 'waiting' }) || !(snapshot.matches('running') || snapshot.matches('stopping'));
    if (snapshot.machine.id === 'resource-group') return snapshot.matches('offline') || snapshot.matches('online');
    return !snapshot.matches('starting') && !snapshot.matches('stopping') && !snapshot.matches('challenging');
  });
}

function happenings({ nodes, possibleOwners, faults, isolatable, repairs, witness, budgets, clock }: FailoverShape): readonly Happening[] {
  const pairs = pairsOf(nodes);
  const each = <T>(what: boolean, items: readonly T[], make: (item: T) => Happening): readonly Happening[] => (what ? items.map(make) : []);
  const fault = (kind: Fault, items: readonly NodeId[], make: (node: NodeId) => Omit<Happening, 'budget'>): readonly Happening[] => each(faults.includes(kind), items, (node) => ({ ...make(node), budget: 'faults' }));
  const repair = (kind: Repair, items: readonly NodeId[], make: (node: NodeId) => Omit<Happening, 'budget'>): readonly Happening[] => each(repairs.includes(kind), items, (node) => ({ ...make(node), budget: 'repairs' }));
  return [
    ...pairs.map(([from, to]): Happening => ({ to: routeName(from, to), event: { type: 'DELIVER' } })),
    ...each(clock !== undefined, pairs, ([from, to]) => ({ to: routeName(from, to), event: { type: 'MISS' } })),
    ...each(budgets.guest > 0, possibleOwners, (node) => ({ to: vmName(node, 'vm1'), event: { type: 'GUEST_COMPUTES' }, budget: 'guest' })),
    ...each(budgets.guest > 0, possibleOwners, (node) => ({ to: vmName(node, 'vm1'), event: { type: 'GUEST_WRITES' }, budget: 'guest' })),
    ...each(budgets.failures > 0, possibleOwners, (node) => ({ to: vmName(node, 'vm1'), event: { type: 'VM_FAILS' }, budget: 'failures' })),
    ...each(budgets.operator > 0, nodes, (node) => ({ to: serviceName(node), event: { type: 'START_FORCED' }, budget: 'operator' })),
    ...each(faults.includes('lose'), pairs, ([from, to]) => ({ to: routeName(from, to), event: { type: 'LOSE' }, budget: 'faults' })),
    ...each(faults.includes('cut-one-way'), pairs, ([from, to]) => ({ to: routeName(from, to), event: { type: 'CUT' }, budget: 'faults' })),
    ...each(faults.includes('cut'), pairs.filter(([one, other]) => one < other), (between) => ({ to: 'network', event: { type: 'CUT_LINK', between }, budget: 'faults' })),
    ...each(faults.includes('witness') && witness === 'disk', ['witness'], (disk) => ({ to: disk, event: { type: 'DISK_FAILS' }, budget: 'faults' })),
    ...fault('isolate', isolatable, (node) => ({ to: 'network', event: { type: 'ISOLATE', node } })),
    ...fault('kill', nodes, (node) => ({ to: serviceName(node), event: { type: 'KILL' } })),
    ...fault('stop', nodes, (node) => ({ to: serviceName(node), event: { type: 'STOP' } })),
    ...fault('crash', nodes, (node) => ({ to: node, event: { type: 'CRASH' } })),
    ...repair('start', nodes, (node) => ({ to: serviceName(node), event: { type: 'START' } })),
    ...repair('recover', nodes, (node) => ({ to: node, event: { type: 'RECOVER' } })),
    ...each(repairs.includes('heal'), ['network'], (network) => ({ to: network, event: { type: 'HEAL' }, budget: 'repairs' })),
  ];
}

function scopeText({ nodes, quorum, about }: FailoverShape): string {
  return `${nodes.length} nodes, 1 disk, 1 VM, ${quorum}${about === undefined ? '' : `, ${about}`}`;
}
