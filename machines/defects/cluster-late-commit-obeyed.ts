/**
 * A COMMIT is obeyed whatever became of its attempt: that of a source which was expelled meanwhile arrives when the VM has been
 * started elsewhere, and takes it from the node that runs it.
 */
import { assign } from 'xstate';
import { vmRole } from '../cluster/vm-role.ts';
import { clusterScopes } from '../systems/whole-cluster.ts';
import type { Defect } from './defect.ts';

const trustingRole = vmRole.provide({
  guards: { isOpen: ({ context, event }) => event.type === 'COMMIT' && context.up.includes(event.to) },
  actions: { handOver: assign(({ context, event }) => ({ owner: event.type === 'COMMIT' ? event.to : context.owner, target: null })) },
});

export const clusterLateCommitObeyed: Defect = {
  id: 'cluster-late-commit-obeyed',
  about: 'A migration is committed after its source was expelled and the VM started elsewhere.',
  scopes: { small: clusterScopes({ vmRole: trustingRole }, 'defect:cluster-late-commit-obeyed').small },
  rejectedBy: ['a-member-runs-what-it-owns', 'one-copy-of-a-vm-can-write'],
};
