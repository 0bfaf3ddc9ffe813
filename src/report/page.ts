/**
 * The page that text is written on: how wide it is and what it can show.
 *
 * Nothing in this folder asks a terminal anything. The command line finds out once, says it here as data, and so every
 * text can be made for any terminal in a test. Text is laid out plain and painted last, because the bytes of a colour
 * take no room on the page.
 */
import { styleText } from 'node:util';

export interface Page {
  /** In columns. */
  readonly width: number;
  readonly colour: boolean;
  /** Nothing but ASCII, save what the model itself calls things. */
  readonly ascii: boolean;
}

export type Style = 'plain' | 'good' | 'bad' | 'doubt' | 'quiet' | 'strong';

const formats = { good: 'green', bad: 'red', doubt: 'yellow', quiet: 'dim', strong: 'bold' } as const;

/** The text in a style, on a page that has colour; colour never says anything that the words do not. */
export function paint(page: Page, style: Style, text: string): string {
  return page.colour && style !== 'plain' && text.trim() !== '' ? styleText(formats[style], text, { validateStream: false }) : text;
}

const inAscii: ReadonlyMap<string, string> = new Map([
  ['✓', 'ok'],
  ['✗', 'FAIL'],
  ['∅', 'VAC'],
  ['≤', '<='],
  ['→', '->'],
  ['×', 'x'],
  ['·', ';'],
  ['…', '...'],
  ['│', '|'],
  ['─', '-'],
]);

/** A text as the page can show it: one line, no control characters, and on an ASCII page our own signs spelled out. */
export function plain(page: Page, text: string): string {
  const visible = text.replaceAll(/[\p{Cc}\p{Cs}\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu, escaped);
  return page.ascii ? visible.replaceAll(/[✓✗∅≤→×·…│─]/gu, (sign) => inAscii.get(sign) ?? sign) : visible;
}

/** How many columns a text takes: two for wide East Asian letters and emoji, none for combining marks. */
export function widthOf(text: string): number {
  let width = 0;
  for (const letter of text) width += /\p{Mn}/u.test(letter) ? 0 : wide.test(letter) ? 2 : 1;
  return width;
}

/** A text with spaces to its right, or to its left, up to a width. */
export function padded(text: string, width: number, side: 'left' | 'right' = 'left'): string {
  const room = ' '.repeat(Math.max(0, width - widthOf(text)));
  return side === 'left' ? text + room : room + text;
}

/**
 * A text as lines of at most `width` columns. It breaks at spaces; a word that has no line to itself, after punctuation, or
 * else anywhere.
 *
 * @example wrapped('one two-three', 7) // ['one', 'two-', 'three']
 */
export function wrapped(text: string, width: number): readonly string[] {
  const lines: string[] = [];
  let line = '';
  const words = text.split(/(?<=\s)/u).flatMap((word) => (widthOf(word.trimEnd()) > width ? word.split(/(?<=[-./,_])(?=\w)/u) : [word]));
  for (const word of words) {
    let rest = word;
    if (line !== '' && widthOf(line + rest.trimEnd()) > width) {
      lines.push(line.trimEnd());
      line = '';
      rest = rest.trimStart();
    }
    while (widthOf(rest.trimEnd()) > width) {
      const part = fitting(rest, width);
      lines.push(part);
      rest = rest.slice(part.length);
    }
    line += rest;
  }
  return [...lines, line.trimEnd()];
}

/** A text as one paragraph, each line after `indent`. */
export function paragraph(text: string, width: number, indent: string): string {
  return wrapped(text, Math.max(20, width - indent.length))
    .map((line) => `${indent}${line}`)
    .join('\n');
}

const wide = /[\p{Emoji_Presentation}\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]/u;

/** The longest beginning that takes at most `width` columns, and never nothing. */
function fitting(text: string, width: number): string {
  let part = '';
  for (const letter of text) {
    if (part !== '' && widthOf(part + letter) > width) break;
    part += letter;
  }
  return part;
}

function escaped(letter: string): string {
  const inJson = JSON.stringify(letter).slice(1, -1);
  return inJson === letter ? `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}` : inJson;
}
