// @vitest-environment happy-dom
/**
 * What holds for the chart of any machine, and for its Mermaid text; the judge of the latter is Mermaid itself.
 *
 * Mermaid's parser gives nodes with their parents and edges between them. Their labels are decoded and compared with a walk
 * of the machine that shares no code with the writers: a mode is known by the names on the way down to it.
 */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { AnyStateMachine, AnyStateNode } from 'xstate';
import { chartOf, withDescendants, type Chart } from '../../src/diagram/chart.ts';
import { initialLabel, modeLines, transitionLabel } from '../../src/diagram/labels.ts';
import { toMermaid } from '../../src/diagram/mermaid.ts';
import { printable } from '../../src/diagram/printable.ts';
import { drawnBy, shown, type Drawn, type DrawnNode } from './mermaid-drawing.ts';
import { machineOf, plans } from './random-machines.ts';
import { seeded } from '../seed.ts';

const runs = { numRuns: 150, ...seeded(20_261_121) };

/** The drawing in the terms of the machine: modes by the names on the way down, arrows by the modes at their ends. */
function readDrawing({ nodes, edges }: Drawn) {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const nodeOf = (id: string): DrawnNode => byId.get(id) ?? expect.fail(`an edge ends at ${id}, which is no node`);
  const labelOf = (node: DrawnNode): string => shown([node.label ?? ''].flat().join('\n'));
  const parentOf = (node: DrawnNode): DrawnNode | null => {
    const parent = node.parentId === undefined ? null : nodeOf(node.parentId);
    return parent?.shape === 'divider' ? parentOf(parent) : parent;
  };
  const isMark = ({ shape }: DrawnNode): boolean => ['stateStart', 'stateEnd', 'fork', 'divider'].includes(shape);
  const isCard = (node: DrawnNode): boolean => parentOf(node) !== null && /^\((?!H\*?\)$).*\)$/s.test(labelOf(node));
  const wayTo = (node: DrawnNode | null): string => (node === null ? '' : isCard(node) ? wayTo(parentOf(node)) : `${wayTo(parentOf(node))} > ${JSON.stringify(labelOf(node))}`);
  const arrows = edges.map(({ start, end, label }) => ({ from: nodeOf(start), to: nodeOf(end), label: shown(label) }));
  const ends = ({ to }: { readonly to: DrawnNode }): readonly string[] => (to.shape === 'fork' ? arrows.filter(({ from }) => from === to).flatMap(ends) : [wayTo(to)]);
  const line = (label: string, from: DrawnNode, targets: readonly string[]): string => `${wayTo(from)} --${label}--> ${[...new Set(targets)].toSorted().join(' & ')}`;
  return {
    modes: nodes.filter((node) => !isMark(node) && !isCard(node)).map(wayTo).toSorted(),
    cards: nodes.filter(isCard).map((card) => `${labelOf(card)} in${wayTo(parentOf(card))}`),
    transitions: arrows.filter(({ from, to }) => from.shape !== 'stateStart' && from.shape !== 'fork' && to.shape !== 'stateEnd').map((arrow) => line(arrow.label, arrow.from, ends(arrow))).toSorted(),
    starts: arrows.filter(({ from }) => from.shape === 'stateStart').map(({ from, to, label }) => `${wayTo(parentOf(from))} --${label}--> ${wayTo(to)}`).toSorted(),
    finals: arrows.filter(({ to }) => to.shape === 'stateEnd').map(({ from, to }) => `${wayTo(from)} in${wayTo(parentOf(to))}`).toSorted(),
    lines: nodes.flatMap((node) => [node.description ?? []].flat().map((text) => `${wayTo(node)}: ${shown(text)}`)).toSorted(),
    regions: nodes.filter(({ shape }) => shape === 'divider').length,
  };
}

/** All nodes of a machine by a walk of `machine.root`. */
const nodesOf = (node: AnyStateNode): readonly AnyStateNode[] => [node, ...Object.values(node.states).flatMap(nodesOf)];

const nameOf = (node: AnyStateNode): string => {
  if (node.type === 'history') return node.history === 'deep' ? '(H*)' : '(H)';
  return printable(node.parent === undefined ? node.machine.id : node.key);
};
const wayTo = (node: AnyStateNode): string => `${node.parent === undefined ? '' : wayTo(node.parent)} > ${JSON.stringify(nameOf(node))}`;

const definitionsOf = (node: AnyStateNode) => [...[...node.transitions.values()].flat(), ...(node.always ?? [])];

function expectedOf(machine: AnyStateMachine, chart: Chart) {
  const nodes = nodesOf(machine.root);
  const labels = new Map(nodes.flatMap(definitionsOf).map((definition, index) => [definition, transitionLabel(chart.transitions[index] ?? expect.fail('a transition is missing'))]));
  const modes = withDescendants(chart.root);
  return {
    modes: nodes.map(wayTo).toSorted(),
    transitions: nodes
      .flatMap(definitionsOf)
      .filter(({ target }) => target !== undefined)
      .map((definition) => `${wayTo(definition.source)} --${labels.get(definition) ?? ''}--> ${[...new Set((definition.target ?? []).map(wayTo))].toSorted().join(' & ')}`)
      .toSorted(),
    starts: modes
      .flatMap((mode, index) => (mode.kind === 'compound' ? [`${wayTo(nodes[index] ?? machine.root)} --${initialLabel(mode.initial)}--> ${wayTo(nodes[index]?.initial.target[0] ?? machine.root)}`] : []))
      .toSorted(),
    finals: nodes.filter(({ type }) => type === 'final').map((node) => `${wayTo(node)} in${node.parent === undefined ? '' : wayTo(node.parent)}`).toSorted(),
    lines: nodes.flatMap((node, index) => modeLines(modes[index] ?? chart.root, chart.transitions).map((line) => `${wayTo(node)}: ${line}`)).toSorted(),
  };
}

test('a chart has exactly the modes and the transitions of machine.root, in document order', () => {
  fc.assert(
    fc.property(plans, (plan) => {
      const machine = machineOf(plan);
      const chart = chartOf(machine);
      const nodes = nodesOf(machine.root);
      const modes = withDescendants(chart.root);
      expect(modes.map(({ kind, name }) => [kind, name])).toEqual(nodes.map((node) => [node.type, node.parent === undefined ? machine.id : node.key]));
      const idOf = new Map(nodes.map((node, index) => [node, modes[index]?.id]));
      expect(chart.transitions.map(({ source, actions, guard, effect }) => [source, actions.length, guard === null, effect.kind === 'targets' ? effect.targets : [], effect.kind === 'targets' && effect.reenter])).toEqual(
        nodes.flatMap((node) =>
          definitionsOf(node).map(({ target = [], actions, guard, reenter }) => [idOf.get(node), actions.length, guard === undefined, target.map((mode) => idOf.get(mode)), target.length > 0 && reenter]),
        ),
      );
    }),
    runs,
  );
});

test('no two modes and no two transitions of a chart have the same id', () => {
  fc.assert(
    fc.property(plans, (plan) => {
      const chart = chartOf(machineOf(plan));
      const ids = [withDescendants(chart.root), chart.transitions].map((things) => things.map(({ id }) => id));
      expect(ids.map((list) => new Set(list).size)).toEqual(ids.map((list) => list.length));
    }),
    runs,
  );
});

test('a chart survives JSON', () => {
  fc.assert(
    fc.property(plans, (plan) => {
      const chart = chartOf(machineOf(plan));
      expect(JSON.parse(JSON.stringify(chart))).toEqual(chart);
    }),
    runs,
  );
});

test('Mermaid accepts the text of any machine and reads from it each mode in its place and each transition between its ends', async () => {
  await fc.assert(
    fc.asyncProperty(plans, async (plan) => {
      const machine = machineOf(plan);
      const chart = chartOf(machine);
      const drawn = await drawnBy(toMermaid(chart));
      expect(readDrawing(drawn)).toMatchObject(expectedOf(machine, chart));
      expect(undrawable(drawn)).toEqual([]);
    }),
    { ...runs, numRuns: 50 },
  );
});

/** Mermaid parses an arrow between a box and something in it, but fails to lay it out, or hides it. */
function undrawable({ nodes, edges }: Drawn): Drawn['edges'] {
  const parents = new Map(nodes.map(({ id, parentId }) => [id, parentId]));
  const boxes = new Set(parents.values());
  const lies = (id: string | undefined, box: string): boolean => id !== undefined && (id === box || lies(parents.get(id), box));
  return edges.filter(({ start, end }) => (boxes.has(start) && lies(end, start)) || (boxes.has(end) && lies(start, end)));
}
