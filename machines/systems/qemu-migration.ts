/**
 * The live migration of this project with the parameters of QEMU's: what recorded migrations are replayed against.
 *
 * The machines are those of live-migration.ts. What differs are numbers: passes have no cap, so that only "little remains" ends
 * them, which is QEMU's stop rule; a page stands for as much as the rule lets be left. A VM that is paused migrates too. And the environment is what one sees of a
 * QEMU: the guest computes, a migration is asked for or cancelled, the VM is paused or resumed, messages arrive, and what may fail
 * is the set-up, the target, the connection and the last agreement. Nodes do not crash, as a source that is gone answers nobody,
 * and a target that is gone is a connection that breaks. Source: domain.md 3.3.
 */
import { defineSystem, type System } from '../../src/index.ts';
import { partition } from '../live-migration/partition.ts';
import type { NodeId } from '../live-migration/vocabulary.ts';
import { cluster2008R2 } from './cluster-2008-r2.ts';

export interface QemuMigrationSize {
  /** At most so many passes are followed by another. */
  readonly passes: number;
  /** How often a migration is asked for; each may fail once. */
  readonly migrations: number;
  /** Migrations, cancellations, pauses and resumptions, all together. */
  readonly commands: number;
}

const pair: readonly NodeId[] = ['node1', 'node2'];
const failures: readonly string[] = ['BREAK', 'SETUP_FAILS', 'TARGET_FAILS', 'LOSE_UP', 'LOSE_DOWN', 'EXPIRE'];
const deliveries: readonly string[] = ['DELIVER_TO_TARGET', 'DELIVER_TO_SOURCE', 'DELIVER_UP', 'DELIVER_DOWN', 'DELIVER_LATE'];
const ofTheSource: readonly string[] = ['GUEST_COMPUTES', 'PAUSE', 'RESUME', 'CANCEL'];

const migratesPaused = partition.provide({ guards: { mayMigratePaused: () => true } });

/** One VM on node 1, which a migration takes to node 2. */
export function qemuMigration({ passes, migrations, commands }: QemuMigrationSize): System {
  const whole = cluster2008R2({
    id: 'qemu-migration',
    nodes: pair,
    storage: 'csv',
    vms: [{ id: 'vm1', possibleOwners: pair, first: 'node1' }],
    destinations: ['node2'],
    pages: 1,
    passesMax: Infinity,
    remainingMax: 0,
    budgets: { faults: migrations, operator: commands, guest: passes },
  }, { partition: migratesPaused });
  const stimuli = whole.stimuli.filter(({ to, event: { type } }) => failures.includes(type) || deliveries.includes(type) || type === 'LIVE_MIGRATE' || (ofTheSource.includes(type) && to.startsWith('node1.')));
  return defineSystem({ id: whole.id, scope: '2 nodes, 1 CSV, 1 VM of 1 page, passes without a cap', actors: whole.actors, stimuli, budgets: whole.budgets, final: (state) => whole.final(state) });
}
