/**
 * How a state of a live migration looks at the monitor of a QEMU, so that recorded migrations can be replayed against the model.
 *
 *   model (the source's worker)          query-migrate says                    dirty-sync-count, in or after pass p
 *   idle, nothing has been               none
 *   asked for, settingUp                 setup, wait-unplug                    0 or 1
 *   brownout, pass p                     active                                p: QEMU counts as it looks for dirty pages
 *   blackout, moving                     active, pre-switchover, device        p + 1, p + 2: the look that found little, the last one
 *   reverting                            the same; or how it ends              the same
 *   cleaningUp, idle after completion    completed                             p + 2
 *   idle after failure, cancellation     failed; cancelling, cancelled         p to p + 2
 *
 * Only this correspondence is stated here; which of it may follow which is asked of the machines. QEMU's post-copy (the target runs
 * before it has the memory) and COLO have no counterpart: no state looks so. Source: LM-1 to LM-7, domain.md 3.2, 3.3, 7.3.
 */
import { qemuMigration } from '../machines/systems/qemu-migration.ts';
import type { Outcome } from '../machines/live-migration/vocabulary.ts';
import type { Answer, MigrationStatus, MonitorCommand, QmpReading, StateView, SyncRange } from '../src/index.ts';
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
    if (worker === undefined || vm === undefined) return null;
    return { answers: answersOf(worker, pass, isAskedFor(state)), vm: vm.matches('enabled') ? 'running' : 'stopped' };
  },
  command: ({ to, type }) => commands.get(`${to} ${type}`) ?? null,
  // A write to a page that is dirty already, or while nobody keeps a log, changes nothing but what the page holds.
  matters: (state, { type }) => type !== 'GUEST_COMPUTES' || readMigration(state).partitionOf('node1', 'vm1')?.context.dirty?.includes(false) === true,
};

function answersOf(worker: WorkerSnapshot, pass: number, isBeginning: boolean): readonly Answer[] {
  if (worker.matches({ source: 'settingUp' })) return answers(beginning, { least: 0, most: 1 });
  if (worker.matches({ source: 'brownout' })) return answers(['active'], { least: pass, most: pass });
  const [looking, looked] = [{ least: pass + 1, most: pass + 2 }, { least: pass + 2, most: pass + 2 }];
  if (worker.matches({ source: 'cleaningUp' })) return [...answers(ending, looking), ...answers(['completed'], looked)];
  if (worker.matches({ source: 'reverting' })) return [...answers(ending, looking), ...answers(wordsFor(worker.context.last), looking)];
  if (worker.matches('source')) return answers(ending, looking);
  const { last } = worker.context;
  const over = answers(wordsFor(last), last === null ? null : last === 'completed' ? looked : { least: pass, most: pass + 2 });
  return isBeginning ? [...over, ...answers(beginning, { least: 0, most: 1 })] : over;
}

const beginning: readonly MigrationStatus[] = ['setup', 'wait-unplug'];
const ending: readonly MigrationStatus[] = ['active', 'pre-switchover', 'device'];

function answers(statuses: readonly MigrationStatus[], syncs: SyncRange | null): readonly Answer[] {
  return statuses.map((status) => ({ status, syncs }));
}

function wordsFor(last: Outcome | null): readonly MigrationStatus[] {
  if (last === null) return ['none'];
  if (last === 'completed') return ['completed'];
  return last.startsWith('failed') ? ['failed'] : ['cancelling', 'cancelled'];
}

/** The migration was asked for, and the source has yet to hear of it. */
function isAskedFor(state: StateView): boolean {
  return readMigration(state).linkOf('node1')?.context.down.some(({ message }) => message.type === 'MIGRATE') === true;
}
