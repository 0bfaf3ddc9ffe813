import { expect, test } from 'vitest';
import { checkJson, jsonText, runInfo } from '../../src/report/report-json.ts';
import { checked, subjectOf } from './made-reports.ts';

const run = runInfo('quiesce', '1.2.3', ['check', 'shared-disk', '--json'], null, 0);
const documentOf = async (id: string, scope: string, options = {}): Promise<unknown> => JSON.parse(jsonText(checkJson(run, 'quiesce', [await checked(subjectOf(id, scope), options)], null)));

test('a check is one document with what was checked, how far, and every verdict', async () => {
  expect(await documentOf('shared-disk', 'small')).toMatchObject({
    schema: 'quiesce-report/1',
    run: { tool: 'quiesce', version: '1.2.3', command: 'quiesce check shared-disk --json', seed: null, exitCode: 0 },
    suites: [
      {
        id: 'shared-disk',
        kind: 'model',
        system: 'disk-of-2',
        scope: 'small',
        scopeText: '2 nodes, 1 disk; crashes ≤ 1',
        budgets: { crashes: 1 },
        modelHash: expect.stringMatching(/^[0-9a-f]{8}$/),
        complete: true,
        stopped: null,
        distinct: 14,
        transitions: 26,
        stutters: 8,
        depth: 3,
        perDepth: [1, 4, 5, 4],
        elapsedMs: 1234,
        asExpected: true,
        properties: [
          { id: 'one-mount', kind: 'always', requirements: ['LUN-1', 'NTFS-1'], statement: 'At most one node has the disk mounted.', verdict: 'holds', expected: 'holds', tested: 14 },
          { id: 'a-crash-is-never-forgiven', verdict: 'violated', expected: 'violated', tested: 4, trace: { id: expect.stringMatching(/^0\.3@/), replay: expect.stringMatching(/^quiesce replay shared-disk 0\.3@[0-9a-f]{12}$/) } },
          { id: 'a-node-mounts', kind: 'reachable', verdict: 'witnessed', expected: 'witnessed', trace: { steps: [{ step: 1 }] } },
          { id: 'no-deadlock' },
          { id: 'no-swallowed-event' },
          { id: 'no-machine-error' },
        ],
        coverage: { transitions: { taken: 10, total: 11 }, modes: { visited: 6, total: 6 }, neverTaken: [{ machine: 'node', transition: 'asking CRASH #0', reason: { kind: 'event-never-sent' }, listed: null }], stimuliNeverEnabled: [], stimuli: 8 },
      },
    ],
  });
});

test('each step of a trace has its event, its messages and what it changed', async () => {
  expect(await documentOf('defect:grants-to-all', 'tiny')).toMatchObject({
    suites: [
      {
        kind: 'defect',
        stopped: { kind: 'decided' },
        properties: [
          {
            trace: {
              steps: [
                {
                  step: 1,
                  kind: 'stimulus',
                  to: 'node1',
                  event: { type: 'MOUNT' },
                  budget: null,
                  stutter: false,
                  changes: [
                    { path: 'node1', before: 'idle', after: 'mounted' },
                    { path: 'disk.holder', before: 'null', after: 'node1' },
                  ],
                  deliveries: [
                    { from: null, to: 'node1', reception: 'taken' },
                    { from: 'node1', to: 'disk', event: { type: 'RESERVE', node: 'node1' } },
                    { from: 'disk', to: 'node1', event: { type: 'GRANTED' } },
                  ],
                },
                { step: 2 },
              ],
            },
          },
        ],
      },
    ],
  });
});

test('what is open or vacuous says why', async () => {
  expect(await documentOf('quiet-disk', 'small')).toMatchObject({ suites: [{ properties: [{}, { verdict: 'vacuous', tested: 0, reason: 'its condition is true in none of 14 states' }] }] });
  expect(await documentOf('quiet-disk', 'small', { statesMax: 5 })).toMatchObject({ suites: [{ complete: false, stopped: { kind: 'states', max: 5 }, properties: [{ verdict: 'inconclusive', tested: 5, reason: { kind: 'states', max: 5 } }, {}] }] });
});

test('values that JSON has no word for are kept as text', () => {
  expect(jsonText({ big: 12n, odd: Number.NaN, map: new Map([['a', 1]]), set: new Set([1, 2]) })).toBe('{\n  "big": "12n",\n  "odd": "NaN",\n  "map": [\n    [\n      "a",\n      1\n    ]\n  ],\n  "set": [\n    1,\n    2\n  ]\n}\n');
});
