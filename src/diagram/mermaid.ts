/**
 * A chart as a Mermaid state diagram, for READMEs, wikis and reviews.
 *
 * The promise: Mermaid accepts the text whatever the modes, events and guards are called, and shows exactly those names (but
 * for one that holds `ﬂ°`, with which Mermaid marks its own codes). Three things make that hold, all learnt from its parser:
 *
 * - A mode is written once, where it lies; all arrows follow at the outermost level. An arrow written inside a box would move
 *   both its ends into that box.
 * - Ids are our own (sketch.ts); names are labels only.
 * - Labels pass through Mermaid's entity codes (`#35;`), then its grammar, then Markdown, then HTML. So nearly every sign
 *   that is not a letter, a digit or plain punctuation is written as a code; `escapeLabel` lists the rest.
 *
 * Mermaid refuses texts over 50,000 characters unless its host says otherwise. Such a text is written in full with a comment
 * on top. Its limit of 500 arrows is for flowcharts only: 11.6 and 12.3 draw 700 in a state diagram.
 */
import type { Chart } from './chart.ts';
import { sketchOf, type Arrow, type Box, type Shape } from './sketch.ts';

/** Mermaid's default for `maxTextSize`. */
const charactersMax = 50_000;

/** How a text stands to the longest one that Mermaid accepts by default. */
export interface MermaidSize {
  readonly characters: number;
  readonly charactersMax: number;
  readonly fits: boolean;
}

/**
 * A `stateDiagram-v2` that shows the chart.
 *
 * Nothing is cut: if the text is longer than Mermaid accepts by default, its first line says so.
 * @example toMermaid(chartOf(lamp))
 */
export function toMermaid(chart: Chart): string {
  const { root, arrows } = sketchOf(chart);
  const lines = ['stateDiagram-v2', ...shapeLines(root), ...(isFinal(root) ? [`${root.id} --> [*]`] : []), ...arrows.map(arrowLine)];
  const text = `${lines.join('\n')}\n`;
  if (mermaidSize(text).fits) return text;
  return `%% Mermaid refuses more than ${charactersMax} characters unless maxTextSize is raised; these are ${text.length}.\n${text}`;
}

/** Whether Mermaid accepts a text of this length as it comes. */
export function mermaidSize(text: string): MermaidSize {
  return { characters: text.length, charactersMax, fits: text.length <= charactersMax };
}

/**
 * Any one line of text as a Mermaid label that shows just that text.
 *
 * @example escapeLabel('a:b "c"') // 'a#58;b #34;c#34;'
 */
export function escapeLabel(text: string): string {
  return text
    .replaceAll(/[^\p{L}\p{M}\p{N} _.,/()[\]=+?!'-]/gu, code)
    .replaceAll(/^[-+]|^\d+(?=[.)])|(?<!\w)_|_(?!\w)|(?<=\])[(]|\[(?=\[)|\](?=\])|(?<=www)\.|^ | (?= )| $/giu, code)
    .replaceAll(/(?<=direction) /gi, code);
}

function shapeLines(shape: Shape): readonly string[] {
  const named = `state "${escapeLabel(shape.kind === 'history' ? `(${shape.label})` : shape.label)}" as ${shape.id}`;
  if (shape.kind !== 'box') return [named, ...descriptionLines(shape.id, shape.lines)];
  return [`${named} {`, ...insideLines(shape).map((line) => `  ${line}`), '}'];
}

function insideLines(box: Box): readonly string[] {
  const modes = box.shapes.map((shape) => [...shapeLines(shape), ...(isFinal(shape) ? [`${shape.id} --> [*]`] : [])]);
  const isMode = (index: number): boolean => box.shapes[index]?.kind !== 'history';
  const extras = [...cardLines(box), ...box.bars.map((bar) => `state ${bar} <<fork>>`)];
  if (!box.parallel) return [...startLines(box), ...modes.flat(), ...extras];
  const regions = modes.filter((_, index) => isMode(index));
  const others = [...modes.filter((_, index) => !isMode(index)).flat(), ...extras];
  return [...regions, ...(others.length > 0 ? [others] : [])].flatMap((lines, index) => (index === 0 ? lines : ['--', ...lines]));
}

function startLines({ start }: Box): readonly string[] {
  return start === null ? [] : [arrowLine({ from: '[*]', ...start })];
}

/** Mermaid gives a box no room for text, so the card bears it. */
function cardLines({ card, lines }: Box): readonly string[] {
  if (!card.hasArrows && lines.length === 0) return [];
  return [`state "${escapeLabel(card.label)}" as ${card.id}`, ...descriptionLines(card.id, lines)];
}

const isFinal = (shape: Shape): boolean => shape.kind !== 'history' && shape.final;

const descriptionLines = (id: string, lines: readonly string[]): readonly string[] => lines.map((line) => `${id} : ${escapeLabel(line)}`);

const arrowLine = ({ from, to, label }: Arrow): string => `${from} --> ${to}${label === '' ? '' : ` : ${escapeLabel(label)}`}`;

/** Mermaid's own form of an HTML character reference, for each character of a match. */
const code = (characters: string): string => Array.from(characters, (character) => `#${character.codePointAt(0) ?? 0};`).join('');
