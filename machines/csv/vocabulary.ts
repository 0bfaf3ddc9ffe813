/**
 * Ids, and the events that the machines of a Cluster Shared Volume exchange. Types only.
 *
 * Commands are imperative, facts are past tense. The names are the vendor's where there is one: states of CSVFS,
 * I/O modes, numbers of events in the log (domain.md 4).
 */
import type { EventObject } from 'xstate';

export type NodeId = 'node1' | 'node2' | 'node3';
export type VmId = 'vm1' | 'vm2';

/**
 * One I/O request of a VM. `content` is what tells it from every other of its VM and kind: the number of the guest
 * write, or the size the file is to have. WRITE is data; EXTEND and OPEN are metadata, which only the coordinator does.
 */
export interface Io {
  readonly kind: 'WRITE' | 'EXTEND' | 'OPEN';
  readonly vm: VmId;
  readonly content: number;
}

/** Which way a request left its node: straight to the disk, through this node's own NTFS, or over SMB. */
export interface IoInFlight extends Io {
  readonly via: 'direct' | 'local' | 'smb';
}

/** Why a planned move of the coordinator is refused: the numbers of the events in the log. */
export type Veto = 5143 | 5146 | 5147 | 5148;

/** What everything on a host learns at once: the host is gone; it is back, and knows nothing of before. */
export type HostEvent = { readonly type: 'HOST_CRASHED' } | { readonly type: 'HOST_BOOTED' } | { readonly type: 'SERVICE_STOPPED' };

/** The cluster lets a node in, and says how things stand. */
interface Joined {
  readonly type: 'JOINED';
  readonly coordinator: NodeId;
  readonly redirected: boolean;
}

/** A message between the cluster and a node, and the actor that it is for. */
export interface ClusterMessage {
  readonly to: string;
  readonly message: EventObject;
}

export type LinkEvent = ({ readonly type: 'SEND' } & ClusterMessage) | { readonly type: 'DELIVER' } | { readonly type: 'RESET' } | { readonly type: 'HOST_CRASHED' } | { readonly type: 'HOST_BOOTED' };

export type ServiceEvent = HostEvent | Joined | { readonly type: 'EXPELLED' } | { readonly type: 'START_SERVICE' } | { readonly type: 'WELCOME' };

/**
 * `by`: who on the node waits for the answer, the volume (direct I/O) or NTFS (the coordinator's). `client`: the node
 * whose VM asked; no machine looks at it, only claims do.
 */
interface Command {
  readonly node: NodeId;
  readonly vm: VmId;
  readonly content: number;
  readonly by: 'csv1' | 'ntfs';
  readonly client: NodeId;
}

export type DiskEvent =
  | ({ readonly type: 'WRITE' } & Command)
  | ({ readonly type: 'EXTEND' } & Command)
  | { readonly type: 'REGISTER'; readonly node: NodeId }
  | { readonly type: 'PREEMPT'; readonly node: NodeId; readonly victims: readonly NodeId[] };

export type PathEvent =
  | { readonly type: 'HOST_CRASHED' }
  | { readonly type: 'HOST_BOOTED' }
  | { readonly type: 'PATH_LOST' }
  | { readonly type: 'PATH_RESTORED' }
  | ({ readonly type: 'WRITE' } & Omit<Command, 'node'>)
  | ({ readonly type: 'EXTEND' } & Omit<Command, 'node'>)
  | { readonly type: 'LOG_IN' }
  | { readonly type: 'PREEMPT'; readonly victims: readonly NodeId[] };

/** What the disk, or the path to it, answers. */
export type DiskAnswer =
  | { readonly type: 'WRITTEN'; readonly vm: VmId; readonly content: number }
  | { readonly type: 'EXTENDED'; readonly vm: VmId; readonly content: number }
  | { readonly type: 'RESERVATION_CONFLICT'; readonly vm: VmId; readonly content: number }
  | { readonly type: 'PATH_LOST' };

export type SmbEvent =
  | { readonly type: 'SEND_REQUEST'; readonly server: NodeId; readonly message: EventObject }
  | { readonly type: 'SEND_ANSWER'; readonly message: EventObject }
  | { readonly type: 'DELIVER_REQUEST' }
  | { readonly type: 'DELIVER_ANSWER' }
  | { readonly type: 'BREAK' }
  | { readonly type: 'CLOSE' };

/** What NTFS on the coordinator is asked by volumes, and what it answers. */
export type NtfsRequest = { readonly type: 'REQUEST'; readonly from: NodeId; readonly io: Io } | { readonly type: 'REOPEN'; readonly from: NodeId };
export type NtfsAnswer =
  | { readonly type: 'ANSWER'; readonly io: Io; readonly done: boolean }
  | { readonly type: 'REOPENED'; readonly done: boolean }
  | { readonly type: 'CONNECTION_DISCONNECTED' };

export type NtfsEvent =
  | HostEvent
  | DiskAnswer
  | NtfsRequest
  | { readonly type: 'MOUNT'; readonly members: readonly NodeId[] }
  | { readonly type: 'SET_MEMBERS'; readonly members: readonly NodeId[] }
  | { readonly type: 'PREPARE_MOVE' }
  | { readonly type: 'DISMOUNT' }
  | { readonly type: 'PREEMPTED' }
  | { readonly type: 'PREEMPT_REFUSED' }
  | { readonly type: 'SESSION_CLOSED'; readonly node: NodeId }
  | { readonly type: 'MOUNT_FAILS' }
  | { readonly type: 'COPY' };

/** What a VM asks of the volume on its node. */
export type VolumeRequest =
  | { readonly type: 'WRITE'; readonly vm: VmId; readonly content: number }
  | { readonly type: 'EXTEND'; readonly vm: VmId; readonly content: number }
  | { readonly type: 'OPEN'; readonly vm: VmId; readonly content: number };

export type VolumeEvent =
  | HostEvent
  | VolumeRequest
  | DiskAnswer
  | NtfsAnswer
  | { readonly type: 'PATH_RESTORED' }
  | { readonly type: 'PAUSE' }
  | { readonly type: 'RESUME'; readonly coordinator: NodeId; readonly redirected: boolean }
  | Joined
  | { readonly type: 'FAIL' };

/** What a volume answers a VM: done, or failed. */
export type VmAnswer =
  | { readonly type: 'WRITTEN'; readonly content: number }
  | { readonly type: 'WRITE_REFUSED'; readonly content: number }
  | { readonly type: 'EXTENDED'; readonly content: number }
  | { readonly type: 'EXTEND_REFUSED'; readonly content: number }
  | { readonly type: 'OPENED' }
  | { readonly type: 'OPEN_REFUSED' };

export type VmEvent =
  | HostEvent
  | VmAnswer
  | { readonly type: 'START' }
  | { readonly type: 'STOP' }
  | { readonly type: 'GUEST_WRITES' }
  | { readonly type: 'GUEST_EXTENDS' }
  | { readonly type: 'NUMBERED'; readonly kind: 'WRITE' | 'EXTEND'; readonly content: number };

/** What the guest, which lives on no node, sees of its VM. */
export type GuestEvent =
  | { readonly type: 'NUMBER'; readonly node: NodeId; readonly kind: 'WRITE' | 'EXTEND' }
  | { readonly type: 'ACKNOWLEDGED'; readonly kind: 'WRITE' | 'EXTEND'; readonly content: number }
  | { readonly type: 'IO_FAILED' };

export type ClusterEvent =
  | { readonly type: 'NODE_DOWN'; readonly node: NodeId }
  | { readonly type: 'NODE_UP'; readonly node: NodeId }
  | { readonly type: 'EXPEL'; readonly node: NodeId }
  | { readonly type: 'JOIN'; readonly node: NodeId }
  | { readonly type: 'AUTO_PAUSED'; readonly node: NodeId }
  | { readonly type: 'PAUSED'; readonly node: NodeId }
  | { readonly type: 'ACTIVE'; readonly node: NodeId }
  | { readonly type: 'MOUNTED'; readonly members: readonly NodeId[] }
  | { readonly type: 'MEMBERS_SET'; readonly members: readonly NodeId[] }
  | { readonly type: 'MOUNT_FAILED'; readonly node: NodeId; readonly members: readonly NodeId[] }
  | { readonly type: 'MOVE_READY'; readonly node: NodeId }
  | { readonly type: 'MOVE_VETOED'; readonly node: NodeId }
  | { readonly type: 'DISMOUNTED'; readonly node: NodeId }
  | { readonly type: 'STOPPED'; readonly vm: VmId; readonly node: NodeId }
  | { readonly type: 'MOVE'; readonly to: NodeId }
  | { readonly type: 'MOVE_VM'; readonly vm: VmId; readonly to: NodeId }
  | { readonly type: 'BACKUP' }
  | { readonly type: 'BACKUP_ENDS' }
  | { readonly type: 'MAINTENANCE' }
  | { readonly type: 'MAINTENANCE_ENDS' }
  | { readonly type: 'BRING_ONLINE' };
