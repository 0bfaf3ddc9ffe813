/**
 * What a node can still do to a shared volume after the others have expelled it, whatever it believes.
 */
import { always, eachStep, reachable } from '../../src/index.ts';
import { acceptedCommands, clusterOf, diskOf, hostsOf, isRegistered, reachesDisk, runs, vmsOf, volumesOf } from '../csv-reading.ts';

/** Straight to the disk, or through a coordinator that still listens to it. */
export const anExpelledNodeWritesNothing = eachStep({
  id: 'an-expelled-node-writes-nothing',
  requirements: ['CSV-6'],
  statement: 'Once the cluster counts the lost nodes as fenced, the disk takes commands for VMs on its members only.',
  when: (before, step) => reachesDisk(step) && clusterOf(before).context.fenced,
  holds: (before, step) => !reachesDisk(step) || !clusterOf(before).context.fenced || acceptedCommands(step).every(({ origin }) => clusterOf(before).context.members.includes(origin)),
});

export const keysFollowMembership = always({
  id: 'keys-follow-membership',
  requirements: ['CSV-6', 'LUN-1'],
  statement: 'Once the cluster counts the lost nodes as fenced, only members, and a node that is being let in, have their keys on the disk.',
  when: (state) => clusterOf(state).context.fenced && clusterOf(state).context.members.length < hostsOf(state).length,
  holds: (state) => !clusterOf(state).context.fenced || diskOf(state).context.registrants.every((node) => clusterOf(state).context.members.includes(node) || clusterOf(state).context.joiner === node),
});

/** The effective half of "a VM runs once": a copy that runs on may not change the VM's disk. */
export const aVmHasOneWriter = eachStep({
  id: 'a-vm-has-one-writer',
  requirements: ['CSV-6', 'CSV-2'],
  statement: 'The disk takes a command for a VM only while that VM runs on no member of the cluster but the one that asked.',
  when: (_, step) => reachesDisk(step) && acceptedCommands(step).length > 0,
  holds: (before, step) => !reachesDisk(step) || acceptedCommands(step).every(({ vm, origin }) => vmsOf(before).every((other) => other.context.vm !== vm || other.context.node === origin || !runs(other) || !clusterOf(before).context.members.includes(other.context.node))),
});

/** What the claims above are worth: the node runs its VM, has a write for it, and its key is gone. */
export const anExpelledNodeIsRefused = reachable({
  id: 'an-expelled-node-is-refused',
  requirements: ['CSV-6'],
  statement: 'A node that is no member and does not know it can hold back a write of a VM that runs, because the disk has refused it.',
  holds: (state) =>
    volumesOf(state).some(
      ({ context }) => !clusterOf(state).context.members.includes(context.node) && !isRegistered(state, context.node) && context.queue.some(({ kind }) => kind === 'WRITE') && vmsOf(state).some((vm) => vm.context.node === context.node && runs(vm)),
    ),
});

export const aVmRunsTwice = reachable({
  id: 'a-vm-runs-twice-in-two-nodes-eyes',
  requirements: ['CSV-6'],
  statement: 'A VM can run on a member while a node that was expelled, and does not know it, still runs it.',
  holds: (state) => vmsOf(state).some((vm) => runs(vm) && vmsOf(state).some((other) => other.context.vm === vm.context.vm && other.context.node !== vm.context.node && runs(other))),
});

export const anExpelledNodeComesBack = reachable({
  id: 'an-expelled-node-comes-back',
  requirements: ['CSV-6'],
  statement: 'A node that was expelled, and whose VMs were started elsewhere, can be a member again, with its volume active.',
  holds: (state) => hostsOf(state).every((host) => host.matches('up')) && clusterOf(state).matches({ withVolume: 'online' }) && volumesOf(state).every((volume) => volume.matches('active') && clusterOf(state).context.members.includes(volume.context.node)) && state.budgets['operator'] === 0 && clusterOf(state).context.vms.some(({ vm, home }) => vmsOf(state).some((one) => one.context.vm === vm && one.context.running && one.context.node !== home)),
});

export const csvFencingProperties = [anExpelledNodeWritesNothing, keysFollowMembership, aVmHasOneWriter, anExpelledNodeIsRefused, aVmRunsTwice, anExpelledNodeComesBack];
