/** Which pictures a set of machines and systems gives, and what their files are called. */
import { expect, test } from 'vitest';
import { createMachine } from 'xstate';
import { chartOf } from '../../src/diagram/chart.ts';
import { toDot } from '../../src/diagram/dot.ts';
import { toMermaid } from '../../src/diagram/mermaid.ts';
import { diagramsOf, machineCharts } from '../../src/diagram/system-chart.ts';
import { disk } from './disk.ts';

const node = createMachine({ id: 'ClusterNode' });
const cluster = { kind: 'system', id: 'cluster', actors: { node1: { machine: node }, disk1: { machine: disk }, node2: { machine: node } } } as const;

test('actors that share a machine share its chart, across systems too', () => {
  const other = { kind: 'system', id: 'other', actors: { only: { machine: disk } } } as const;
  expect(machineCharts([cluster, other, { kind: 'machine', machine: node }]).map(({ chart, actors }) => [chart.id, actors])).toEqual([
    ['ClusterNode', ['cluster.node1', 'cluster.node2']],
    ['disk', ['cluster.disk1', 'other.only']],
  ]);
});

test('a machine that differs only in what it was provided with is not drawn again', () => {
  const provided = { kind: 'system', id: 'slow', actors: { disk1: { machine: disk.provide({ delays: { lease: 9 } }) } } } as const;
  expect(machineCharts([cluster, provided]).map(({ chart, actors }) => [chart.id, actors])).toEqual([
    ['ClusterNode', ['cluster.node1', 'cluster.node2']],
    ['disk', ['cluster.disk1', 'slow.disk1']],
  ]);
});

test('a title names a few of many actors', () => {
  const many = { kind: 'system', id: 'many', actors: Object.fromEntries(['a', 'b', 'c', 'd', 'e'].map((name) => [name, { machine: node }])) } as const;
  expect(diagramsOf([many], 'dot').map(({ title }) => title)).toEqual(['ClusterNode (many.a, many.b, many.c and 2 more)']);
});

test('a diagram has a kebab-case file name, a title with its actors, and the text of its format', () => {
  expect(diagramsOf([cluster], 'mermaid')).toEqual([
    { fileName: 'cluster-node.mmd', title: 'ClusterNode (cluster.node1, cluster.node2)', text: toMermaid(chartOf(node)) },
    { fileName: 'disk.mmd', title: 'disk (cluster.disk1)', text: toMermaid(chartOf(disk)) },
  ]);
  expect(diagramsOf([{ kind: 'machine', machine: disk }], 'dot')).toEqual([{ fileName: 'disk.dot', title: 'disk', text: toDot(chartOf(disk)) }]);
});

test('machines of the same name get different files, and any name gives a safe one', () => {
  const named = (id: string): { readonly kind: 'machine'; readonly machine: typeof node } => ({ kind: 'machine', machine: createMachine({ id }) });
  const ids = ['Disk', 'disk', '../disk/', '日本', '(machine)', 'vm2Host', 'disk-2'];
  expect(diagramsOf(ids.map(named), 'dot').map(({ fileName }) => fileName)).toEqual(['disk.dot', 'disk-2.dot', 'disk-3.dot', 'machine.dot', 'machine-2.dot', 'vm2-host.dot', 'disk-2-2.dot']);
});
