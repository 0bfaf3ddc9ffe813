/**
 * Ids, and the events the machines exchange. Types only.
 *
 * Commands are imperative, facts are past tense. The names are the vendor's where there is one: EnabledState of
 * a VM, resource states of the cluster (domain.md 1.1, 2.1, 2.2).
 */

export type NodeId = 'node1' | 'node2';
export type LunId = 'lun1' | 'lun2';
export type VmId = 'vm1' | 'vm2';

/** Memory of a VM: for each page, how often the guest has written it since it booted. */
export type Memory = readonly number[];

/** A saved-state file: memory, and which write the virtual disk held when it was taken. */
export interface SavedState {
  readonly memory: Memory;
  readonly disk: number;
}

/** What a VM finds when it opens its files. `disk` counts the guest writes on the virtual disk. */
export interface VmFiles {
  readonly saved: SavedState | null;
  readonly disk: number;
}

/** What everything on a host learns at once: the host is gone; it is back, and knows nothing of before. */
export type HostEvent = { readonly type: 'HOST_CRASHED' } | { readonly type: 'HOST_BOOTED' };

export type NodeEvent = { readonly type: 'CRASH' } | { readonly type: 'RECOVER' };

export type LunEvent =
  | { readonly type: 'RESERVE'; readonly node: NodeId }
  | { readonly type: 'PREEMPT'; readonly node: NodeId }
  | { readonly type: 'RELEASE'; readonly node: NodeId }
  | { readonly type: 'WRITE'; readonly node: NodeId; readonly vm: VmId; readonly content: number }
  | { readonly type: 'SAVE_STATE'; readonly node: NodeId; readonly vm: VmId; readonly saved: SavedState }
  | { readonly type: 'DELETE_STATE'; readonly node: NodeId; readonly vm: VmId }
  | { readonly type: 'OPEN'; readonly node: NodeId; readonly vm: VmId; readonly byHand: boolean };

export type MountEvent =
  | HostEvent
  | { readonly type: 'MOUNT'; readonly preempt: boolean; readonly by: string }
  | { readonly type: 'MOUNT_BY_HAND' }
  | { readonly type: 'DISMOUNT' }
  | { readonly type: 'RESERVED' }
  | { readonly type: 'RESERVATION_CONFLICT' }
  | { readonly type: 'MOUNT_FAILS' }
  | { readonly type: 'DISMOUNT_FAILS' }
  | { readonly type: 'WRITE'; readonly vm: VmId; readonly content: number }
  | { readonly type: 'SAVE_STATE'; readonly vm: VmId; readonly saved: SavedState }
  | { readonly type: 'DELETE_STATE'; readonly vm: VmId }
  /** `byHand`: an operator goes around the cluster. */
  | { readonly type: 'OPEN'; readonly vm: VmId; readonly byHand: boolean };

export type VmEvent =
  | HostEvent
  | { readonly type: 'REGISTER' }
  | { readonly type: 'UNREGISTER' }
  | { readonly type: 'START' }
  | { readonly type: 'START_BY_HAND' }
  | { readonly type: 'SAVE' }
  | { readonly type: 'RESUME' }
  | { readonly type: 'TURN_OFF' }
  | ({ readonly type: 'OPENED' } & VmFiles)
  | { readonly type: 'ACCESS_DENIED' }
  | { readonly type: 'SAVE_FAILS' }
  | { readonly type: 'RESTORE_FAILS' }
  | { readonly type: 'GUEST_COMPUTES'; readonly page: number }
  | { readonly type: 'GUEST_WRITES' }
  | { readonly type: 'WRITTEN'; readonly content: number }
  | { readonly type: 'WRITE_REFUSED'; readonly content: number };

export type GuestEvent =
  | { readonly type: 'BOOTED' }
  | { readonly type: 'TURNED_OFF' }
  | { readonly type: 'COMPUTED'; readonly memory: Memory }
  | { readonly type: 'ACKNOWLEDGED'; readonly content: number };

export type DiskResourceEvent =
  | { readonly type: 'BRING_ONLINE'; readonly node: NodeId; readonly preempt: boolean }
  | { readonly type: 'TAKE_OFFLINE' }
  | { readonly type: 'TERMINATE' }
  | { readonly type: 'MOUNTED' }
  | { readonly type: 'MOUNT_FAILED' }
  | { readonly type: 'DISMOUNTED' }
  | { readonly type: 'DISMOUNT_FAILED' };

export type VmResourceEvent =
  | { readonly type: 'BRING_ONLINE'; readonly node: NodeId }
  | { readonly type: 'TAKE_OFFLINE' }
  | { readonly type: 'WITHDRAW' }
  | { readonly type: 'TERMINATE' }
  | { readonly type: 'TURN_OFF' }
  | { readonly type: 'WANT' }
  | { readonly type: 'REGISTERED' }
  | { readonly type: 'REGISTER_FAILED' }
  | { readonly type: 'STARTED' }
  | { readonly type: 'START_FAILED' }
  | { readonly type: 'SAVED' }
  | { readonly type: 'SAVE_FAILED' }
  | { readonly type: 'STOPPED' };

export type GroupEvent =
  | { readonly type: 'MOVE'; readonly to: NodeId }
  | { readonly type: 'CANCEL' }
  | { readonly type: 'START' }
  | { readonly type: 'DONE'; readonly resource: string }
  | { readonly type: 'FAILED'; readonly resource: string }
  | { readonly type: 'OWNERSHIP'; readonly node: NodeId }
  | { readonly type: 'MEMBERSHIP'; readonly up: readonly NodeId[] };

export type ClusterEvent = { readonly type: 'NODE_DOWN'; readonly node: NodeId } | { readonly type: 'NODE_UP'; readonly node: NodeId };
