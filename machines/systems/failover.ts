/**
 * Failover of one VM, question by question: crash and partition under node majority; crashes alone; what comes after a network heals;
 * forced quorum; restart and failover policies; and the quorum modes with a witness.
 *
 * The modes with a witness have two nodes, as their vote makes the number of votes odd; with disk only the number does not matter.
 */
import type { System } from '../../src/index.ts';
import { failoverCluster, type FailoverShape } from './failover-cluster.ts';
import type { FailoverParts } from './failover-parts.ts';

export type FailoverScopes = Readonly<Record<'tiny' | 'small' | 'review', () => System>>;
type Scope = Omit<FailoverShape, 'id'>;
type Change = Partial<Omit<Scope, 'budgets'>> & { readonly budgets: Partial<Scope['budgets']> };

/** Three nodes, of which the third has a vote and may not host the VM: the smallest cluster that survives the loss of a node. */
export const majority: Scope = {
  nodes: ['node1', 'node2', 'node3'],
  quorum: 'node-majority',
  witness: 'none',
  witnessHolder: 'node1',
  possibleOwners: ['node1', 'node2'],
  preferredOwners: [],
  restartThreshold: 0,
  failoverThreshold: 1,
  epochsMax: 1,
  faults: ['crash', 'isolate'],
  isolatable: ['node1'],
  repairs: [],
  budgets: { faults: 1, repairs: 0, failures: 0, operator: 0, guest: 0 },
};

const twoNodes: Scope = { ...majority, nodes: ['node1', 'node2'], isolatable: ['node1', 'node2'] };
const anyNode = { isolatable: ['node1', 'node2', 'node3'] } as const;
const threeOwners = { possibleOwners: ['node1', 'node2', 'node3'], preferredOwners: ['node1', 'node3'] } as const;

function scopesOf(base: Scope, changes: Readonly<Record<'tiny' | 'small' | 'review', Change>>) {
  return (parts: Partial<FailoverParts> = {}, id = ''): FailoverScopes => {
    const scoped = ({ budgets, ...change }: Change): System => failoverCluster({ ...base, ...change, id, budgets: { ...base.budgets, ...budgets } }, parts);
    return { tiny: () => scoped(changes.tiny), small: () => scoped(changes.small), review: () => scoped(changes.review) };
  };
}

/** A system in scopes; `parts` puts wrong machines in, under an id of their own. */
type Build = (parts?: Partial<FailoverParts>, id?: string) => FailoverScopes;

function named(preset: string, build: ReturnType<typeof scopesOf>): Build {
  return (parts = {}, id = preset) => build(parts, id);
}

/** Crash and partition under node majority; nothing that is broken is put right again. */
export const failover = named(
  'failover',
  scopesOf(majority, {
    tiny: { budgets: { guest: 2 } },
    small: { ...anyNode, ...threeOwners, budgets: { guest: 2 } },
    review: { ...anyNode, ...threeOwners, restartThreshold: 1, epochsMax: 2, budgets: { faults: 2, guest: 2 } },
  }),
);

/** Hosts that crash and come back, on a network that never fails. */
export const failoverCrash = named(
  'failover-crash',
  scopesOf(
    { ...majority, faults: ['crash'], repairs: ['recover'] },
    {
      tiny: { budgets: { guest: 1 } },
      small: { budgets: { repairs: 1, guest: 1 } },
      review: { epochsMax: 2, budgets: { faults: 2, repairs: 1, guest: 2 } },
    },
  ),
);

/** Networks that fail in part or for a time: lost heartbeats, cut links, isolation, and healing. */
export const failoverHeal = named(
  'failover-heal',
  scopesOf(
    { ...majority, faults: ['isolate'], repairs: ['heal'] },
    {
      tiny: { faults: ['cut'], repairs: [], epochsMax: 2, budgets: { faults: 1 } },
      small: { faults: ['cut', 'lose'], epochsMax: 2, budgets: { repairs: 1 } },
      review: { ...anyNode, faults: ['isolate', 'lose', 'cut'], repairs: ['heal', 'start'], epochsMax: 2, budgets: { repairs: 2 } },
    },
  ),
);

/** An operator forces quorum on a node that stopped for lack of it, and the network heals. */
export const failoverForced = named(
  'failover-forced',
  scopesOf(
    { ...majority, faults: ['isolate'], repairs: ['heal'] },
    {
      tiny: { budgets: { operator: 1, repairs: 1 } },
      small: { ...anyNode, budgets: { operator: 1, repairs: 1 } },
      review: { ...anyNode, epochsMax: 2, budgets: { operator: 1, repairs: 1, guest: 1 } },
    },
  ),
);

/** VMs that fail, with and without hosts that do. */
export const failoverPolicy = named(
  'failover-policy',
  scopesOf(
    { ...majority, faults: ['crash'], restartThreshold: 1 },
    {
      tiny: { budgets: { failures: 4 } },
      small: { budgets: { failures: 4, guest: 1 } },
      review: { ...threeOwners, epochsMax: 2, budgets: { failures: 4, guest: 1 } },
    },
  ),
);

/** Cluster services that die without their VMs. */
export const failoverKill = named(
  'failover-kill',
  scopesOf(
    { ...majority, faults: ['kill'], repairs: ['start'] },
    {
      tiny: { budgets: { repairs: 1 } },
      small: { budgets: { repairs: 1, guest: 1 } },
      review: { epochsMax: 2, budgets: { repairs: 1, guest: 2 } },
    },
  ),
);

/** Two nodes and a witness disk, which is held by the node that does not host the VM. */
export const failoverDiskWitness = named(
  'failover-disk-witness',
  scopesOf(
    { ...twoNodes, quorum: 'node-and-disk-majority', witness: 'disk', witnessHolder: 'node2', faults: ['crash', 'isolate', 'witness'], epochsMax: 2 },
    {
      tiny: { budgets: { guest: 1 } },
      small: { repairs: ['heal'], budgets: { repairs: 1, guest: 1 } },
      review: { repairs: ['recover', 'heal', 'start'], budgets: { faults: 2, repairs: 1, guest: 1 } },
    },
  ),
);

/** Two nodes and a file share. */
export const failoverFileShare = named(
  'failover-file-share',
  scopesOf(
    { ...twoNodes, quorum: 'node-and-file-share-majority', witness: 'file-share', repairs: ['recover'], epochsMax: 2 },
    {
      tiny: { budgets: { faults: 2, repairs: 1, guest: 1 } },
      small: { budgets: { faults: 2, repairs: 1, guest: 2 } },
      review: { repairs: ['recover', 'heal', 'start'], budgets: { faults: 3, repairs: 2, guest: 2 } },
    },
  ),
);

/** Three nodes without a vote, and a disk that has the only one. */
export const failoverDiskOnly = named(
  'failover-disk-only',
  scopesOf(
    { ...majority, quorum: 'disk-only', witness: 'disk', faults: ['crash', 'isolate', 'witness'] },
    {
      tiny: { budgets: { faults: 2 } },
      small: { faults: ['crash', 'isolate', 'stop', 'witness'], budgets: { faults: 2 } },
      review: { faults: ['crash', 'isolate', 'stop', 'witness'], epochsMax: 2, budgets: { faults: 2, guest: 1 } },
    },
  ),
);
