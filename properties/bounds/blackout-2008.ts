/**
 * How long a VM of 2008 is dark: in a planned move, and after a crash.
 *
 * Dark is a VM that is wanted and runs nowhere. Clients keep a connection for about 20 s (domain.md 3.2: TCP gives up after
 * 63 retransmission times, 19 s at 300 ms, and the vendor says about 20 s).
 */
import { longest, reachable, shortest, type Property, type StateView } from '../../src/index.ts';
import { read, runs } from '../reading.ts';

/** How long clients wait before they give a connection up. */
export const patienceMs = 20_000;

function isDark(state: StateView): boolean {
  const { resources, vms } = read(state);
  return resources.some(({ context }) => context.wanted && !vms.some((vm) => vm.context.vm === context.id && runs(vm)));
}

/** A VM that is being moved, and not lost to a crash. */
export const quickMigrationTakesLong = shortest({
  id: 'quick-migration-takes-long',
  requirements: ['ARG-4', 'QM-3'],
  statement: 'A VM of 2 GiB and more that is moved by quick migration is dark for longer than clients wait.',
  during: isDark,
  atLeastMs: patienceMs,
});

/** The article's 8 s a GiB, and what the disk takes. */
export function quickMigrationTakesNoLonger(memoryGib: number): Property {
  return longest({
    id: 'quick-migration-takes-no-longer',
    requirements: ['QM-3'],
    statement: 'A planned move keeps a VM dark for no longer than 8 s a GiB of memory, and 5 s for its disk.',
    during: isDark,
    atMostMs: memoryGib * 8_000 + 5_000,
  });
}

export const failoverEnds = longest({
  id: 'failover-ends',
  requirements: ['HA-4'],
  statement: 'After a crash, whenever it happens, a VM runs again within 70 s: detection, mount, boot, and what it was at when the node crashed, a boot at worst.',
  during: isDark,
  atMostMs: 70_000,
});

export const failoverIsVisible = shortest({
  id: 'failover-is-visible',
  requirements: ['HA-4'],
  statement: 'A crash keeps a VM dark for longer than clients wait.',
  during: isDark,
  atLeastMs: patienceMs,
});

export const aMoveEnds = reachable({
  id: 'a-move-ends',
  requirements: ['QM-3', 'ARG-4', 'HA-4'],
  statement: 'A VM can come to run on node 2.',
  holds: (state) => read(state).vms.some((vm) => vm.context.node === 'node2' && runs(vm)),
});
