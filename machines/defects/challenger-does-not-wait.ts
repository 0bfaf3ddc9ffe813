/**
 * The challenger preempts in the moment in which it registers. A defender that is alive never gets to remove its key, and whoever asks for the disk has it.
 */
import { sendTo } from 'xstate';
import { diskResource } from '../failover/disk-resource.ts';
import { failover } from '../systems/failover.ts';
import type { Defect } from './defect.ts';

const impatient = diskResource.provide({
  guards: { isHeldByOther: () => false },
  actions: { reserve: sendTo(({ system, context }) => system.get(context.disk), ({ context }) => ({ type: 'PREEMPT', node: context.node })) },
});

export const challengerDoesNotWait: Defect = {
  id: 'challenger-does-not-wait',
  about: 'A challenger takes the disk without giving its defender the time to come round.',
  scopes: failover({ diskResource: impatient }, 'defect:challenger-does-not-wait'),
  rejectedBy: ['challenger-waits'],
};
