// @vitest-environment happy-dom
/** The Mermaid text of one machine as a whole, and what Mermaid makes of sizes and names. */
import mermaid from 'mermaid';
import { expect, test } from 'vitest';
import { createMachine } from 'xstate';
import { chartOf } from '../../src/diagram/chart.ts';
import { escapeLabel, mermaidSize, toMermaid } from '../../src/diagram/mermaid.ts';
import { printable } from '../../src/diagram/printable.ts';
import { disk } from './disk.ts';
import { drawnBy, shown } from './mermaid-drawing.ts';
import { nastyNames } from './random-machines.ts';

test('a machine is written with each mode where it lies and all arrows after', async () => {
  const text = toMermaid(chartOf(disk));
  expect(text).toBe(`stateDiagram-v2
state "disk" as m {
  [*] --> m_idle
  state "idle" as m_idle
  m_idle : entry / assign(holder), cancel beat
  m_idle : MOUNT / refuse
  state "online" as m_online {
    state "io" as m_online_io {
      [*] --> m_online_io_reading
      state "reading" as m_online_io_reading
      state "writing" as m_online_io_writing
      m_online_io_writing --> [*]
    }
    --
    state "lease" as m_online_lease {
      [*] --> m_online_lease_fresh
      state "fresh" as m_online_lease_fresh
      state "stale" as m_online_lease_stale
      m_online_lease_stale --> [*]
    }
    --
    state "(H#42;)" as m_online_past
    state "(online)" as m_online_self
    m_online_self : exit / raise LEFT after 500 ms
  }
  state "retired" as m_retired
  m_retired --> [*]
  state "(disk)" as m_self
  m_self : PING / greet
  state m_fork <<fork>>
}
m_self --> m_idle : RESET
m_idle --> m_online : MOUNT [isFree and not isFull] / send RESERVE to lun
m_idle --> m_fork : RECOVER
m_fork --> m_online_io_writing
m_fork --> m_online_lease_stale
m_idle --> m_online_past : RESUME
m_online_self --> m_online_lease_fresh : REFRESH
m_online_self --> m_online_self : RESTART (reenter)
m_online --> m_retired : onDone
m_online_io_reading --> m_online_io_writing : WRITE
m_online_lease_fresh --> m_online_lease_stale : after 2 s [in online.io.writing]
m_online_lease_fresh --> m_online_lease_stale : after lease
`);
  expect(await mermaid.parse(text)).toMatchObject({ diagramType: 'stateDiagram' });
});

test('a machine without modes is a single box, with a ring if it is final', () => {
  expect(toMermaid(chartOf(createMachine({ id: 'one', type: 'final', on: { GO: { actions: 'x' } } })))).toBe(`stateDiagram-v2
state "one" as m
m : GO / x
m --> [*]
`);
});

test('modes called like the words and the dots of Mermaid keep out of their way', () => {
  const machine = createMachine({ id: 'state', initial: 'start', states: { start: {}, end: {}, end_: {}, self: { on: { A: '#state' } }, fork: {}, 'a b': {}, a_b: {} } });
  expect([...toMermaid(chartOf(machine)).matchAll(/ as (\w+)/g)].map(([, id]) => id)).toEqual(['m', 'm_start_', 'm_end_', 'm_end__2', 'm_self', 'm_fork', 'm_a_b', 'm_a_b_2', 'm_self_2']);
});

test.each([
  ['a:b "c" #d', 'a#58;b #34;c#34; #35;d'],
  ['GO [isFree] / take(n: 1), tell', 'GO [isFree] / take(n#58; 1), tell'],
  ['MOUNT_ALL _it_', 'MOUNT_ALL #95;it#95;'],
  ['- a-b', '#45; a-b'],
  ['1. a 2.5', '#49;. a 2.5'],
  ['[a](b) [[fork]]', '[a]#40;b) #91;[fork#93;]'],
  ['direction TB', 'direction#32;TB'],
  [' a  b ', '#32;a#32; b#32;'],
  ['é 日本 🎉', 'é 日本 #127881;'],
])('the label %j is written %j', (text, escaped) => {
  expect(escapeLabel(text)).toBe(escaped);
});

test.each(nastyNames.map((name) => [name]))('Mermaid shows %j as it is', async (name) => {
  const line = printable(name);
  const { nodes, edges } = await drawnBy(`stateDiagram-v2\nstate "${escapeLabel(line)}" as a\na --> a : ${escapeLabel(line)}\n`);
  expect(nodes.map(({ id, label }) => [id, shown([label ?? ''].flat().join('\n'))])).toEqual([['a', line]]);
  expect(edges.map(({ start, end, label }) => [start, end, shown(label)])).toEqual([['a', 'a', line]]);
});

test('a text that Mermaid would refuse for its length says so on top and is complete', () => {
  const modes = (count: number): Record<string, { readonly on: { readonly NEXT: string } }> => Object.fromEntries(Array.from({ length: count }, (_, index) => [`mode${index}`, { on: { NEXT: `mode${(index + 1) % count}` } }]));
  const textOf = (count: number): string => toMermaid(chartOf(createMachine({ id: 'ring', initial: 'mode0', states: modes(count) })));
  const [small, large] = [textOf(600), textOf(1000)];
  expect(mermaidSize(small)).toEqual({ characters: small.length, charactersMax: 50_000, fits: true });
  expect(small).toMatch(/^stateDiagram-v2\n/);
  expect(mermaidSize(large).fits).toBe(false);
  expect(large).toMatch(/^%% Mermaid refuses more than 50000 characters unless maxTextSize is raised; these are \d+\.\nstateDiagram-v2\n/);
  expect(large.match(/ : NEXT$/gm)).toHaveLength(1000);
});

test('Mermaid sets no limit of 500 arrows on a state diagram', async () => {
  const text = `stateDiagram-v2\n${'a --> b\n'.repeat(501)}`;
  expect(await mermaid.parse(text)).toMatchObject({ diagramType: 'stateDiagram' });
});
