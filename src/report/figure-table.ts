/**
 * Figures predicted and seen, as a table.
 *
 *   FIGURE      PREDICTED      SEEN  DIFFERS  AGREES
 *   total          17.7 s    17.7 s     0.0 %  ✓      by the bytes
 *   last pass  < 38.8 MiB  32.3 MiB        -  ✓      by the rule
 */
import type { Figure } from '../conform/figures.ts';
import { padded, paint, plain, widthOf, type Page } from './page.ts';
import { binaryText, countText, durationText } from './quantities.ts';

const names: Readonly<Record<Figure['name'], string>> = { total: 'total', 'last-pass': 'last pass', blackout: 'blackout', 'total-least': 'total', passes: 'passes', 'total-by-curve': 'total', plateau: 'plateau' };
const bases: Readonly<Record<Figure['basis'], string>> = { bytes: 'from the bytes and the rate', rule: 'by the stop rule', bounds: 'whatever the guest writes', curve: 'from the curve' };

export function figureTable(page: Page, figures: readonly Figure[]): readonly string[] {
  const rows = [['FIGURE', 'PREDICTED', 'SEEN', 'OFF BY', '', ''], ...figures.map(cellsOf)].map((cells) => cells.map((cell) => plain(page, cell)));
  const widths = [0, 1, 2, 3, 4].map((column) => Math.max(...rows.map((cells) => widthOf(cells[column] ?? ''))));
  return rows.map((cells, row) => {
    const text = cells.map((cell, column) => padded(cell, widths[column] ?? 0, column > 0 && column < 4 ? 'right' : 'left')).join('  ').trimEnd();
    const agrees = figures[row - 1]?.agrees ?? null;
    return `  ${paint(page, row === 0 ? 'quiet' : agrees === false ? 'bad' : 'plain', text)}`;
  });
}

function cellsOf({ name, unit, basis, predicted, seen, agrees }: Figure): readonly string[] {
  const text = (value: number): string => (unit === 'ms' ? durationText(value) : unit === 'bytes' ? binaryText(value) : countText(value));
  const sign = { about: '', 'at-most': '≤ ', 'at-least': 'at least ' };
  const wanted = predicted.kind === 'never' ? 'no end' : `${sign[predicted.kind]}${text(predicted.value)}`;
  const off = predicted.kind === 'about' && unit !== 'passes' && seen !== 0 ? `${signed((predicted.value / seen - 1) * 100)} %` : '';
  return [names[name], wanted, text(seen), off, agrees === null ? '' : agrees ? '✓' : '✗', bases[basis]];
}

function signed(percent: number): string {
  const text = percent.toFixed(1);
  return Number(text) === 0 ? '0.0' : percent > 0 ? `+${text}` : text;
}
