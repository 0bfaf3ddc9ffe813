/**
 * A VM is frozen for a migration and its files are released while the volume still holds back a write of it: when the coordinator
 * has moved, the source sends that write under the feet of the VM that runs on the target.
 */
import { virtualMachine } from '../cluster/virtual-machine.ts';
import { clusterScopes } from '../systems/whole-cluster.ts';
import type { Defect } from './defect.ts';

export const clusterFrozenBeforeDrained: Defect = {
  id: 'cluster-frozen-before-drained',
  about: 'The source of a migration releases the files of a VM with a write of it under way.',
  scopes: clusterScopes({ virtualMachine: virtualMachine.provide({ guards: { ioIsDrained: () => true } }) }, 'defect:cluster-frozen-before-drained'),
  rejectedBy: ['released-files-have-no-io', 'a-vm-has-one-writer'],
};
