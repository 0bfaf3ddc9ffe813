/**
 * The DOT text of one machine as a whole, and what Graphviz makes of the text of any machine.
 *
 * Graphviz answers in JSON with the text it would draw and the edges between nodes, after its own escapes and entities.
 */
import { spawnSync } from 'node:child_process';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createMachine } from 'xstate';
import { chartOf, withDescendants, type Chart, type Mode } from '../../src/diagram/chart.ts';
import { toDot } from '../../src/diagram/dot.ts';
import { initialLabel, modeLabel, modeLines, transitionLabel } from '../../src/diagram/labels.ts';
import { disk } from './disk.ts';
import { lacks } from './need.ts';
import { machineOf, plans } from './random-machines.ts';
import { seeded } from '../seed.ts';

test('a machine is written with a cluster for each box, and arrows to boxes cut off at their border', () => {
  expect(toDot(chartOf(disk))).toBe(`digraph "disk" {
  compound=true;
  newrank=true;
  fontname="sans-serif";
  node [fontname="sans-serif" shape=box style=rounded];
  edge [fontname="sans-serif" fontsize=11];
  subgraph cluster_m {
    label="disk\\nPING / greet\\l";
    style=rounded;
    m [shape=plaintext label="(disk)"];
    m_start [shape=point style=filled width=0.12];
    m_start -> m_idle;
    m_idle [label="idle\\nentry / assign(holder), cancel beat\\lMOUNT / refuse\\l"];
    subgraph cluster_m_online {
      label="online\\nexit / raise LEFT after 500 ms\\l";
      style=rounded;
      m_online [shape=plaintext label="(online)"];
      subgraph cluster_m_online_io {
        label="io";
        style="rounded,dashed";
        m_online_io [shape=point style=invis width=0 height=0];
        m_online_io_start [shape=point style=filled width=0.12];
        m_online_io_start -> m_online_io_reading;
        m_online_io_reading [label="reading"];
        m_online_io_writing [shape=doublecircle margin=0.02 label="writing"];
      }
      subgraph cluster_m_online_lease {
        label="lease";
        style="rounded,dashed";
        m_online_lease [shape=point style=invis width=0 height=0];
        m_online_lease_start [shape=point style=filled width=0.12];
        m_online_lease_start -> m_online_lease_fresh;
        m_online_lease_fresh [label="fresh"];
        m_online_lease_stale [shape=doublecircle margin=0.02 label="stale"];
      }
      m_online_past [shape=circle style=solid margin=0.02 label="H*"];
    }
    m_retired [shape=doublecircle margin=0.02 label="retired"];
    m_fork [shape=box style=filled fillcolor=black height=0.05 width=0.6 label=""];
  }
  m -> m_idle [label="RESET"];
  m_idle -> m_online [label="MOUNT [isFree and not isFull] / send RESERVE to lun" lhead=cluster_m_online minlen=2];
  m_idle -> m_fork [label="RECOVER"];
  m_fork -> m_online_io_writing;
  m_fork -> m_online_lease_stale;
  m_idle -> m_online_past [label="RESUME"];
  m_online -> m_online_lease_fresh [label="REFRESH"];
  m_online -> m_online [label="RESTART (reenter)"];
  m_online -> m_retired [label="onDone" ltail=cluster_m_online minlen=2];
  m_online_io_reading -> m_online_io_writing [label="WRITE"];
  m_online_lease_fresh -> m_online_lease_stale [label="after 2 s [in online.io.writing]"];
  m_online_lease_fresh -> m_online_lease_stale [label="after lease"];
}
`);
});

test('a final mode has a double border, a ring if it has only a name', () => {
  const machine = createMachine({ id: 'ends', initial: 'a', states: { a: { type: 'final' }, b: { type: 'final', entry: 'tell' }, c: { type: 'final', states: { d: {} } } } });
  const lines = toDot(chartOf(machine)).split('\n').map((line) => line.trim());
  expect(lines.filter((line) => /^m_[abc]|^peripheries|^label/.test(line))).toEqual([
    'label="ends";',
    'm_a [shape=doublecircle margin=0.02 label="a"];',
    'm_b [peripheries=2 label="b\\nentry / tell\\l"];',
    'label="c";',
    'peripheries=2;',
    'm_c [shape=point style=invis width=0 height=0];',
    'm_c_d [label="d"];',
  ]);
});

interface DrawnObject {
  readonly _gvid: number;
  readonly name: string;
  readonly label?: string;
  /** Of a cluster: all nodes in it, those of inner clusters too. */
  readonly nodes?: readonly number[];
}
interface Drawn {
  readonly objects: readonly DrawnObject[];
  readonly edges?: readonly { readonly tail: number; readonly head: number; readonly label?: string; readonly ltail?: string; readonly lhead?: string }[];
}

function drawnBy(dot: string): Drawn {
  const { stdout, stderr, error } = spawnSync('dot', ['-Tjson'], { input: dot, encoding: 'utf8', maxBuffer: 1e9 });
  expect({ error, stderr: stderr.trim() }).toEqual({ error: undefined, stderr: '' });
  return JSON.parse(stdout) as Drawn;
}

/** All text that Graphviz draws, without the spaces at its ends, which nobody sees. */
function textsIn(drawn: unknown): readonly string[] {
  if (typeof drawn !== 'object' || drawn === null) return [];
  const own = 'op' in drawn && drawn.op === 'T' && 'text' in drawn ? [String(drawn.text).trim()] : [];
  return [...own, ...Object.values(drawn).flatMap(textsIn)].filter((text) => text !== '');
}

/** The modes as the names on the way down to them, and the arrows between such. */
function readDrawing({ objects, edges = [] }: Drawn) {
  const clusters = objects.filter(({ name }) => name.startsWith('cluster_')).toSorted((a, b) => (b.nodes?.length ?? 0) - (a.nodes?.length ?? 0) || a._gvid - b._gvid);
  const clusterOf = (name: string): DrawnObject | undefined => clusters.find((cluster) => cluster.name === `cluster_${name}`);
  const nameOf = ({ label = '' }: DrawnObject): string => label.split(/(?<=(?:^|[^\\])(?:\\\\)*)\\n/)[0]?.replaceAll('\\\\', '\\').replaceAll('&amp;', '&') ?? '';
  const wayTo = (node: DrawnObject): string => {
    const around = clusters.filter(({ nodes = [] }) => nodes.includes(node._gvid)).map(nameOf);
    return JSON.stringify(clusterOf(node.name) === undefined ? [...around, nameOf(node)] : around);
  };
  const byId = new Map(objects.map((object) => [object._gvid, object]));
  const at = (gvid: number): DrawnObject => byId.get(gvid) ?? expect.fail(`no node ${gvid}`);
  const isMark = ({ name, label }: DrawnObject): boolean => name.endsWith('_start') || (label === '' && name.includes('_fork'));
  const ends = (head: number): readonly string[] => (isMark(at(head)) ? edges.filter(({ tail }) => tail === head).flatMap((edge) => ends(edge.head)) : [wayTo(at(head))]);
  return {
    modes: objects.filter((object) => !object.name.startsWith('cluster_') && !isMark(object)).map(wayTo).toSorted(),
    arrows: edges.filter(({ tail }) => !isMark(at(tail))).map(({ tail, head }) => `${wayTo(at(tail))} --> ${ends(head).toSorted().join(' & ')}`).toSorted(),
    cutOff: edges.flatMap(({ tail, head, ltail, lhead }) => [ltail === undefined || ltail === `cluster_${at(tail).name}`, lhead === undefined || lhead === `cluster_${at(head).name}`]),
  };
}

/** The same of a chart. */
function expectedOf(chart: Chart) {
  const ways = new Map<string, readonly string[]>();
  const visit = (mode: Mode, around: readonly string[]): void => {
    ways.set(mode.id, [...around, modeLabel(mode)]);
    for (const child of mode.children) visit(child, [...around, modeLabel(mode)]);
  };
  visit(chart.root, []);
  const wayTo = (id: string): string => JSON.stringify(ways.get(id));
  const arrows = chart.transitions.flatMap(({ source, effect }) => (effect.kind === 'targets' ? [`${wayTo(source)} --> ${[...new Set(effect.targets)].map(wayTo).toSorted().join(' & ')}`] : []));
  return { modes: [...ways.keys()].map(wayTo).toSorted(), arrows: arrows.toSorted() };
}

const shownIn = (chart: Chart): readonly string[] => [
  ...withDescendants(chart.root).flatMap((mode) => [modeLabel(mode), ...modeLines(mode, chart.transitions), ...(mode.kind === 'compound' ? [initialLabel(mode.initial)] : [])]),
  ...chart.transitions.filter(({ effect }) => effect.kind === 'targets').map(transitionLabel),
];

test.skipIf(lacks('dot'))('Graphviz draws any machine without a warning: each word, each mode in its place, each arrow between its ends', () => {
  fc.assert(
    fc.property(plans, (plan) => {
      const chart = chartOf(machineOf(plan));
      const drawn = drawnBy(toDot(chart));
      expect(readDrawing(drawn)).toMatchObject(expectedOf(chart));
      expect(readDrawing(drawn).cutOff).not.toContain(false);
      const texts = textsIn(drawn);
      const expected = shownIn(chart).map((text) => text.trim());
      const cards = texts.filter((text) => /^\(.*\)$/.test(text) && !expected.includes(text));
      expect(texts.filter((text) => !cards.includes(text)).toSorted()).toEqual(expected.filter((text) => text !== '').toSorted());
      const boxes = withDescendants(chart.root).filter(({ children }) => children.length > 0);
      expect(cards.filter((card) => !boxes.some((box) => card === `(${modeLabel(box)})`))).toEqual([]);
    }),
    { numRuns: 40, ...seeded(20_261_121) },
  );
});
