/** Lines to messages, and replies to their commands. */
import { describe, expect, test } from 'vitest';
import { exchangeOf } from '../../src/conform/exchange.ts';
import { messageOf, type QmpMessage } from '../../src/conform/qmp-message.ts';

function message(text: string): QmpMessage {
  const reading = messageOf(text);
  if (reading.kind === 'fault') throw new Error(reading.fault.kind);
  return reading.message;
}

test.each([
  ["QMP cmd [src1] migrate args={'uri': 'unix:m.sock'}", { monitor: 'src1', kind: 'command', name: 'migrate', args: { uri: 'unix:m.sock' }, id: null }],
  ["QMP reply [src1] query-migrate: {'status': 'active'}", { monitor: 'src1', kind: 'reply', name: 'query-migrate', value: { status: 'active' }, id: null }],
  ["QMP event [src1] STOP: {'timestamp': {'seconds': 1}}", { monitor: 'src1', kind: 'event', name: 'STOP', data: { timestamp: { seconds: 1 } } }],
  ["QMP event [src1] MIGRATION: {'event': 'MIGRATION', 'data': {'status': 'setup'}}", { monitor: 'src1', kind: 'event', name: 'MIGRATION', data: { status: 'setup' } }],
  ['{"execute": "migrate", "arguments": {"uri": "tcp:b:1"}, "id": 7}', { monitor: '', kind: 'command', name: 'migrate', args: { uri: 'tcp:b:1' }, id: '7' }],
  ['{"exec-oob": "migrate-pause"}', { monitor: '', kind: 'command', name: 'migrate-pause', args: {}, id: null }],
  ['{"return": {}, "id": "libvirt-7"}', { monitor: '', kind: 'reply', name: null, value: {}, id: '"libvirt-7"' }],
  ['{"error": {"class": "GenericError", "desc": "busy"}}', { monitor: '', kind: 'error', name: null, description: 'busy', id: null }],
  ['{"timestamp": {"seconds": 1, "microseconds": 2}, "event": "MIGRATION", "data": {"status": "completed"}}', { monitor: '', kind: 'event', name: 'MIGRATION', data: { status: 'completed' } }],
  ['2022-03-07 10:47:12.123+0000: 166: info : qemuMonitorJSONIOProcessLine:211 : QEMU_MONITOR_RECV_EVENT: mon=0x7f event={"event": "STOP", "timestamp": {}}', { monitor: '', kind: 'event', name: 'STOP', data: {} }],
  ['{"QMP": {"version": {}, "capabilities": []}}', { monitor: '', kind: 'greeting' }],
])('%s is a message', (text, expected) => {
  expect(message(text)).toEqual(expected);
});

test.each([
  ["QMP reply [src1] query-migrate: {'status': 'act", { kind: 'cut-off', column: 48, wanted: "the closing '" }],
  ["QMP reply [src1] query-migrate: {'status'", { kind: 'cut-off', column: 42, wanted: ':' }],
  ['QMP reply [src1] que', { kind: 'cut-off', column: 21, wanted: 'a message' }],
  ['QMP re', { kind: 'cut-off', column: 7, wanted: 'a message' }],
  ['{"return": {"status": "active"', { kind: 'cut-off', column: 31, wanted: ', or }' }],
  ["QMP reply [src1] query-migrate: {'status' 'active'}", { kind: 'malformed', column: 43, wanted: ':' }],
  ['{"name": "quiesce"}', { kind: 'no-message' }],
  ['{"return_value": 1}', { kind: 'no-message' }],
  ['QMP is a protocol', { kind: 'no-message' }],
  ['', { kind: 'no-message' }],
])('%s is none', (text, fault) => {
  expect(messageOf(text)).toMatchObject({ kind: 'fault', fault });
});

test('of a line that goes wrong in its values it is known what it was', () => {
  expect(messageOf("QMP reply [src1] query-migrate: {'status': 'act")).toMatchObject({ begun: { kind: 'broken', of: 'reply', monitor: 'src1', name: 'query-migrate' } });
  expect(messageOf("QMP cmd [src1] migrate args={'uri")).toMatchObject({ begun: { kind: 'broken', of: 'command', monitor: 'src1', name: 'migrate' } });
  expect(messageOf('{"return": {"status": "active"')).toMatchObject({ begun: null });
});

describe('replies and their commands', () => {
  const exchange = (...texts: readonly string[]): readonly string[] => {
    const { happenings, faults } = exchangeOf(texts.map((text, i) => ({ line: i + 1, message: message(text) })));
    return [...happenings.map(({ line, kind, name }) => `${line} ${kind} ${name}`), ...faults.map(({ line, kind, name }) => `${line} ${kind} ${name ?? ''}`)];
  };
  const command = (name: string): string => `QMP cmd [a] ${name} args={}`;
  const reply = (name: string): string => `QMP reply [a] ${name}: {}`;

  test('a command counts where it is answered, and several may wait', () => {
    expect(exchange(command('stop'), command('query-migrate'), reply('stop'), command('migrate'), reply('query-migrate'), reply('migrate'))).toEqual(['3 done stop', '5 done query-migrate', '6 done migrate']);
  });

  test('without names, replies go to commands in order; with ids, to theirs', () => {
    expect(exchange('{"execute": "stop"}', '{"execute": "migrate"}', '{"return": {}}', '{"error": {"desc": "busy"}}')).toEqual(['3 done stop', '4 failed migrate']);
    expect(exchange('{"execute": "stop", "id": 1}', '{"execute": "migrate", "id": 2}', '{"return": {}, "id": 2}', '{"return": {}, "id": 1}')).toEqual(['3 done migrate', '4 done stop']);
  });

  test('a reply that no command waits for is told by its line, and a command without a reply by its own', () => {
    expect(exchange(reply('migrate'))).toEqual(['1 done migrate', '1 no-command migrate']);
    expect(exchange('{"return": {}}')).toEqual(['1 no-command ']);
    expect(exchange(command('stop'), command('migrate'), reply('migrate'))).toEqual(['3 done migrate', '1 no-reply stop']);
  });

  test('a reply lost among commands of one name was lost behind the first that could not be answered since', () => {
    const poll = [command('query-migrate'), reply('query-migrate')];
    expect(exchange(...poll, command('query-migrate'), ...poll, ...poll)).toEqual(['2 done query-migrate', '5 done query-migrate', '7 done query-migrate', '3 no-reply query-migrate']);
  });
});
