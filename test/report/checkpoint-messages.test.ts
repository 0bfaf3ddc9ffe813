import { expect, test } from 'vitest';
import type { CheckpointFault } from '../../src/checkpoint/checkpoint-error.ts';
import type { Difference } from '../../src/checkpoint/identity.ts';
import { checkpointMessage } from '../../src/report/checkpoint-messages.ts';
import { messageLines } from '../../src/report/message.ts';
import { page } from './made-reports.ts';

const directory = 'run1';
const damaged = (damage: Extract<CheckpointFault, { code: 'checkpoint-damaged' }>['damage']): CheckpointFault => ({ code: 'checkpoint-damaged', directory, file: 'states.2.quiesce', damage });
const foreign = (difference: Difference): CheckpointFault => ({ code: 'checkpoint-foreign', directory, difference });

const faults: readonly CheckpointFault[] = [
  { code: 'checkpoint-not-found', directory },
  { code: 'not-a-checkpoint', directory, found: 'file' },
  { code: 'not-a-checkpoint', directory, found: 'nothing' },
  { code: 'not-a-checkpoint', directory, found: 'unfinished' },
  { code: 'not-a-checkpoint', directory, found: 'other-files' },
  { code: 'checkpoint-format', directory, saved: 3, present: 2 },
  damaged({ kind: 'missing' }),
  damaged({ kind: 'too-short', expected: 120_000, found: 4_096 }),
  damaged({ kind: 'digest', expected: '0'.repeat(64), found: 'f'.repeat(64) }),
  damaged({ kind: 'unreadable', problem: 'it does not fit the other files' }),
  foreign({ part: 'version', saved: '0.1.0', present: '0.2.0' }),
  foreign({ part: 'node', saved: '26.0.0', present: '24.1.0' }),
  foreign({ part: 'byte-order', saved: 'BE', present: 'LE' }),
  foreign({ part: 'system', saved: 'failover', present: 'cluster' }),
  foreign({ part: 'structure', saved: 'c41e77b0', present: '9a3f0012' }),
  foreign({ part: 'final' }),
  foreign({ part: 'properties', gone: ['one-writer'], added: ['two-writers', 'no-writer'] }),
  foreign({ part: 'properties', gone: [], added: [] }),
  foreign({ part: 'kind', id: 'one-writer', saved: 'always', present: 'unreachable' }),
  foreign({ part: 'predicate', id: 'one-writer' }),
  foreign({ part: 'built-ins', gone: ['no-deadlock'], added: [] }),
  foreign({ part: 'expectations', gone: [], added: ['one-writer'] }),
  foreign({ part: 'keep-going' }),
  foreign({ part: 'symmetry', saved: ['vm1, vm2'], present: [] }),
  foreign({ part: 'machine', actor: 'vm1', mode: 'running', event: 'SAVE' }),
  { code: 'checkpoint-in-use', directory, pid: 4711, host: 'here', here: true, lock: 'run1/lock.quiesce' },
  { code: 'checkpoint-in-use', directory, pid: 4711, host: 'node7', here: false, lock: 'run1/lock.quiesce' },
  { code: 'checkpoint-exists', directory },
  { code: 'directory-not-empty', directory, files: ['a', 'b', 'c'] },
  { code: 'directory-not-empty', directory, files: ['a', 'b', 'c', 'd', 'e', 'f', 'g'] },
  { code: 'checkpoint-unwritable', directory, problem: 'no space is left on the device', kept: 1_745_408 },
  { code: 'checkpoint-unwritable', directory, problem: 'permission is denied', kept: null },
  { code: 'checkpoint-of-reference', directory },
];

test('every reason against a checkpoint is told with its values and what to do', async () => {
  const text = faults.map((fault) => messageLines(page(80), checkpointMessage(fault)).join('\n')).join('\n\n---\n\n');
  await expect(`${text}\n`).toMatchFileSnapshot('golden/checkpoint-faults.txt');
});
