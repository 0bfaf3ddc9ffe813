/**
 * The lanes of a message chart: a lifeline for each actor that acts, and arrows between them.
 *
 *    node1 node2  lun1
 *      │     │     │
 *      ├──────────▶│
 *
 * Lanes take up to half of the page. More than six actors, or names too long for that, and there are none.
 */
import type { Trace } from '../trace/trace.ts';
import { padded, widthOf, type Page } from './page.ts';

export interface Lanes {
  /** Columns they take; 0 when there are none. */
  readonly width: number;
  readonly heading: string;
  readonly idle: string;
  /** One message; from null it is the environment's doing, or the actor's own. */
  readonly message: (from: string | null, to: string, lost: boolean) => string;
}

const lanesMax = 6;
const laneWidthMin = 4;

const unicode = { life: '│', right: '▶', left: '◀', out: '├', back: '┤', line: '─', dot: '●', lost: '✗' } as const;
const ascii = { life: '|', right: '>', left: '<', out: '+', back: '+', line: '-', dot: '*', lost: 'x' } as const;

const none: Lanes = { width: 0, heading: '', idle: '', message: () => '' };

/** Lanes for the actors that something happens to in this trace, in the order of the system. */
export function lanesFor(page: Page, actorNames: readonly string[], trace: Trace): Lanes {
  const told = [...trace.opening.filter(({ from }) => from !== null), ...trace.steps.flatMap(({ deliveries }) => deliveries)];
  const acting = new Set(told.flatMap(({ from, to }) => (from === null ? [to] : [from, to])));
  const names = actorNames.filter((name) => acting.has(name));
  const laneWidth = Math.max(laneWidthMin, ...names.map((name) => widthOf(name) + 1));
  if (names.length === 0 || names.length > lanesMax || laneWidth * names.length > page.width * 0.5) return none;
  const signs = page.ascii ? ascii : unicode;
  const centreOf = (name: string): number => names.indexOf(name) * laneWidth + Math.floor((laneWidth - 1) / 2);
  const idle = (): string[] => {
    const cells = Array.from({ length: laneWidth * names.length }, () => ' ');
    for (const name of names) cells[centreOf(name)] = signs.life;
    return cells;
  };
  return {
    width: laneWidth * names.length,
    heading: names.map((name) => centred(name, laneWidth)).join(''),
    idle: idle().join(''),
    message: (from, to, lost) => {
      const cells = idle();
      const end = centreOf(to);
      if (from === null) {
        cells[end] = lost ? signs.lost : signs.dot;
        return cells.join('');
      }
      const start = centreOf(from);
      const forth = end > start;
      for (let at = Math.min(start, end) + 1; at < Math.max(start, end); at++) cells[at] = signs.line;
      cells[start] = forth ? signs.out : signs.back;
      cells[end + (forth ? -1 : 1)] = lost ? signs.lost : forth ? signs.right : signs.left;
      return cells.join('');
    },
  };
}

function centred(name: string, width: number): string {
  const before = Math.max(0, Math.floor((width - 1) / 2) - Math.floor((widthOf(name) - 1) / 2));
  return padded(' '.repeat(before) + name, width);
}
