/**
 * Ids, and the events that the machines of a live migration exchange. Types only.
 *
 * Commands are imperative, facts are past tense. Phases are those of the event log: set-up (21310 to 21313), brownout
 * (the copy while the VM runs), blackout (the Offline phase, 21302), move (the change of ownership, 21304), restore (21308).
 */

export type NodeId = 'node1' | 'node2' | 'node3';
export type VmId = 'vm1' | 'vm2';
export type VolumeId = 'csv1' | 'lun1';

/** A TCP connection from a source to a target. */
export type RouteId = `${NodeId}-${NodeId}`;

/** Memory of a VM: for each page, a number that every write to it raises. 0 is a page that nothing was put into. */
export type Memory = readonly number[];

/** What a VM goes on as when it is let go on. */
export type RunState = 'enabled' | 'paused';

export type Phase = 'setup' | 'brownout' | 'blackout' | 'move';

/** How the last migration that a node was the source of has ended. */
export type Outcome = 'completed' | `failed in ${Phase}` | `cancelled in ${Phase}`;

/** Which migration: each VM has a count of its own. */
export interface Attempt {
  readonly vm: VmId;
  /** The number that the cluster database gave to it. */
  readonly attempt: number;
}

/** A migration as one of its ends knows it. */
export interface Session extends Attempt {
  readonly route: RouteId;
  readonly peer: NodeId;
}

/** What everything on a host learns at once: the host is gone; it is back; its cluster service has stopped. */
export type HostEvent = { readonly type: 'HOST_CRASHED' } | { readonly type: 'HOST_BOOTED' } | { readonly type: 'SERVICE_STOPPED' };

export type HostCommand = { readonly type: 'CRASH' } | { readonly type: 'ISOLATE' } | { readonly type: 'RECOVER' };

/** Over the migration network, from source to target. */
export type ToTarget =
  | { readonly type: 'SETUP'; readonly from: NodeId }
  | { readonly type: 'PAGE'; readonly page: number; readonly content: number }
  | { readonly type: 'STATE'; readonly runState: RunState; readonly disk: number };

/** Over the migration network, from target to source. */
export type ToSource =
  | { readonly type: 'SHELL_READY' }
  | { readonly type: 'SETUP_REFUSED' }
  | { readonly type: 'STATE_RECEIVED' };

export type ConnectionEvent =
  | ({ readonly type: 'CONNECT'; readonly message: ToTarget } & Attempt)
  | ({ readonly type: 'SEND_TO_TARGET'; readonly message: ToTarget } & Attempt)
  | ({ readonly type: 'SEND_TO_SOURCE'; readonly message: ToSource } & Attempt)
  /** One end has closed the connection, or is gone with its host; the other end has yet to find out. */
  | ({ readonly type: 'HUNG_UP'; readonly node: NodeId } & Attempt)
  | { readonly type: 'END_DIED'; readonly node: NodeId }
  | { readonly type: 'DELIVER_TO_TARGET' }
  | { readonly type: 'DELIVER_TO_SOURCE' }
  | { readonly type: 'BREAK' };

/** From a node to the cluster database. */
export type ToCluster =
  | { readonly type: 'COMMIT'; readonly node: NodeId; readonly to: NodeId; readonly attempt: number }
  | { readonly type: 'ABORT'; readonly node: NodeId; readonly attempt: number }
  | { readonly type: 'ONLINE'; readonly node: NodeId; readonly attempt: number }
  | { readonly type: 'START_FAILED'; readonly node: NodeId };

/** From the cluster database to a node. */
export type FromCluster =
  | { readonly type: 'MIGRATE'; readonly to: NodeId; readonly attempt: number }
  | { readonly type: 'BRING_ONLINE'; readonly attempt: number; readonly live: boolean }
  | { readonly type: 'OWNER_IS'; readonly vm: VmId; readonly owner: NodeId; readonly attempt: number };

/** `to` and `by` are names of actors; the caller `by` waits for an answer. */
export type LinkEvent =
  | HostEvent
  | { readonly type: 'CUT' }
  | { readonly type: 'CALL'; readonly to: VmId; readonly by: string; readonly message: ToCluster }
  | { readonly type: 'REPORT'; readonly to: VmId; readonly message: ToCluster }
  | { readonly type: 'ANSWER'; readonly message: FromCluster }
  | { readonly type: 'NOTIFY'; readonly to: string; readonly message: FromCluster }
  | { readonly type: 'DELIVER_UP' }
  | { readonly type: 'DELIVER_DOWN' }
  | { readonly type: 'DELIVER_LATE' }
  | { readonly type: 'LOSE_UP' }
  | { readonly type: 'LOSE_DOWN' }
  | { readonly type: 'EXPIRE' };

export type WorkerEvent =
  | HostEvent
  | { readonly type: 'BEGIN'; readonly vm: VmId; readonly to: NodeId; readonly attempt: number }
  | { readonly type: 'CANCEL' }
  | ((ToTarget | ToSource | { readonly type: 'CONNECTION_LOST' } | { readonly type: 'SENT' }) & Attempt & { readonly route: RouteId })
  | { readonly type: 'FOUND'; readonly page: number }
  | { readonly type: 'PASS_DONE'; readonly remaining: number }
  | { readonly type: 'CONTENT'; readonly page: number; readonly content: number }
  | { readonly type: 'FROZEN' }
  | { readonly type: 'CAPTURED'; readonly runState: RunState; readonly disk: number }
  | { readonly type: 'SHELL_REFUSED' }
  | { readonly type: 'FILES_RELEASED' }
  | { readonly type: 'FILES_KEPT' }
  | { readonly type: 'RESUMED' }
  | { readonly type: 'VM_TAKEN'; readonly vm: VmId }
  | { readonly type: 'SETUP_FAILS' }
  | { readonly type: 'TARGET_FAILS' }
  | { readonly type: 'OWNER_IS'; readonly vm: VmId; readonly owner: NodeId; readonly attempt: number }
  | ({ readonly type: 'CALL_FAILED' } & Attempt);

export type PartitionEvent =
  | HostEvent
  | { readonly type: 'MIGRATE'; readonly to: NodeId; readonly attempt: number }
  | { readonly type: 'BRING_ONLINE'; readonly attempt: number; readonly live: boolean }
  | { readonly type: 'START_BY_HAND' }
  | { readonly type: 'PAUSE' }
  | { readonly type: 'RESUME' }
  | { readonly type: 'GUEST_COMPUTES'; readonly page: number }
  | { readonly type: 'GUEST_WRITES' }
  | { readonly type: 'DEVICE_WRITES'; readonly page: number }
  | { readonly type: 'WRITTEN'; readonly content: number }
  | { readonly type: 'WRITE_REFUSED'; readonly content: number }
  | { readonly type: 'START_LOG' }
  | { readonly type: 'STOP_LOG' }
  | { readonly type: 'SCAN'; readonly from: number }
  | { readonly type: 'READ'; readonly page: number }
  | { readonly type: 'FREEZE'; readonly attempt: number }
  | { readonly type: 'CAPTURE' }
  | { readonly type: 'RELEASE_FILES' }
  | { readonly type: 'UNFREEZE' }
  | { readonly type: 'REMOVE' }
  | { readonly type: 'CREATE_SHELL'; readonly source: NodeId; readonly attempt: number }
  | { readonly type: 'STORE'; readonly page: number; readonly content: number }
  | { readonly type: 'LOAD'; readonly runState: RunState; readonly disk: number }
  | { readonly type: 'DISCARD' }
  | { readonly type: 'FILES_OPENED'; readonly disk: number }
  | { readonly type: 'FILES_DENIED' }
  | { readonly type: 'FILES_CLOSED' }
  | { readonly type: 'CLOSE_FAILED' }
  | { readonly type: 'START_FAILS' }
  | { readonly type: 'RESTORE_FAILS' };

/** A volume as a node sees it. `preempt`: the last owner is gone, and whatever it holds must be taken from it. */
export type VolumeEvent =
  | HostEvent
  | { readonly type: 'OPEN'; readonly vm: VmId; readonly preempt: boolean }
  | { readonly type: 'CLOSE'; readonly vm: VmId }
  | { readonly type: 'WRITE'; readonly vm: VmId; readonly content: number }
  | { readonly type: 'LOCKED'; readonly vm: VmId; readonly disk: number }
  | { readonly type: 'LOCK_REFUSED'; readonly vm: VmId }
  | { readonly type: 'RESERVED'; readonly disk: number }
  | { readonly type: 'RESERVATION_CONFLICT' }
  | { readonly type: 'MOUNT_FAILS' }
  | { readonly type: 'DISMOUNT_FAILS' };

export type DiskEvent =
  | { readonly type: 'WRITE'; readonly node: NodeId; readonly vm: VmId; readonly content: number }
  | { readonly type: 'LOCK'; readonly node: NodeId; readonly vm: VmId }
  | { readonly type: 'UNLOCK'; readonly node: NodeId; readonly vm: VmId }
  | { readonly type: 'REGISTER'; readonly node: NodeId }
  | { readonly type: 'EXPEL'; readonly node: NodeId }
  | { readonly type: 'RESERVE'; readonly node: NodeId }
  | { readonly type: 'PREEMPT'; readonly node: NodeId }
  | { readonly type: 'RELEASE'; readonly node: NodeId };

export type RoleEvent =
  | { readonly type: 'LIVE_MIGRATE'; readonly to: NodeId }
  | ToCluster
  | { readonly type: 'MEMBERSHIP'; readonly up: readonly NodeId[] };

export type ClusterEvent = { readonly type: 'NODE_DOWN'; readonly node: NodeId } | { readonly type: 'NODE_UP'; readonly node: NodeId };

export type GuestEvent =
  | { readonly type: 'COMPUTED' }
  | { readonly type: 'ACKNOWLEDGED'; readonly content: number }
  | { readonly type: 'STOPPED'; readonly attempt: number; readonly memory: Memory; readonly runState: RunState }
  | { readonly type: 'WENT_ON'; readonly attempt: number }
  | { readonly type: 'BOOTED' };
