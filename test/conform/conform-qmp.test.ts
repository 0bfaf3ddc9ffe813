/** Logs made up line by line: what the model allows, and what it does not. */
import { describe, expect, test } from 'vitest';
import { suites } from '../../properties/suites.ts';
import { check } from '../../src/check/check.ts';
import { cluster2008R2 } from '../../machines/systems/cluster-2008-r2.ts';
import { qmp } from '../../properties/conformance.ts';
import { conformQmp } from '../../src/conform/conform-qmp.ts';
import type { QmpReading } from '../../src/conform/qmp-reading.ts';
import type { QmpVerdict } from '../../src/conform/qmp-report.ts';
import { qemuMigration } from '../../machines/systems/qemu-migration.ts';
import { defineSystem } from '../../src/system/define-system.ts';
import { answer, asked, conformed, event, outcomeOf, sample, verdictOn } from './logs.ts';

const migrate = asked('migrate', {}, { uri: 'unix:m.sock' });
const failed = asked('query-migrate', { status: 'failed', 'error-desc': 'no route' });
const status = (word: string): string => event('MIGRATION', { status: word });
const pass = (number: number): string => event('MIGRATION_PASS', { pass: number });

describe('the order of phases and passes', () => {
  test.each([
    ['passes, then the end', migrate + sample('active', 1, 200) + sample('active', 2, 400) + sample('completed', 4, 600)],
    ['set-up first', migrate + sample('setup', 1, 1) + sample('active', 1, 200) + sample('completed', 3, 600)],
    ['passes that no answer saw', migrate + sample('active', 2, 400) + sample('active', 5, 600) + sample('completed', 9, 800)],
    ['one pass', migrate + sample('active', 1, 400) + sample('completed', 3, 800)],
    ['a blackout that is shown', migrate + sample('active', 1, 200) + sample('pre-switchover', 3, 300) + asked('migrate-continue', {}, { state: 'pre-switchover' }) + sample('device', 3, 310) + sample('completed', 3, 320)],
    ['every event', migrate + status('setup') + pass(1) + status('active') + pass(2) + pass(3) + event('STOP') + pass(4) + status('completed')],
    ['a failure while the VM runs', migrate + sample('active', 1, 200) + failed],
    ['a failure in the blackout, after which the VM runs again', migrate + sample('active', 1, 200) + event('STOP') + status('failed') + event('RESUME')],
    ['a cancellation', migrate + sample('active', 1, 200) + asked('migrate_cancel') + status('cancelling') + asked('query-migrate', { status: 'cancelled' })],
    ['a VM that was stopped before', asked('stop') + migrate + sample('active', 1, 200) + sample('completed', 3, 400)],
    ['a VM that is let go on in between', asked('stop') + migrate + sample('active', 1, 200) + asked('cont') + sample('active', 3, 400) + sample('completed', 5, 500)],
  ])('%s: accepted', (_, log) => {
    expect(verdictOn(log)).toBe('accepted');
  });

  test.each([
    ['the end without the last look for dirty pages', migrate + sample('active', 2, 200) + sample('completed', 2, 400), 'refused at 6: no-run'],
    ['a pass after the end', migrate + sample('active', 1, 200) + status('completed') + status('active'), 'refused at 6: no-run'],
    ['a pass after a failure', migrate + sample('active', 1, 200) + failed + sample('active', 2, 400), 'refused at 8: no-run'],
    ['set-up after a pass', migrate + sample('active', 1, 200) + sample('setup', 1, 400), 'refused at 6: no-run'],
    ['a cancellation that nobody asked for', migrate + sample('active', 1, 200) + asked('query-migrate', { status: 'cancelled' }), 'refused at 6: no-run'],
    ['both sides running: the source goes on after the end', migrate + status('active') + event('STOP') + status('completed') + event('RESUME'), 'refused at 6: no-run'],
    ['the end while the source runs', migrate + status('active') + event('STOP') + event('RESUME') + status('completed') + asked('query-status', { running: true, status: 'running' }), 'refused at 6: no-run'],
    ['a migration of a VM that has gone', migrate + sample('active', 1, 200) + sample('completed', 3, 400) + migrate, 'refused at 8: no-run'],
    ['passes without end of a VM that is stopped', asked('stop') + migrate + sample('active', 1, 200) + sample('completed', 4, 600), 'refused at 8: no-run'],
    ['a migration that is none after it was asked for', migrate + asked('query-migrate', {}), 'refused at 4: no-run'],
    ['colo', migrate + sample('active', 1, 200) + status('colo'), 'refused at 5: no-run'],
    ['a status that nobody knows', migrate + sample('activ', 1, 200), 'refused at 4: field'],
    ['a status that nobody knows, in an event', migrate + status('activ'), 'refused at 3: field'],
  ])('%s: refused', (_, log, verdict) => {
    expect(verdictOn(log)).toBe(verdict);
  });

  test('what a line may say is what the model can do next, and for a count without a cap, that it goes on', () => {
    const { verdict } = conformed(migrate + sample('active', 1, 200) + asked('stop') + sample('active', 2, 400) + sample('completed', 3, 500) + status('active'));
    expect(verdict).toMatchObject({ kind: 'refused', refusal: { line: 11, allowed: [{ status: 'completed', syncs: { least: 3, most: 3, orMore: false }, vm: ['stopped'] }] } });
    const first = conformed(migrate + sample('none', 1, 200)).verdict;
    expect(first).toMatchObject({ kind: 'refused', refusal: { allowed: [{ status: 'setup', syncs: { least: 0, most: 1, orMore: false } }, { status: 'wait-unplug' }, { status: 'active', syncs: { least: 1, most: 4, orMore: true } }, { status: 'pre-switchover' }, { status: 'device' }, { status: 'completed', syncs: { least: 3, most: 4, orMore: true } }, { status: 'failed' }] } });
  });
});

describe('another model allows other logs', () => {
  const pair = ['node1', 'node2'] as const;
  const hyperV: QmpReading = {
    ...qmp,
    // The same happens to it, but its passes have a cap.
    system: (size) => {
      const { stimuli, budgets } = qemuMigration(size);
      const { id, actors } = cluster2008R2({ id: 'capped', nodes: pair, storage: 'csv', vms: [{ id: 'vm1', possibleOwners: pair, first: 'node1' }], destinations: ['node2'], pages: 1, passesMax: 3, remainingMax: 0, budgets: { faults: 1, operator: 2, guest: 9 } });
      return defineSystem({ id, actors, stimuli, budgets });
    },
  };
  const verdict = (log: string): QmpVerdict | undefined => {
    const outcome = conformQmp(Buffer.from(log), hyperV);
    return outcome.kind === 'report' ? outcome.report.verdict : undefined;
  };

  test('a cap of three passes allows three, and refuses the fourth', () => {
    const three = migrate + sample('active', 1, 200) + sample('active', 3, 400);
    expect(verdict(three + sample('completed', 5, 600))).toEqual({ kind: 'accepted' });
    expect(verdict(three + sample('completed', 6, 600))).toMatchObject({ kind: 'refused', refusal: { line: 8, kind: 'no-run', allowed: [{ status: 'active', syncs: { least: 3, most: 5, orMore: false } }, { status: 'pre-switchover' }, { status: 'device' }, { status: 'completed', syncs: { least: 3, most: 5, orMore: false } }, { status: 'failed' }] } });
  });

  test("Hyper-V's refuses to migrate a VM that is paused", () => {
    expect(verdict(asked('stop') + migrate + sample('active', 1, 200))).toMatchObject({ kind: 'refused', refusal: { line: 6, kind: 'no-run', allowed: [{ status: 'none' }] } });
  });
});

describe('figures of one answer and the next', () => {
  const after = (more: object, ram: object): string => migrate + sample('active', 1, 200) + sample('active', 1, 400, { ...more }, { ...ram });

  test.each([
    ['total-time', 'falls', after({ 'total-time': 199 }, {})],
    ['ram.transferred', 'falls', after({}, { transferred: 5 })],
    ['setup-time', 'changes', after({ 'setup-time': 2 }, {})],
    ['ram.total', 'changes', after({}, { total: 2 ** 33 })],
    ['ram.remaining', 'grows-within-pass', after({}, { remaining: 50_001 * 4096 })],
    ['ram.remaining', 'exceeds', migrate + sample('active', 1, 200, {}, { remaining: 2 ** 33 })],
    ['ram.remaining', 'differs', after({}, { remaining: 4097 })],
    ['ram.remaining', 'differs', migrate + sample('active', 1, 200) + sample('completed', 3, 400, {}, { remaining: 4096 })],
    ['ram.normal-bytes', 'differs', after({}, { 'normal-bytes': 12000 * 4096 + 1 })],
    ['downtime', 'exceeds', migrate + sample('active', 1, 200) + sample('completed', 3, 400, { downtime: 401 })],
  ])('%s that %s is refused', (field, kind, log) => {
    const { verdict } = conformed(log);
    expect(verdict).toMatchObject({ kind: 'refused', refusal: { kind: 'figure', fault: { field, rule: { kind } } } });
  });

  test.each([
    ['ram.transferred', '-5', { transferred: -5 }, 'count'],
    ['ram.normal', '"many"', { normal: 'many' }, 'count'],
    ['ram.dirty-sync-count', '1.5', { 'dirty-sync-count': 1.5 }, 'count'],
    ['ram.mbps', 'true', { mbps: true }, 'number'],
  ])('%s of %s is no such figure', (field, given, ram, wanted) => {
    expect(conformed(migrate + sample('active', 1, 200, {}, ram)).verdict).toEqual({ kind: 'refused', refusal: { line: 4, kind: 'field', faults: [{ field, given, wanted }] } });
  });

  test('an answer or a ram that is no object is refused as such', () => {
    expect(conformed(`${migrate}QMP cmd [vm] query-migrate args={}\nQMP reply [vm] query-migrate: [1]\n`).verdict).toMatchObject({ refusal: { line: 4, faults: [{ field: 'query-migrate', given: '[1]', wanted: 'object' }] } });
    expect(conformed(migrate + asked('query-migrate', { status: 'active', ram: 7 })).verdict).toMatchObject({ refusal: { line: 4, faults: [{ field: 'ram', given: '7', wanted: 'object' }] } });
  });

  test('a last pass of more than the rate carries in the downtime limit is refused, unless the limit is longer', () => {
    const log = migrate + sample('active', 1, 200) + sample('completed', 3, 400, {}, { 'downtime-bytes': 37_500_001 });
    expect(conformed(log).verdict).toEqual({ kind: 'refused', refusal: { line: 6, kind: 'stop-rule', fault: { lastBytes: 37_500_001, thresholdBytes: 37_500_000 } } });
    expect(verdictOn(asked('migrate-set-parameters', {}, { 'downtime-limit': 301 }) + log)).toBe('accepted');
    expect(verdictOn(asked('migrate-set-parameters', {}, { 'avail-switchover-bandwidth': 126_000_000 }) + log)).toBe('accepted');
    expect(verdictOn(asked('migrate_set_downtime', {}, { value: 0.301 }) + log)).toBe('accepted');
  });
});

describe('a log that is not whole', () => {
  test('an answer that nothing in the log has begun is granted, and told', () => {
    const report = conformed(sample('active', 1, 200) + sample('completed', 3, 400));
    expect(report).toMatchObject({ verdict: { kind: 'inconclusive', because: { kind: 'damaged' } }, damages: [{ line: 2, kind: 'began-before', status: 'active' }], checkedTo: 4 });
  });

  test('a log that ends before the migration does is unfinished', () => {
    expect(conformed(migrate + sample('active', 1, 200)).verdict).toEqual({ kind: 'inconclusive', because: { kind: 'unfinished', status: 'active', line: 4 } });
  });

  test('a line that is no message is told by number, and those around it are checked', () => {
    const report = conformed(`${migrate}hello\n${sample('active', 1, 200)}\0\n\n${'x'.repeat(1_000_001)}\n${sample('completed', 3, 400)}`);
    expect(report.damages).toEqual([
      { line: 3, kind: 'unreadable', fault: { kind: 'no-message' } },
      { line: 6, kind: 'unreadable', fault: { kind: 'not-text' } },
      { line: 8, kind: 'unreadable', fault: { kind: 'too-long', bytes: 1_000_001 } },
    ]);
    expect(report).toMatchObject({ lines: 9, messages: 6, samples: 2, checkedTo: 10, seen: { status: 'completed' } });
  });

  test('after damage, what the model does not allow is refused all the same', () => {
    const report = conformed(`${migrate}hello\n${sample('active', 1, 200)}${failed}${sample('active', 2, 400)}`);
    expect(report).toMatchObject({ verdict: { kind: 'refused', refusal: { line: 9 } }, damages: [{ line: 3 }], checkedTo: 8 });
  });

  test('a command that failed had no effect, and is noted', () => {
    const refusedMigration = 'QMP cmd [vm] migrate args={}\nQMP error [vm] migrate: {"class": "GenericError", "desc": "busy"}\n';
    expect(conformed(refusedMigration + migrate + sample('active', 1, 200) + sample('completed', 3, 400))).toMatchObject({ verdict: { kind: 'accepted' }, notes: [{ line: 2, kind: 'failed-command', name: 'migrate', description: 'busy' }] });
  });

  test('fields that QMP does not document are listed once, with how often they came', () => {
    const report = conformed(migrate + sample('active', 1, 200, { new: 1 }) + sample('active', 1, 400, { new: 2 }, { newer: null }) + sample('completed', 3, 600));
    expect(report).toMatchObject({ verdict: { kind: 'accepted' } });
    expect(report.notes).toEqual([
      { line: 4, kind: 'unknown-field', field: 'new', times: 2 },
      { line: 6, kind: 'unknown-field', field: 'ram.newer', times: 1 },
    ]);
  });

  test('an answer that comes late, and one that is repeated, are noted', () => {
    const usual = [200, 400, 600, 800, 1000].map((ms) => sample('active', 1, ms)).join('');
    const report = conformed(migrate + usual + sample('active', 1, 1400) + sample('active', 1, 1400) + sample('completed', 3, 1600));
    expect(report.notes).toEqual([
      { line: 14, kind: 'gap', ms: 400, usualMs: 200 },
      { line: 16, kind: 'repeated', earlier: 14 },
    ]);
  });

  test('another monitor is left out, and said to be', () => {
    const other = asked('query-migrate', answer('completed', 9, 9)).replaceAll('[vm]', '[target]');
    const report = conformed(migrate + other + sample('active', 1, 200) + sample('completed', 3, 400));
    expect(report).toMatchObject({ verdict: { kind: 'accepted' }, notes: [{ line: 3, kind: 'other-monitor', monitor: 'target', times: 2 }] });
  });

  test('a search that is cut off decides nothing', () => {
    expect(conformed(migrate + sample('active', 1, 200) + sample('active', 9, 400), { statesMax: 500 }).verdict).toEqual({ kind: 'inconclusive', because: { kind: 'cut-off', line: 6, statesMax: 500 } });
  });
});

describe('a file that is no log of a migration', () => {
  test.each([
    ['empty', '', { kind: 'empty' }],
    ['blank', ' \n\t\n\r\n', { kind: 'empty' }],
    ['prose', 'Lorem ipsum\ndolor\n', { kind: 'foreign', lines: 2, firstLine: 1, first: 'Lorem ipsum' }],
    ['JSON of something else', '{"name": "quiesce", "return_value": 1}\n', { kind: 'foreign', lines: 1, firstLine: 1, first: '{"name": "quiesce", "return_value": 1}' }],
    ['JSON over several lines', '{\n  "return": {}\n}\n', { kind: 'foreign', lines: 3, firstLine: 1, first: '{' }],
    ['bytes', Buffer.from([0x7f, 0x45, 0x4c, 0x46, 0, 1, 0xff, 10, 0]), { kind: 'foreign', lines: 2, firstLine: 1, first: '' }],
    ['a monitor without a migration', asked('query-status', { running: true }) + event('RESUME'), { kind: 'no-migration', lines: 3, messages: 3 }],
    ['a monitor that has none to tell of', asked('query-migrate', {}), { kind: 'no-migration', lines: 2, messages: 2 }],
  ])('%s: an error, not a verdict', (_, log, fault) => {
    expect(outcomeOf(log)).toEqual({ kind: 'no-log', fault });
  });
});

test('what logs are replayed against keeps every claim of live migration', async () => {
  const claims = suites.find(({ id }) => id === 'live-migration')?.properties.filter(({ kind }) => kind !== 'reachable') ?? [];
  const { exploration, properties } = await check(qemuMigration({ passes: 2, migrations: 1, commands: 2 }), claims);
  expect({ claims: claims.length, distinct: exploration.distinct, transitions: exploration.transitions }).toEqual({ claims: 23, distinct: 4279, transitions: 11_601 });
  expect(properties.filter(({ verdict }) => verdict.kind === 'violated')).toEqual([]);
});
