/**
 * Events of a VM that lives on a Cluster Shared Volume and migrates: what the volume, the guest, the migration worker and the
 * cluster tell it. Types only; the words are those of the two models that are put together here.
 */
import type { HostEvent, VmAnswer } from '../csv/vocabulary.ts';
import type { PartitionEvent } from '../live-migration/vocabulary.ts';

type FromWorker = 'MIGRATE' | 'BRING_ONLINE' | 'START_LOG' | 'STOP_LOG' | 'SCAN' | 'FREEZE' | 'CAPTURE' | 'RELEASE_FILES' | 'UNFREEZE' | 'REMOVE' | 'CREATE_SHELL' | 'LOAD' | 'DISCARD';

export type MigratingVmEvent =
  | HostEvent
  | VmAnswer
  | Extract<PartitionEvent, { readonly type: FromWorker }>
  | { readonly type: 'GUEST_WRITES' }
  | { readonly type: 'NUMBERED'; readonly kind: 'WRITE' | 'EXTEND'; readonly content: number };
