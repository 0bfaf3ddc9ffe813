import { expect, test } from 'vitest';
import { messageLines } from '../../src/report/message.ts';
import { modelMessage } from '../../src/report/messages.ts';
import type { ModelFault } from '../../src/system/model-error.ts';
import { page } from './made-reports.ts';

const place = { actor: 'vm1', machine: 'vm', mode: 'running', event: 'SAVE' };

const faults: readonly ModelFault[] = [
  { code: 'invalid-system', system: 'cluster', problem: 'budget faults is -1', remedy: 'A budget is a whole number of at least 0.' },
  { code: 'invoke-refused', actor: 'vm1', machine: 'vm', mode: 'saving', source: 'writeFile' },
  { code: 'spawn-refused', place },
  { code: 'impure-machine', place, first: `{"at":1}${' '.repeat(100)}one`, second: `{"at":1}${' '.repeat(100)}two` },
  { code: 'context-mutated', place, problem: 'a Map or Set in the context was changed in place' },
  { code: 'reads-other-actor', place, target: 'lun1', method: 'getSnapshot' },
  { code: 'unknown-target', place, target: 'lun', known: ['node1', 'lun1'] },
  { code: 'unborn-target', place, target: 'lun1' },
  { code: 'stopped-target', place, target: 'lun1' },
  { code: 'unserialisable', place, path: 'context.at', found: 'an instance of Date' },
  { code: 'threw', place, message: 'no such page' },
  { code: 'unbounded-step', place, count: 10_000, unit: 'deliveries' },
  {
    code: 'asymmetric-machine',
    place,
    group: ['vm1', 'vm2', 'vm3'],
    names: [['vm1', 'vm2'], ['vm2', 'vm1']],
    counterpart: 'vm2',
    wanted: '|"saving"|{"id":"vm2"}||||; {"event":{"by":"vm2","type":"SAVED"},"kind":"send","to":"lun1"}; by running SAVE #0',
    found: '|"running"|{"id":"vm2"}||||; swallowed',
  },
  { code: 'asymmetric-order', place, group: ['vm1', 'vm2'], targets: ['vm1', 'vm2'] },
  { code: 'asymmetric-claim', claim: 'vm1-never-fails', group: ['vm1', 'vm2'], names: [['vm1', 'vm2'], ['vm2', 'vm1']], outcome: 'true', other: 'untested' },
  { code: 'asymmetric-claim', claim: 'final', group: ['vm1', 'vm2'], names: [['vm1', 'vm2'], ['vm2', 'vm1']], outcome: 'true', other: 'false' },
];

test('every model fault is told with its values, its cause and what to do', async () => {
  const text = faults.map((fault) => messageLines(page(80), modelMessage(fault)).join('\n')).join('\n\n---\n\n');
  await expect(`${text}\n`).toMatchFileSnapshot('golden/model-faults.txt');
});
