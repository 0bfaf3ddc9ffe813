/**
 * Ids of a failover cluster under partition, and the events its machines exchange. Types only.
 *
 * Commands are imperative, facts are past tense. What travels between nodes is a `ClusterMessage`, and nothing else does.
 */

export type NodeId = 'node1' | 'node2' | 'node3';
export type VmId = 'vm1';
/** The data disk of the VM, and the witness disk. */
export type DiskId = 'lun1' | 'witness';

/** The part of the cluster database that matters here: its version is the epoch of the view that wrote it last. */
export interface Database {
  readonly epoch: number;
  /** How often the group has failed. */
  readonly failures: number;
}

/** What is on a disk: the number of the last guest write on the VM's, the database on the witness. */
export type Content = number | Database;

/** What a node sends to another, carried by its heartbeats. `node` is the sender. */
export type ClusterMessage =
  /** My service has started and is in no view. */
  | { readonly type: 'JOIN'; readonly node: NodeId }
  /** Let these nodes be the view; `base` is the epoch of the last view that the sender was in. */
  | { readonly type: 'PROPOSE'; readonly node: NodeId; readonly epoch: number; readonly base: number; readonly nodes: readonly NodeId[] }
  | { readonly type: 'VOTE'; readonly node: NodeId; readonly epoch: number; readonly database: Database; readonly hosts: boolean }
  /** I have voted in this epoch, which is no earlier than yours. */
  | { readonly type: 'REFUSE'; readonly node: NodeId; readonly epoch: number }
  | { readonly type: 'COMMIT'; readonly node: NodeId; readonly database: Database; readonly nodes: readonly NodeId[]; readonly owner: NodeId | null }
  /** You are in no view that I know of, and mine is this new. The vendor's poison packet. */
  | { readonly type: 'POISON'; readonly node: NodeId; readonly epoch: number }
  /** The group failed here; bring it online there. */
  | { readonly type: 'MOVE_GROUP'; readonly node: NodeId; readonly database: Database };

/** What everything on a host learns at once: the host is gone; it is back, and knows nothing of before. */
export type HostEvent = { readonly type: 'HOST_CRASHED' } | { readonly type: 'HOST_BOOTED' };

/** What the residents of a node learn when the cluster service process dies or starts. */
export type ProcessEvent = { readonly type: 'SERVICE_KILLED' } | { readonly type: 'SERVICE_STARTED' };

export type { NodeEvent } from '../vocabulary.ts';

export type NetworkEvent =
  | { readonly type: 'ISOLATE'; readonly node: NodeId }
  | { readonly type: 'CUT_LINK'; readonly between: readonly [NodeId, NodeId] }
  | { readonly type: 'HEAL' };

export type RouteEvent =
  | { readonly type: 'SEND'; readonly message: ClusterMessage }
  | { readonly type: 'DELIVER' }
  | { readonly type: 'LOSE' }
  | { readonly type: 'CUT' }
  | { readonly type: 'HEAL' }
  | { readonly type: 'SERVICE_UP'; readonly node: NodeId }
  | { readonly type: 'SERVICE_DOWN'; readonly node: NodeId };

/** Answers of a disk, or of the resource that drives it, to whoever asked. */
export type OnlineAnswer =
  | { readonly type: 'ONLINE'; readonly disk: DiskId; readonly content: Content }
  | { readonly type: 'ONLINE_FAILED'; readonly disk: DiskId }
  | { readonly type: 'LOST'; readonly disk: DiskId };

export type ServiceEvent =
  | HostEvent
  | ClusterMessage
  | OnlineAnswer
  | { readonly type: 'START' }
  | { readonly type: 'START_FORCED' }
  | { readonly type: 'STOP' }
  | { readonly type: 'KILL' }
  | { readonly type: 'ROUTE_UP'; readonly node: NodeId }
  | { readonly type: 'ROUTE_DOWN'; readonly node: NodeId }
  | { readonly type: 'GROUP_OFFLINE' }
  | { readonly type: 'GROUP_FAILED' };

export type GroupEvent =
  | HostEvent
  | ProcessEvent
  | OnlineAnswer
  | { readonly type: 'BRING_ONLINE' }
  | { readonly type: 'TAKE_OFFLINE' }
  | { readonly type: 'STARTED' }
  | { readonly type: 'VM_FAILED' }
  | { readonly type: 'STOPPED' };

export type DiskResourceEvent =
  | HostEvent
  | ProcessEvent
  | { readonly type: 'BRING_ONLINE' }
  | { readonly type: 'TAKE_OFFLINE' }
  | { readonly type: 'REGISTERED'; readonly holder: NodeId | null }
  | { readonly type: 'RESERVED'; readonly content: Content }
  | { readonly type: 'RESERVATION_CONFLICT' }
  | { readonly type: 'STORE'; readonly content: Database }
  | { readonly type: 'OPEN' }
  | { readonly type: 'OPENED'; readonly content: Content }
  | { readonly type: 'WRITE'; readonly vm: VmId; readonly content: number }
  | { readonly type: 'WRITTEN'; readonly vm: VmId; readonly content: number }
  | { readonly type: 'WRITE_REFUSED'; readonly vm: VmId; readonly content: number };

/** Commands on the storage fabric. A disk hears them from every node, and judges by the key of the sender. */
export type DiskEvent =
  | { readonly type: 'REGISTER'; readonly node: NodeId }
  | { readonly type: 'UNREGISTER'; readonly node: NodeId }
  | { readonly type: 'RESERVE'; readonly node: NodeId }
  | { readonly type: 'PREEMPT'; readonly node: NodeId }
  | { readonly type: 'DEFEND'; readonly node: NodeId }
  | { readonly type: 'RELEASE'; readonly node: NodeId }
  | { readonly type: 'STORE'; readonly node: NodeId; readonly content: Database }
  | { readonly type: 'OPEN'; readonly node: NodeId }
  | { readonly type: 'WRITE'; readonly node: NodeId; readonly vm: VmId; readonly content: number }
  | { readonly type: 'DISK_FAILS' };

/** What a file share witness hears; it is on the network, so a node may be cut off from it. */
export type ShareEvent =
  | { readonly type: 'BRING_ONLINE'; readonly node: NodeId }
  | { readonly type: 'TAKE_OFFLINE'; readonly node: NodeId }
  | { readonly type: 'STORE'; readonly node: NodeId; readonly content: Database }
  | { readonly type: 'CUT'; readonly node: NodeId }
  | { readonly type: 'HEAL'; readonly node: NodeId };

export type VmEvent =
  | HostEvent
  | { readonly type: 'START' }
  | { readonly type: 'TURN_OFF' }
  | { readonly type: 'OPENED'; readonly content: number }
  | { readonly type: 'VM_FAILS' }
  | { readonly type: 'GUEST_COMPUTES' }
  | { readonly type: 'GUEST_WRITES' }
  | { readonly type: 'WRITTEN'; readonly content: number }
  | { readonly type: 'WRITE_REFUSED'; readonly content: number };
