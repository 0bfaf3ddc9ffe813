/**
 * Too good to be true: a node that crashes still saves the memory of its VMs. Then nothing would ever be lost, and
 * quick migration would need no live source.
 */
import { enqueueActions } from 'xstate';
import { mountName } from '../names.ts';
import { quickMigration } from '../systems/quick-migration.ts';
import { virtualMachine } from '../virtual-machine.ts';
import type { Defect } from './defect.ts';

const immortalMachine = virtualMachine.provide({
  actions: {
    forget: enqueueActions(({ context, event, enqueue }) => {
      const { vm, memory, disk, pages } = context;
      if (event.type === 'HOST_CRASHED') enqueue.sendTo(({ system }) => system.get(mountName(context.node, context.lun)), () => ({ type: 'SAVE_STATE', vm, saved: { memory, disk } }));
      enqueue.assign({ memory: Array.from({ length: pages }, () => 0), disk: 0, inFlight: null, saved: null });
    }),
  },
});

export const crashSavesMemory: Defect = {
  id: 'crash-saves-memory',
  about: 'A node that crashes still saves the memory of its VMs.',
  scopes: quickMigration({ virtualMachine: immortalMachine }, 'defect:crash-saves-memory'),
  rejectedBy: ['only-a-live-node-saves', 'a-crash-loses-memory'],
};
