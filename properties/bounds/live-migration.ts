/**
 * How long a VM is dark while it is migrated live: with a Cluster Shared Volume, and with a LUN that moves.
 *
 * Dark is a VM that runs on no node and was not paused by an operator. That clients keep a connection for about 20 s is what the
 * bounds of 2008 say, too (domain.md 3.2).
 */
import { longest, reachable, shortest, type Property, type StateView } from '../../src/index.ts';
import { isLive, readMigration } from '../live-migration-reading.ts';
import { patienceMs } from './blackout-2008.ts';

/** What a cluster keeps dark. No part of a timed suite but a migration does. */
function isDark(state: StateView): boolean {
  return !readMigration(state).partitions.some(isLive);
}

/** LM-6: the limit is what the parts of the switch-over take, and the pages left over for it. */
export function blackoutIsBounded(atMostMs: number): Property {
  return longest({
    id: 'blackout-is-bounded',
    requirements: ['LM-6'],
    statement: 'A live migration keeps a VM dark for no longer than its switch-over and the pages that the passes leave take.',
    during: isDark,
    atMostMs,
  });
}

/** ARG-6, for `within` that clients wait. */
export function liveMigrationKeepsClients(within = patienceMs): Property {
  return longest({
    id: 'live-migration-keeps-clients',
    requirements: ['ARG-6', 'LM-6'],
    statement: 'A live migration keeps a VM dark for no longer than clients wait.',
    during: isDark,
    atMostMs: within,
  });
}

/** ARG-5: whatever the guest does, and however fast memory is moved. */
export function blackoutTakesDismountAndMount(atLeastMs: number): Property {
  return shortest({
    id: 'blackout-takes-dismount-and-mount',
    requirements: ['ARG-5', 'LUN-5'],
    statement: 'Without a Cluster Shared Volume, a live migration keeps a VM dark for at least as long as dismounting and mounting its LUN take.',
    during: isDark,
    atLeastMs,
  });
}

/** LUN-5: both take time, one after the other. */
export function aLunTakesTimeToMove(atLeastMs: number): Property {
  return shortest({
    id: 'a-lun-takes-time-to-move',
    requirements: ['LUN-5', 'ARG-5'],
    statement: 'From the moment a node begins to dismount a LUN or to mount it until the next has it mounted, dismount and mount both pass.',
    during: (state) => {
      const { mounts } = readMigration(state);
      return mounts.some((mount) => mount.matches('dismounting') || mount.matches('mounting')) || !mounts.some((mount) => mount.matches('mounted'));
    },
    atLeastMs,
  });
}

/** LM-6 where it goes wrong: the source has to find out before it can let its VM go on. */
export function aFailedMigrationGoesOn(atMostMs: number): Property {
  return longest({
    id: 'a-failed-migration-goes-on',
    requirements: ['LM-6', 'LM-7'],
    statement: 'A migration whose connection breaks, or whose target gives up, keeps a VM dark for no longer than its blackout and the time until the source finds out.',
    during: isDark,
    atMostMs,
  });
}

/** A crash is an unplanned failover, whenever it comes; at worst the target is lost just before it runs the VM. */
export function aCrashInAMigrationEnds(atMostMs: number): Property {
  return longest({
    id: 'a-crash-in-a-migration-ends',
    requirements: ['LM-8', 'HA-4'],
    statement: 'After a crash of source or target, whenever it happens, a VM runs again within its blackout, detection and a boot.',
    during: isDark,
    atMostMs,
  });
}

/** Of the source's VM, in the midst of it: what a crash is not. */
export const aFailedMigrationIsNoticed = reachable({
  id: 'a-failed-migration-is-noticed',
  requirements: ['LM-6', 'LM-7'],
  statement: 'A migration can fail in its blackout, and the VM go on at the source.',
  holds: (state) => readMigration(state).workers.some(({ context }) => context.node === 'node1' && context.last === 'failed in blackout') && readMigration(state).partitions.some((vm) => vm.context.node === 'node1' && vm.matches('enabled')),
});

export const aMigratedVmIsStartedAfterACrash = reachable({
  id: 'a-migrated-vm-is-started-after-a-crash',
  requirements: ['LM-8', 'HA-4'],
  statement: 'A VM can boot at the source after its target was lost.',
  holds: (state) => readMigration(state).hosts.some((host) => host.context.id === 'node2' && host.matches('down')) && readMigration(state).partitions.some((vm) => vm.context.node === 'node1' && vm.matches({ starting: 'booting' })),
});

export const aLiveMigrationEnds = reachable({
  id: 'a-live-migration-ends',
  requirements: ['LM-5', 'LM-6', 'ARG-5', 'ARG-6', 'LUN-5'],
  statement: 'A VM can come to run on node 2, and node 1 knows it.',
  holds: (state) => readMigration(state).workers.some(({ context }) => context.node === 'node1' && context.last === 'completed') && readMigration(state).partitions.some((vm) => vm.context.node === 'node2' && vm.matches('enabled')),
});
