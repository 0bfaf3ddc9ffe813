/**
 * What an exploration did not exercise, and why: two causes of a transition never taken call for two repairs.
 *
 *   covered: modes 34/35, transitions 65/68, stimuli 21/22
 *   never taken:
 *     vm   offline EVICT        guard always false, 9,120 visits
 *     vm   failed (2 transitions)   source mode unreachable
 *   never taken, as listed: 3 transitions
 *     disk  offline MOUNTED         answers come to those who ask
 *   listed as never taken, but not so: disk online CLOSE
 *   never enabled: node2 REPAIR
 */
import { accountFor, type ListedGap } from '../check/accounted.ts';
import type { Coverage, NeverTaken, NeverTakenReason } from '../property/coverage.ts';
import type { NeverTakenReasons } from '../property/suite.ts';
import type { System } from '../system/define-system.ts';
import { padded, paint, plain, widthOf, wrapped, type Page } from './page.ts';
import { countOf, countText } from './quantities.ts';
import { eventText, sourceOf, transitionText } from '../trace/step-words.ts';

/** What is most likely a mistake comes first. */
const reasonsByWeight: readonly NeverTakenReason['kind'][] = ['guard-false', 'event-never-sent', 'source-unreachable', 'overridden'];

/** More lines than this say less than a number does. */
const neverTakenMax = 8;

/** One line of counts; of an exploration that was cut short it says so far. */
export function coverageLine(coverage: Coverage, system: System): string {
  const { modes, transitions, stimuliNeverEnabled } = coverage;
  const stimuli = system.stimuli.length;
  return `covered: modes ${ratio(modes.visited, modes.total)}, transitions ${ratio(transitions.taken, transitions.total)}, stimuli ${ratio(stimuli - stimuliNeverEnabled.length, stimuli)}`;
}

/** The transitions never taken with their reasons, measured or listed, and the stimuli never enabled; empty when there are none. */
export function gapLines(page: Page, coverage: Coverage, system: System, reasons: NeverTakenReasons): readonly string[] {
  const { open, listed, untrue } = accountFor(coverage, reasons, system);
  const names = coverage.stimuliNeverEnabled.flatMap((index) => {
    const stimulus = system.stimuli[index];
    return stimulus === undefined ? [] : [`${stimulus.to} ${eventText(stimulus.event)}`];
  });
  const list = (label: string, items: readonly string[]): readonly string[] =>
    items.length === 0 ? [] : wrapped(`${label}: ${plain(page, items.join(', '))}`, page.width - 4).map((line, i) => paint(page, 'doubt', `${i === 0 ? '  ' : '    '}${line}`));
  const listedCount = listed.reduce((sum, { count }) => sum + count, 0);
  return [
    ...(open.length === 0 ? [] : [paint(page, 'doubt', `  never taken: ${countOf(open.length, 'transition')}`), ...tableOf(page, gapsOf(open))]),
    ...(listed.length === 0 ? [] : [paint(page, 'quiet', `  never taken, as listed: ${countOf(listedCount, 'transition')}`), ...tableOf(page, listed.map(listedGap))]),
    ...list('listed as never taken, but not so', untrue),
    ...list('never enabled', names),
  ];
}

function tableOf(page: Page, all: readonly Gap[]): readonly string[] {
  const gaps = all.map((gap) => ({ ...gap, what: plain(page, gap.what) }));
  const shown = gaps.slice(0, neverTakenMax);
  const machineWidth = Math.max(0, ...shown.map(({ machine }) => widthOf(machine)));
  const whatWidth = Math.min(Math.max(0, ...shown.map(({ what }) => widthOf(what))), Math.floor(page.width * 0.45));
  const indent = 4 + machineWidth + 2;
  const lines = shown.flatMap(({ machine, what, reason }) => {
    const beside = indent + Math.max(whatWidth, widthOf(what)) + 2 + widthOf(reason) <= page.width;
    const first = `    ${padded(machine, machineWidth)}  `;
    if (beside) return [`${first}${padded(what, whatWidth)}  ${reason}`];
    return wrapped(`${what}  ${reason}`, page.width - indent).map((line, i) => `${i === 0 ? first : ' '.repeat(indent)}${line}`);
  });
  const hidden = gaps.length - shown.length;
  return [...lines, ...(hidden > 0 ? [paint(page, 'quiet', `    and ${hidden} more; --json has them all`)] : [])];
}

function listedGap({ machine, what, count, because }: ListedGap): Gap {
  return { machine, what: count === 1 ? what : `${what} (${count} transitions)`, reason: because };
}

interface Gap {
  readonly machine: string;
  readonly what: string;
  readonly reason: string;
}

/** Transitions out of one unreachable mode are one gap. */
function gapsOf(neverTaken: readonly NeverTaken[]): readonly Gap[] {
  const gaps = new Map<string, { readonly first: NeverTaken; count: number }>();
  for (const entry of neverTaken) {
    const key = entry.reason.kind === 'source-unreachable' ? `${entry.machine} ${sourceOf(entry.transition)}` : `${entry.machine} ${entry.transition} taken`;
    const gap = gaps.get(key) ?? { first: entry, count: 0 };
    gap.count += 1;
    gaps.set(key, gap);
  }
  const ranked = [...gaps.values()].toSorted((a, b) => reasonsByWeight.indexOf(a.first.reason.kind) - reasonsByWeight.indexOf(b.first.reason.kind));
  return ranked.map(({ first, count }) => ({
    machine: first.machine,
    what: count === 1 ? transitionText(first.transition) : `${sourceOf(first.transition)} (${count} transitions)`,
    reason: reasonText(first.reason),
  }));
}

/** Why a transition was never taken. */
export function reasonText(reason: NeverTakenReason): string {
  switch (reason.kind) {
    case 'guard-false':
      return `guard always false, ${countOf(reason.visits, 'visit')}`;
    case 'event-never-sent':
      return 'event never sent';
    case 'source-unreachable':
      return 'source mode unreachable';
    case 'overridden':
      return `overridden, ${countOf(reason.visits, 'visit')}`;
  }
}

function ratio(part: number, whole: number): string {
  return `${countText(part)}/${countText(whole)}`;
}
