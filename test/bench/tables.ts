/** Rows and ratios as a Markdown table, which a terminal shows as well. */
import { countText } from '../../src/report/quantities.ts';
import { ratiosOf, type Ratio } from './ratios.ts';
import { isTimed, type Row } from './rows.ts';

/** A tool that was left out, and why. */
export interface LeftOut {
  readonly tool: string;
  readonly reason: string;
}

export type Side = 'left' | 'right';

/** The rows, and below them the ratios, if there are any. */
export function tablesOf(rows: readonly Row[], leftOut: readonly LeftOut[]): string {
  const ratios = ratiosOf(rows);
  return ratios.length === 0 ? rowTable(rows, leftOut) : `${rowTable(rows, leftOut)}\n\n${ratioTable(ratios)}`;
}

function rowTable(rows: readonly Row[], leftOut: readonly LeftOut[]): string {
  const lines = rows.map((row) =>
    isTimed(row)
      ? [row.model, row.scope, row.tool, String(row.workers), countText(row.distinct), countText(row.steps), seconds(row.wallMs), countText(row.statesPerSecond), countText(row.stepsPerSecond), row.bytesPerState?.toFixed(1) ?? '']
      : [row.model, row.scope, row.tool, String(row.workers), `error: ${row.error}`, '', '', '', '', ''],
  );
  const absent = leftOut.map(({ tool, reason }) => ['', '', tool, '', `left out: ${reason}`, '', '', '', '', '']);
  return table(['model', 'size', 'tool', 'workers', 'states', 'steps', 'seconds', 'states/s', 'steps/s', 'bytes/state'], ['left', 'left', 'left', ...Array.from({ length: 7 }, (): Side => 'right')], [...lines, ...absent]);
}

function ratioTable(ratios: readonly Ratio[]): string {
  return table(['model', 'quiesce', 'ratio', 'bar', ''], ['left', 'left', 'right', 'left', 'left'], ratios.map(ratioLine));
}

function ratioLine({ model, kind, against, value, bar }: Ratio): readonly string[] {
  return [model, `${kind} ${against}`, value.toFixed(2), bar?.text ?? 'none', bar === null ? '' : bar.met ? 'met' : 'missed'];
}

const seconds = (ms: number): string => (ms / 1000).toFixed(2);

/** A Markdown table whose columns line up. */
export function table(head: readonly string[], sides: readonly Side[], lines: readonly (readonly string[])[]): string {
  const widths = head.map((title, column) => Math.max(3, title.length, ...lines.map((line) => line[column]?.length ?? 0)));
  const laid = (cells: readonly string[]): string => `| ${cells.map((cell, i) => (sides[i] === 'right' ? cell.padStart(widths[i] ?? 0) : cell.padEnd(widths[i] ?? 0))).join(' | ')} |`;
  const rule = `|${widths.map((width, i) => (sides[i] === 'right' ? `${'-'.repeat(width + 1)}:` : '-'.repeat(width + 2))).join('|')}|`;
  return [laid(head), rule, ...lines.map(laid)].join('\n');
}
