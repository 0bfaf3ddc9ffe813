/**
 * A group that moves saves every VM it knows of, and not only its own.
 */
import { enqueueActions } from 'xstate';
import { resourceGroup } from '../resource-group.ts';
import { lunPerVm } from '../systems/lun-per-vm.ts';
import type { VmId } from '../vocabulary.ts';
import type { Defect } from './defect.ts';

const greedyGroup = resourceGroup.provide({
  actions: {
    saveVms: enqueueActions(({ enqueue }) => {
      const everyVm: readonly VmId[] = ['vm1', 'vm2'];
      for (const vm of everyVm) enqueue.sendTo(({ system }) => system.get(vm), { type: 'TAKE_OFFLINE' });
    }),
  },
});

export const neighbourSavedToo: Defect = {
  id: 'neighbour-saved-too',
  about: 'Moving one VM saves the other, which has a LUN of its own.',
  scopes: lunPerVm({ resourceGroup: greedyGroup }, 'defect:neighbour-saved-too'),
  rejectedBy: ['each-vm-moves-alone'],
};
