/**
 * A state of the whole cluster: the volume and the disk are read as those of `csv-reading.ts`, records and workers as those of
 * `live-migration-reading.ts`; here is what is its own, the VMs.
 */
import type { SnapshotFrom } from 'xstate';
import { virtualMachine } from '../machines/cluster/virtual-machine.ts';
import { vmName } from '../machines/csv/names.ts';
import type { NodeId, VmId } from '../machines/csv/vocabulary.ts';
import { nodeIds } from '../machines/live-migration/names.ts';
import type { StateView } from '../src/index.ts';

export type MigratingVmSnapshot = SnapshotFrom<typeof virtualMachine>;

export const vmIds: readonly VmId[] = ['vm1', 'vm2'];

/** The VM as each node sees it. */
export function copiesOf({ actors }: StateView, vm: VmId): readonly MigratingVmSnapshot[] {
  return nodeIds.flatMap((node) => {
    const snapshot = actors[vmName(node, vm)];
    return snapshot !== undefined && isMigratingVm(snapshot) ? [snapshot] : [];
  });
}

/** The nodes on which the guest of a VM executes. */
export function runningOn(state: StateView, vm: VmId): readonly NodeId[] {
  return copiesOf(state, vm).flatMap((copy) => (copy.matches('enabled') ? [copy.context.node] : []));
}

function isMigratingVm(snapshot: StateView['actors'][string]): snapshot is MigratingVmSnapshot {
  // By id, as a defect puts another machine of the same id in its place.
  return snapshot.machine.id === virtualMachine.id;
}
