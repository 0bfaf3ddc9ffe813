/**
 * The verdict table of one suite, fitted to the page.
 *
 *   VERDICT      PROPERTY             KIND       TESTED  NOTE
 *   ✓ holds      csv-single-writer    always     88,214  CSV-1
 *   ✗ violated   single-owner         always     12,001  expected: holds; 10 steps; HA-3
 *
 * A narrow page loses KIND first; if the note still has no room, it goes below its row. Nothing is cut off.
 */
import { padded, paint, plain, widthOf, wrapped, type Page, type Style } from './page.ts';

export interface VerdictRow {
  readonly verdict: string;
  readonly style: Style;
  readonly property: string;
  readonly kind: string;
  readonly tested: string;
  readonly note: string;
}

type Column = Exclude<keyof VerdictRow, 'style'>;

const noteWidthMin = 16;
const propertyWidthMin = 12;
const margin = 2;
const gap = 2;

/** A built-in claim is of a kind of its own. */
export function kindText(kind: string): string {
  return kind.startsWith('no-') ? 'built-in' : kind;
}

/** The lines of the table; `testedHeading` says what was counted. */
export function verdictTable(page: Page, rows: readonly VerdictRow[], testedHeading = 'TESTED'): readonly string[] {
  const heading: VerdictRow = { verdict: 'VERDICT', style: 'quiet', property: 'PROPERTY', kind: 'KIND', tested: testedHeading, note: 'NOTE' };
  const shown = [heading, ...rows].map((row) => ({ ...row, verdict: plain(page, row.verdict), property: plain(page, row.property), note: plain(page, row.note) }));
  const hasNotes = rows.some(({ note }) => note !== '');
  const full: readonly Column[] = ['verdict', 'property', 'kind', 'tested'];
  const narrow = full.filter((column) => column !== 'kind');
  const roomBeside = (columns: readonly Column[]): number => page.width - margin - columns.reduce((sum, column) => sum + gap + natural(shown, column), 0);
  const wanted = hasNotes ? Math.min(natural(shown.slice(1), 'note'), noteWidthMin) : 0;
  const columns = roomBeside(full) >= (wanted === 0 ? -gap : wanted) ? full : narrow;
  const widths = new Map(columns.map((column) => [column, natural(shown, column)] as const));
  const whole = widths.get('property') ?? 0;
  const excess = Math.max(0, -gap - roomBeside(columns));
  widths.set('property', Math.min(whole, Math.max(propertyWidthMin, whole - excess)));
  const noteWidth = roomBeside(columns);
  return shown.flatMap((row, i) => (i === 0 && !hasNotes ? rowLines(page, { ...row, note: '' }, widths, noteWidth) : rowLines(page, row, widths, noteWidth)));
}

function natural(rows: readonly VerdictRow[], column: Column): number {
  return Math.max(0, ...rows.map((row) => widthOf(row[column])));
}

function rowLines(page: Page, row: VerdictRow, widths: ReadonlyMap<Column, number>, noteWidth: number): readonly string[] {
  const below = row.note !== '' && noteWidth < noteWidthMin && widthOf(row.note) > noteWidth;
  const isHeading = row.style === 'quiet';
  const notes = row.note === '' || below ? [] : wrapped(row.note, noteWidth);
  const names = wrapped(row.property, widths.get('property') ?? 0);
  const height = Math.max(names.length, notes.length, 1);
  const lines = Array.from({ length: height }, (_, i) => {
    const cells = [...widths].map(([column, width]) => {
      if (column === 'property') return paint(page, isHeading ? 'quiet' : 'plain', padded(names[i] ?? '', width));
      if (column === 'verdict') return paint(page, row.style, padded(i === 0 ? row.verdict : '', width));
      return paint(page, 'quiet', padded(i === 0 ? row[column] : '', width, column === 'tested' ? 'right' : 'left'));
    });
    return trimmed(page, `${' '.repeat(margin)}${[...cells, paint(page, isHeading ? 'quiet' : 'plain', notes[i] ?? '')].join(' '.repeat(gap))}`);
  });
  if (!below || isHeading) return lines;
  const indent = ' '.repeat(margin + (widths.get('verdict') ?? 0) + gap);
  return [...lines, ...wrapped(row.note, page.width - indent.length).map((line) => indent + line)];
}

/** Spaces at the end of a line would show in a diff; inside a colour they cannot be told from text, and stay. */
function trimmed(page: Page, line: string): string {
  return page.colour ? line : line.trimEnd();
}
