/**
 * The shape of every error message: what happened, the values, the likely cause, the next command.
 *
 *   error[trace-diverged]: trace 0.2.6 stops replaying at step 3: it has no step 6.
 *
 *     state    node1 up · vm1 running
 *     enabled  0 node1 CRASH · 1 vm1 SAVE
 *
 *   The system has changed since this trace was recorded. Run `quiesce check quick-migration` for a fresh one.
 *
 * A slip on the command line has nothing but its first line.
 */
import { padded, paint, plain, widthOf, wrapped, type Page } from './page.ts';

export interface Message {
  readonly code: string;
  /** What happened, as one sentence. */
  readonly headline: string;
  readonly values: readonly (readonly [name: string, value: string])[];
  /** The likely cause, then the next command; null when the headline says it all. */
  readonly advice: string | null;
}

/** The lines of a message; a message of one line stays on one line whatever the width. */
export function messageLines(page: Page, { code, headline, values, advice }: Message): readonly string[] {
  const label = `error[${code}]:`;
  const oneLine = values.length === 0 && advice === null;
  const [first = '', ...rest] = oneLine ? [plain(page, `${label} ${headline}`)] : wrapped(plain(page, `${label} ${headline}`), page.width);
  const nameWidth = Math.max(0, ...values.map(([name]) => widthOf(name)));
  const valueLines = values.flatMap(([name, value]) =>
    wrapped(plain(page, value), Math.max(20, page.width - nameWidth - 4)).map((line, i) => `  ${padded(i === 0 ? name : '', nameWidth)}  ${line}`),
  );
  return [
    first.replace(label, paint(page, 'bad', label)),
    ...rest,
    ...(valueLines.length === 0 ? [] : ['', ...valueLines]),
    ...(advice === null ? [] : ['', ...wrapped(plain(page, advice), page.width)]),
  ];
}
