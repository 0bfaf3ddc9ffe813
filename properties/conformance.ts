/**
 * How a state of a live migration looks at the monitor of a QEMU, so that recorded migrations can be replayed against the model.
 *
 *   model (the source's worker)          query-migrate says                    dirty-sync-count, in or after pass p
 *   idle, nothing has begun              none
 *   settingUp                            setup, wait-unplug                    0 or 1
 *   brownout, pass p                     active                                p: QEMU counts as it looks for dirty pages
 *   blackout, moving                     active, pre-switchover, device        p + 1, p + 2: the look that found little, the last one
 *   reverting                            failed; cancelling, cancelled         the same
 *   cleaningUp, idle after completion    completed                             p + 2
 *   idle after failure, cancellation     failed; cancelling, cancelled         p to p + 2
 *
 * Only this correspondence is stated here; which of it may follow which is asked of the machines. Words that stand for one phase are
 * not told apart, so their order is not compared. QEMU's post-copy (the target runs
 * before it has the memory) and COLO have no counterpart: no state looks so. Source: LM-1 to LM-7, domain.md 3.2, 3.3, 7.3.
 */
import { qemuMigration } from '../machines/systems/qemu-migration.ts';
import type { Outcome } from '../machines/live-migration/vocabulary.ts';
import type { Answer, MigrationStatus, MonitorCommand, QmpReading, SyncRange } from '../src/index.ts';
import { readMigration, type WorkerSnapshot } from './live-migration-reading.ts';

const commands: ReadonlyMap<string, MonitorCommand> = new Map([
  ['vm1 LIVE_MIGRATE', 'migrate'],
  ['node1.migration CANCEL', 'migrate_cancel'],
  ['node1.vm1 PAUSE', 'stop'],
  ['node1.vm1 RESUME', 'cont'],
]);

export const qmp: QmpReading = {
  system: qemuMigration,
  pass: (state) => readMigration(state).workerOf('node1')?.context.session === null ? null : (readMigration(state).workerOf('node1')?.context.pass ?? null),
  view: (state, pass) => {
    const migration = readMigration(state);
    const [worker, vm] = [migration.workerOf('node1'), migration.partitionOf('node1', 'vm1')];
    // `migrate` is answered when the migration has begun; before that the source has yet to hear of it.
    if (worker === undefined || vm === undefined || migration.linkOf('node1')?.context.down.some(({ message }) => message.type === 'MIGRATE') === true) return null;
    return { answers: answersOf(worker, pass), vm: vm.matches('enabled') ? 'running' : 'stopped' };
  },
  command: ({ to, type }) => commands.get(`${to} ${type}`) ?? null,
  // A write to a page that is dirty already, or while nobody keeps a log, changes nothing but what the page holds.
  matters: (state, { type }) => type !== 'GUEST_COMPUTES' || readMigration(state).partitionOf('node1', 'vm1')?.context.dirty?.includes(false) === true,
};

function answersOf(worker: WorkerSnapshot, pass: number): readonly Answer[] {
  const [looking, looked] = [{ least: pass + 1, most: pass + 2 }, { least: pass + 2, most: pass + 2 }];
  const { last } = worker.context;
  if (worker.matches({ source: 'settingUp' })) return answers(['setup', 'wait-unplug'], { least: 0, most: 1 });
  if (worker.matches({ source: 'brownout' })) return answers(['active'], { least: pass, most: pass });
  if (worker.matches({ source: 'cleaningUp' })) return answers(['completed'], looked);
  if (worker.matches({ source: 'reverting' })) return answers(wordsFor(last), looking);
  if (worker.matches('source')) return answers(['active', 'pre-switchover', 'device'], looking);
  return answers(wordsFor(last), last === null ? null : last === 'completed' ? looked : { least: pass, most: pass + 2 });
}

function answers(statuses: readonly MigrationStatus[], syncs: SyncRange | null): readonly Answer[] {
  return statuses.map((status) => ({ status, syncs }));
}

function wordsFor(last: Outcome | null): readonly MigrationStatus[] {
  if (last === null) return ['none'];
  if (last === 'completed') return ['completed'];
  return last.startsWith('failed') ? ['failed'] : ['cancelling', 'cancelled'];
}
