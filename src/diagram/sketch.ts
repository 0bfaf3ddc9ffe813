/**
 * A chart as shapes and arrows: what Mermaid and DOT have in common, so that each writer only has to spell it.
 *
 * Neither can draw an arrow between a box and something inside that box (Mermaid 12 throws while it lays out, Mermaid 11
 * hides the arrow, Graphviz drops the clipping). Such an arrow is drawn to or from a card: a small shape inside the box that
 * bears the name of the box in parentheses and stands for the whole of it.
 *
 *   ┌ reserved ─────────────────────────────┐
 *   │  (reserved) ──CHECK──▶ checking       │     CHECK is answered in each mode of `reserved`
 *   └───────────────────────────────────────┘
 *
 * A transition to several targets takes them all together, so it is one arrow to a bar and from there one to each.
 * Forbidden transitions are left out. Transitions that stay in their mode stand in it as text.
 */
import { withDescendants, type Chart, type Mode } from './chart.ts';
import { initialLabel, modeLabel, modeLines, transitionLabel } from './labels.ts';
import { claim } from './printable.ts';

export interface Sketch {
  readonly root: Shape;
  readonly arrows: readonly Arrow[];
}

export type Shape =
  | (Named & { readonly kind: 'leaf'; readonly final: boolean })
  | (Named & { readonly kind: 'history' })
  | Box;

export interface Box extends Named {
  readonly kind: 'box';
  readonly final: boolean;
  readonly parallel: boolean;
  readonly shapes: readonly Shape[];
  /** Ids of the bars from which one transition goes on to several targets. */
  readonly bars: readonly string[];
  readonly card: Card;
  /** `null` in a parallel mode, which starts in each region. */
  readonly start: Start | null;
}

interface Named {
  /** Letters, digits and `_`, unique in the sketch; neither a word nor a suffix that Mermaid uses itself. */
  readonly id: string;
  readonly label: string;
  readonly lines: readonly string[];
}

export interface Card {
  readonly id: string;
  readonly label: string;
  /** No arrow needs most cards. */
  readonly hasArrows: boolean;
}

export interface Start {
  readonly to: string;
  readonly label: string;
}

export interface Arrow {
  readonly from: string;
  readonly to: string;
  readonly label: string;
}

/** The shapes and arrows that show a chart. */
export function sketchOf(chart: Chart): Sketch {
  const names = nameModes(chart);
  const arrows: Arrow[] = [];
  const bars = new Map<Mode, string[]>();

  /** One end of an arrow: the shape of the mode, or its card if the other end lies in it. */
  const end = (mode: Mode, other: Mode): string => (mode.children.length > 0 && encloses(mode, other) ? names.card(mode) : names.shape(mode));
  const draw = (source: Mode, targets: readonly Mode[], label: string): void => {
    const [target] = targets;
    if (target !== undefined && targets.length === 1) arrows.push({ from: end(source, target), to: end(target, source), label });
    if (targets.length < 2) return;
    const around = smallestAround(chart.root, [source, ...targets]);
    const bar = names.bar(around);
    bars.set(around, [...(bars.get(around) ?? []), bar]);
    arrows.push({ from: end(source, around), to: bar, label }, ...targets.map((target) => ({ from: bar, to: end(target, around), label: '' })));
  };
  const modesNamed = (ids: readonly string[]): readonly Mode[] => [...new Set(ids)].flatMap((id) => names.mode(id) ?? []);

  for (const mode of withDescendants(chart.root)) if (mode.kind === 'history') draw(mode, modesNamed(mode.defaults), '');
  for (const transition of chart.transitions) {
    const source = names.mode(transition.source);
    if (source !== undefined && transition.effect.kind === 'targets') draw(source, modesNamed(transition.effect.targets), transitionLabel(transition));
  }

  const ends = new Set(arrows.flatMap(({ from, to }) => [from, to]));
  const shapeOf = (mode: Mode): Shape => {
    const named = { id: names.shape(mode), label: modeLabel(mode), lines: modeLines(mode, chart.transitions) };
    const final = mode.kind === 'final';
    if (mode.children.length === 0) return mode.kind === 'history' ? { kind: 'history', ...named } : { kind: 'leaf', ...named, final };
    const card = names.card(mode);
    return {
      kind: 'box',
      ...named,
      final,
      parallel: mode.kind === 'parallel',
      shapes: mode.children.map(shapeOf),
      bars: bars.get(mode) ?? [],
      card: { id: card, label: `(${named.label})`, hasArrows: ends.has(card) },
      start: mode.kind === 'compound' ? { to: names.shape(names.mode(mode.initial.target) ?? mode), label: initialLabel(mode.initial) } : null,
    };
  };
  return { root: shapeOf(chart.root), arrows };
}

interface Names {
  readonly mode: (id: string) => Mode | undefined;
  readonly shape: (mode: Mode) => string;
  readonly card: (mode: Mode) => string;
  readonly bar: (around: Mode) => string;
}

/**
 * Ids that read like the path and are safe everywhere: `m_reserved_held`.
 *
 * Mermaid makes `<id>_start` and `<id>_end` for the dots of a box, and reads `end`, `state`, `note`, `class`, `default` and
 * others as keywords; hence the `m` in front and the `_` behind.
 */
function nameModes(chart: Chart): Names {
  const taken = new Set<string>();
  const claimId = (wanted: string): string => claim(taken, /_(?:start|end)$/.test(wanted) ? `${wanted}_` : wanted, '_');
  const modes = new Map(withDescendants(chart.root).map((mode) => [mode.id, mode]));
  const shapes = new Map<string, string>();
  const visit = (mode: Mode, id: string): void => {
    shapes.set(mode.id, id);
    for (const child of mode.children) visit(child, claimId(`${id}_${child.name.replaceAll(/\W/g, '_')}`));
  };
  visit(chart.root, claimId('m'));
  const cards = new Map([...modes.keys()].map((id) => [id, claimId(`${shapes.get(id) ?? 'm'}_self`)]));
  return {
    mode: (id) => modes.get(id),
    shape: ({ id }) => shapes.get(id) ?? id,
    card: ({ id }) => cards.get(id) ?? id,
    bar: ({ id }) => claimId(`${shapes.get(id) ?? 'm'}_fork`),
  };
}

const encloses = (box: Mode, mode: Mode): boolean => box.id === mode.id || box.children.some((child) => encloses(child, mode));

/** The innermost box that has all these modes in it, or is one of them. */
function smallestAround(box: Mode, modes: readonly Mode[]): Mode {
  const inner = box.children.find((child) => child.children.length > 0 && modes.every((mode) => encloses(child, mode)));
  return inner === undefined ? box : smallestAround(inner, modes);
}
