/**
 * The coordinator answers a redirected request when it has it, not when the disk has it; if it crashes in between, the
 * guest counts on a write that is nowhere.
 */
import { enqueueActions } from 'xstate';
import { ntfsMount } from '../csv/ntfs-mount.ts';
import { pathName, smbName, volumeName } from '../csv/names.ts';
import { csvCoordination } from '../systems/csv-coordination.ts';
import type { Defect } from './defect.ts';

const hastyMount = ntfsMount.provide({
  actions: {
    carryOut: enqueueActions(({ context: { node }, event, enqueue }) => {
      if (event.type !== 'REQUEST') return;
      const { from, io } = event;
      const answer = { type: 'ANSWER', io, done: true };
      enqueue.sendTo(({ system }) => system.get(pathName(node)), () => ({ type: io.kind, vm: io.vm, content: io.content, by: 'ntfs', client: from }));
      if (from === node) enqueue.sendTo(({ system }) => system.get(volumeName(node)), () => answer);
      else enqueue.sendTo(({ system }) => system.get(smbName(from)), () => ({ type: 'SEND_ANSWER', message: answer }));
    }),
  },
});

export const csvRedirectAnsweredEarly: Defect = {
  id: 'csv-redirect-answered-early',
  about: 'Redirected I/O is acknowledged before it is on the disk.',
  scopes: csvCoordination({ ntfsMount: hastyMount }, 'defect:csv-redirect-answered-early'),
  rejectedBy: ['acknowledged-io-is-on-the-disk', 'an-expelled-node-writes-nothing', 'a-vm-has-one-writer', 'nobody-writes-while-mounting', 'metadata-is-the-coordinators'],
};
