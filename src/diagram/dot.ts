/**
 * A chart as Graphviz DOT: boxes are clusters, a region of a parallel mode has a dashed border, a black dot leads to where a
 * box starts, a final mode has a double border, `H` and `H*` are history.
 *
 * Graphviz joins nodes, not clusters. Each box therefore holds an invisible point, and an arrow to the box goes to this point
 * and is cut off at the border by `lhead` or `ltail`. Where an arrow must end inside its own box, the point is a visible card
 * instead (see sketch.ts). Without `newrank` Graphviz 2.43 loses arrows between nested clusters in one of eight random machines.
 * An arrow that is cut off spans two ranks at least, or too little of it might be left.
 */
import type { Chart } from './chart.ts';
import { sketchOf, type Arrow, type Box, type Shape } from './sketch.ts';

/**
 * A `digraph` that shows the chart; Graphviz accepts it whatever the modes, events and guards are called.
 *
 * @example toDot(chartOf(lamp))
 */
export function toDot(chart: Chart): string {
  const { root, arrows } = sketchOf(chart);
  const boxes = new Map(boxesIn(root).flatMap((box) => [[box.id, box] as const, [box.card.id, box] as const]));
  const lines = [
    `digraph ${quoted(root.label)} {`,
    '  compound=true;',
    '  newrank=true;',
    '  fontname="sans-serif";',
    '  node [fontname="sans-serif" shape=box style=rounded];',
    '  edge [fontname="sans-serif" fontsize=11];',
    ...shapeLines(root, false, boxes).map((line) => `  ${line}`),
    ...arrows.map((arrow) => `  ${arrowLine(arrow, boxes)}`),
    '}',
  ];
  return `${lines.join('\n')}\n`;
}

type Boxes = ReadonlyMap<string, Box>;

function shapeLines(shape: Shape, isRegion: boolean, boxes: Boxes): readonly string[] {
  switch (shape.kind) {
    case 'history':
      return [`${shape.id} [shape=circle style=solid margin=0.02 label=${quoted(shape.label)}];`];
    case 'leaf':
      return [`${shape.id} [${leafAttributes(shape, isRegion)}];`];
    case 'box':
      return [
        `subgraph cluster_${shape.id} {`,
        ...boxAttributes(shape, isRegion).map((line) => `  ${line}`),
        ...(shape.start === null ? [] : [`  ${shape.id}_start [shape=point style=filled width=0.12];`, `  ${arrowLine({ from: `${shape.id}_start`, ...shape.start }, boxes)}`]),
        ...shape.shapes.flatMap((inner) => shapeLines(inner, shape.parallel && inner.kind !== 'history', boxes)).map((line) => `  ${line}`),
        ...shape.bars.map((bar) => `  ${bar} [shape=box style=filled fillcolor=black height=0.05 width=0.6 label=""];`),
        '}',
      ];
  }
}

/** A ring around several lines of text would be huge, so there the double border is that of a box. */
function leafAttributes({ label, lines, final }: Extract<Shape, { readonly kind: 'leaf' }>, isRegion: boolean): string {
  const shape = lines.length === 0 ? 'shape=doublecircle margin=0.02 ' : 'peripheries=2 ';
  return `${final ? shape : ''}label=${text(label, lines)}${isRegion ? ' style="rounded,dashed"' : ''}`;
}

function boxAttributes({ id, label, lines, final, card }: Box, isRegion: boolean): readonly string[] {
  return [
    `label=${text(label, lines)};`,
    `style=${isRegion ? '"rounded,dashed"' : 'rounded'};`,
    ...(final ? ['peripheries=2;'] : []),
    card.hasArrows ? `${id} [shape=plaintext label=${quoted(card.label)}];` : `${id} [shape=point style=invis width=0 height=0];`,
  ];
}

function arrowLine({ from, to, label }: Arrow, boxes: Boxes): string {
  const [tail, head] = [boxes.get(from), boxes.get(to)];
  const cutOff = [...(tail?.id === from ? [`ltail=cluster_${from}`] : []), ...(head?.id === to ? [`lhead=cluster_${to}`] : [])];
  const attributes = [...(label === '' ? [] : [`label=${quoted(label)}`]), ...cutOff, ...(cutOff.length > 0 ? ['minlen=2'] : [])];
  return `${tail?.id ?? from} -> ${head?.id ?? to}${attributes.length > 0 ? ` [${attributes.join(' ')}]` : ''};`;
}

const boxesIn = (shape: Shape): readonly Box[] => (shape.kind === 'box' ? [shape, ...shape.shapes.flatMap(boxesIn)] : []);

/**
 * The name is centred, the rest stands below it to the left. Neither a record nor a table would do: Graphviz 2.43 loses
 * arrows between records, and in a table it takes `\N` for the id of the node, however it is escaped.
 */
const text = (label: string, lines: readonly string[]): string => `"${escaped(label)}${lines.length > 0 ? '\\n' : ''}${lines.map((line) => `${escaped(line)}\\l`).join('')}"`;

const quoted = (text: string): string => `"${escaped(text)}"`;

/** In a label a backslash starts an escape and `&` an HTML entity, even between quotes. */
const escaped = (text: string): string => text.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('&', '&amp;');
