/**
 * What a crash may take, and what must come after it.
 */
import { always, reachable } from '../../src/index.ts';
import { diskContent, isUp, read, runs, writeUnderWay } from '../reading.ts';

export const noGroupStaysWithADeadNode = always({
  id: 'no-group-stays-with-a-dead-node',
  requirements: ['HA-1'],
  statement: 'Once the cluster knows that a node is down, no group is settled on it.',
  when: (state) => read(state).services.some((service) => service.context.up.length < read(state).nodes.length),
  holds: (state) => {
    const { services, groups } = read(state);
    return groups.every((group) => !group.matches('settled') || services.every((service) => service.context.up.includes(group.context.owner)));
  },
});

/** Crash-consistent: what boots, boots from the disk as it is, and nothing changes it from outside. */
export const runningVmSeesItsDisk = always({
  id: 'running-vm-sees-its-disk',
  requirements: ['HA-1', 'QM-2'],
  statement: 'A VM that runs and has no write under way knows exactly what its virtual disk holds.',
  when: (state) => read(state).vms.some((vm) => runs(vm) && vm.context.inFlight === null),
  holds: (state) => {
    const cluster = read(state);
    return cluster.vms.filter((vm) => runs(vm) && vm.context.inFlight === null).every((vm) => vm.context.disk === diskContent(cluster, vm));
  },
});

export const acknowledgedWritesAreKept = always({
  id: 'acknowledged-writes-are-kept',
  requirements: ['HA-2'],
  statement: 'When no write of a VM is under way, its virtual disk holds every write that was acknowledged to its guest.',
  when: (state) => [...read(state).guests].some(([vm, guest]) => guest.context.acknowledged > 0 && !writeUnderWay(read(state), vm)),
  holds: (state) => {
    const cluster = read(state);
    return cluster.vms.every((vm) => writeUnderWay(cluster, vm.context.vm) || diskContent(cluster, vm) >= (cluster.guests.get(vm.context.vm)?.context.acknowledged ?? 0));
  },
});

export const aVmBootsAfterACrash = reachable({
  id: 'a-vm-boots-after-a-crash',
  requirements: ['HA-1'],
  statement: 'A VM can come to run on node 2 while node 1 is down.',
  holds: (state) => read(state).vms.some((vm) => vm.context.node === 'node2' && runs(vm) && !isUp(read(state), 'node1')),
});

/** ARG-7 and the witness of HA-2 in one: memory is gone, the acknowledged write is not. */
export const aCrashLosesMemoryOnly = reachable({
  id: 'a-crash-loses-memory-only',
  requirements: ['ARG-7', 'HA-2'],
  statement: 'A VM can run again without what was in its memory, and with the write that was acknowledged.',
  holds: (state) => {
    const cluster = read(state);
    return cluster.vms.some((vm) => {
      const seen = cluster.guests.get(vm.context.vm)?.context;
      return runs(vm) && seen !== undefined && seen.memoryLost && seen.acknowledged > 0 && diskContent(cluster, vm) >= seen.acknowledged;
    });
  },
});

/** The same with memory alone, for scopes in which the guest does one thing only. */
export const aCrashLosesMemory = reachable({
  id: 'a-crash-loses-memory',
  requirements: ['ARG-7'],
  statement: 'A VM can run again without what was in its memory when its node crashed.',
  holds: (state) => read(state).vms.some((vm) => runs(vm) && read(state).guests.get(vm.context.vm)?.context.memoryLost === true),
});

/** Claims about failover that hold on every cluster of 2008. */
export const failoverProperties = [noGroupStaysWithADeadNode, runningVmSeesItsDisk, acknowledgedWritesAreKept, aVmBootsAfterACrash, aCrashLosesMemory];
