/**
 * A trace as a message chart: a lane for each actor that acts, a line for each message, and beside it what changed.
 *
 *    #   node1 node2 lun1   event            what changed
 *    0     │     │     │    start            node1 up · node2 up · lun1 free
 *    1     ●     │     │    MOUNT            node1  up → mounting
 *          ├────────────▶   RESERVE          lun1  free → reserved
 *          │◀──────────┤    RESERVED         node1  mounting → mounted
 *
 * `●` is what the environment does to an actor, or a timer of its own; arrows are messages, in the order in which they are
 * handled; an arrow that ends in `✗` was swallowed. The changes of a step are those of the whole step: they stand beside its
 * messages from the top, not each beside its cause. Lanes are drawn for up to six actors; otherwise the event says from whom
 * to whom.
 */
import { modeText } from '../system/local-step.ts';
import type { Delivery } from '../system/run-to-completion.ts';
import type { Semantics, SystemState, TakenStep } from '../system/step.ts';
import { changesBetween, type Change } from '../trace/diff.ts';
import type { Trace } from '../trace/trace.ts';
import { lanesFor, type Lanes } from './lanes.ts';
import { padded, paint, plain, widthOf, wrapped, type Page } from './page.ts';
import { delayText } from '../system/delay-text.ts';
import { eventText, stepEventText } from '../trace/step-words.ts';

export interface ChartOptions {
  readonly semantics: Semantics;
  readonly trace: Trace;
  /** Marks the last step as the one that breaks the claim. */
  readonly broken: boolean;
  /** Without them only what happened is told. */
  readonly changes: boolean;
}

interface Row {
  readonly lane: string;
  readonly event: string;
}

interface Block {
  readonly number: string;
  readonly broken: boolean;
  readonly rows: readonly Row[];
  readonly changes: readonly Line[];
}

/** A line of the right column, plain for its width and painted for the page. */
interface Line {
  readonly text: string;
  readonly painted: string;
}

const numberWidth = 5;
const gap = 2;

/** The lines of the chart, its heading first. */
export function messageChart(page: Page, { semantics, trace, broken, changes }: ChartOptions): readonly string[] {
  const lanes = lanesFor(page, semantics.system.actorNames, trace);
  const rowsOfSteps = [openingRows(page, lanes, trace), ...trace.steps.map((step, i) => stepRows(page, lanes, step, elapsedBy(trace, i)))];
  const widest = Math.max(5, ...rowsOfSteps.flat().map(({ event }) => widthOf(event)));
  const room = page.width - numberWidth - lanes.width - gap;
  const eventWidth = changes ? Math.min(widest, Math.max(16, Math.floor(room * (lanes.width === 0 ? 0.5 : 0.42)))) : Math.min(widest, room);
  const changeWidth = Math.max(16, room - eventWidth - gap);
  const blocks = rowsOfSteps.map((rows, i): Block => {
    const before = trace.steps[i - 2]?.after ?? trace.initial;
    const after = trace.steps[i - 1]?.after ?? trace.initial;
    const lines = !changes ? [] : i === 0 ? initialLines(page, semantics, trace.initial, changeWidth) : stepLines(page, trace.steps[i - 1], changesBetween(semantics, before, after), changeWidth);
    return { number: String(i), broken: broken && i === trace.steps.length, rows, changes: lines };
  });
  const heading = `${padded('   #', numberWidth)}${lanes.heading}${' '.repeat(gap)}${padded('event', eventWidth)}${changes ? `${' '.repeat(gap)}what changed` : ''}`;
  return [paint(page, 'quiet', heading.trimEnd()), ...blocks.flatMap((block) => blockLines(page, lanes, block, eventWidth))];
}

function blockLines(page: Page, lanes: Lanes, block: Block, eventWidth: number): readonly string[] {
  const left = block.rows.flatMap(({ lane, event }) => wrapped(event, eventWidth).map((text, i) => ({ lane: i === 0 ? lane : lanes.idle, event: text })));
  const sign = page.ascii ? 'x' : '✗';
  return Array.from({ length: Math.max(left.length, block.changes.length) }, (_, i) => {
    const number = padded(i === 0 ? `${block.broken ? sign : ' '}${padded(block.number, 3, 'right')}` : '', numberWidth);
    const event = left[i]?.event ?? '';
    const change = block.changes[i];
    const beside = change === undefined ? '' : `${' '.repeat(gap)}${change.painted}`;
    const told = paint(page, block.broken ? 'bad' : 'plain', change === undefined ? event : padded(event, eventWidth));
    const line = `${paint(page, block.broken ? 'bad' : 'plain', number)}${paint(page, 'quiet', left[i]?.lane ?? lanes.idle)}${' '.repeat(gap)}${told}${beside}`;
    return page.colour ? line : line.trimEnd();
  });
}

function openingRows(page: Page, lanes: Lanes, trace: Trace): readonly Row[] {
  const said = trace.opening.filter(({ from }) => from !== null);
  return [{ lane: lanes.idle, event: 'start' }, ...said.map((delivery) => rowOf(page, lanes, delivery, eventText(delivery.event)))];
}

/** The time that has passed when a step has been taken. */
function elapsedBy(trace: Trace, step: number): number {
  return trace.steps.slice(0, step + 1).reduce((sum, { label }) => sum + (label.kind === 'tick' ? label.tickMs : 0), 0);
}

/** A tick changes what every timer has left; which of them are due then is all that is worth a line. */
function stepLines(page: Page, step: TakenStep | undefined, changes: readonly Change[], width: number): readonly Line[] {
  if (step?.label.kind !== 'tick') return changeLines(page, tellingChanges(changes), width);
  const due = changes.filter(({ after }) => after === 'due');
  return due.flatMap(({ path }) => asLines(hanging(`${plain(page, path)}  due`, width), (line) => line));
}

function stepRows(page: Page, lanes: Lanes, { label, deliveries }: TakenStep, elapsedMs: number): readonly Row[] {
  if (label.kind === 'tick') return [{ lane: lanes.idle, event: plain(page, `time ${delayText(elapsedMs)}`) }];
  return deliveries.map((delivery, i) => rowOf(page, lanes, delivery, i === 0 ? stepEventText(label) : eventText(delivery.event)));
}

function rowOf(page: Page, lanes: Lanes, delivery: Delivery, event: string): Row {
  const from = delivery.from === delivery.to ? null : delivery.from;
  const route = lanes.width > 0 ? '' : from === null ? `${delivery.to} ` : `${from} → ${delivery.to} `;
  const fate = delivery.reception === 'swallowed' ? ' (swallowed)' : delivery.reception === 'stopped' ? ' (stopped)' : '';
  const own = delivery.unansweredRaises.map((raised) => `, own ${raised.type} swallowed`).join('');
  const emitted = delivery.emitted.map((emission) => `, emits ${emission.type}`).join('');
  return { lane: lanes.message(from, delivery.to, fate !== ''), event: plain(page, `${route}${event}${fate}${own}${emitted}`) };
}

/** Without the timers of `after`: they come and go with the mode, which stands there already. */
function tellingChanges(changes: readonly Change[]): readonly Change[] {
  const moved = new Set(changes.map(({ path }) => path));
  return changes.filter(({ path }) => {
    const actor = /^timer (\S+) after /.exec(path)?.[1];
    return actor === undefined || !moved.has(actor);
  });
}

function changeLines(page: Page, changes: readonly Change[], width: number): readonly Line[] {
  if (changes.length === 0) return asLines(['nothing'], (text) => paint(page, 'quiet', text));
  return changes.flatMap(({ path, before, after }) => {
    const [name, was, is, arrow] = [plain(page, path), plain(page, before), plain(page, after), page.ascii ? '->' : '→'];
    const text = `${name}  ${was} ${arrow} ${is}`;
    if (widthOf(text) > width) return asLines(hanging(text, width), (line) => line);
    return [{ text, painted: `${name}  ${paint(page, 'bad', was)} ${arrow} ${paint(page, 'good', is)}` }];
  });
}

function initialLines(page: Page, { system }: Semantics, initial: SystemState, width: number): readonly Line[] {
  const modes = system.actorNames.flatMap((name, place) => {
    const snapshot = initial.locals[place]?.snapshot;
    const mode = snapshot === undefined ? '{}' : modeText(snapshot.value);
    // A machine without modes has nothing to say here.
    return mode === '{}' ? [] : [`${name} ${mode}`];
  });
  return asLines(wrapped(plain(page, modes.join(' · ')), width), (line) => paint(page, 'quiet', line));
}

/** Wrapped, with the lines after the first set in. */
function hanging(text: string, width: number): readonly string[] {
  const [first = '', ...rest] = wrapped(text, width);
  const remainder = text.slice(first.length).trimStart();
  return rest.length === 0 ? [first] : [first, ...wrapped(remainder, width - 2).map((line) => `  ${line}`)];
}

function asLines(texts: readonly string[], painted: (text: string) => string): readonly Line[] {
  return texts.map((text) => ({ text, painted: painted(text) }));
}
