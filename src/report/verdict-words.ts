/**
 * Verdicts in words: sign, word and note. Every sign has its word beside it.
 *
 * `holds` stands for a complete exploration and nothing else does; what random runs found has a sign of its own.
 */
import type { Expectation, StopReason, Verdict } from '../property/verdict.ts';
import { ruleOfThree } from '../property/verdict.ts';
import type { Style } from './page.ts';
import { bytesText, countOf, countText, durationText, percentText } from './quantities.ts';

export type VerdictKind = Verdict['kind'];

const signs = { holds: '✓', witnessed: '✓', violated: '✗', vacuous: '∅', sampled: '≤', inconclusive: '?' } as const;
const styles = { holds: 'good', witnessed: 'good', violated: 'bad', vacuous: 'doubt', sampled: 'doubt', inconclusive: 'doubt' } as const satisfies Record<VerdictKind, Style>;

/** `✓ holds`, `✗ violated (expected)`. A good verdict that nobody expected gets the sign of a warning. */
export function verdictText(kind: VerdictKind, expected: Expectation): string {
  const sign = kind !== expected && (kind === 'holds' || kind === 'witnessed') ? '!' : signs[kind];
  return `${sign} ${kind}${kind === 'violated' && expected === 'violated' ? ' (expected)' : ''}`;
}

/** An expected violation is no alarm; an unexpected `holds` is. */
export function verdictStyle(kind: VerdictKind, expected: Expectation): Style {
  if (kind === expected) return kind === 'violated' ? 'doubt' : 'good';
  return kind === 'holds' || kind === 'witnessed' ? 'bad' : styles[kind];
}

/** How often a property was put to the test; nothing for a witness, because one state is all it needs. */
export function testedText(verdict: Verdict): string {
  if (verdict.kind === 'witnessed') return '-';
  return verdict.kind === 'vacuous' ? '0' : countText(verdict.tested);
}

/** What there is to say besides the word; empty when that is nothing. */
export function noteText(verdict: Verdict, expected: Expectation): string {
  const contradicts = verdict.kind !== expected && (verdict.kind === 'violated' || verdict.kind === 'holds' || verdict.kind === 'witnessed');
  const wanted = contradicts ? [`expected: ${expected}`] : [];
  return [...wanted, ...notesOf(verdict)].join('; ');
}

function notesOf(verdict: Verdict): readonly string[] {
  switch (verdict.kind) {
    case 'holds':
    case 'inconclusive':
      return [];
    case 'witnessed':
      return [atDepth(verdict.run.length)];
    case 'violated':
      return verdict.run === null ? verdict.details : [atDepth(verdict.run.length)];
    case 'vacuous':
      return [verdict.reason];
    case 'sampled':
      return [`p < ${percentText(ruleOfThree(verdict.runs))}`];
  }
}

function atDepth(steps: number): string {
  return steps === 0 ? 'in the initial state' : countOf(steps, 'step');
}

/** Why an exploration ended early, as the end of a sentence that starts with "stopped". */
export function stopText(reason: StopReason): string {
  switch (reason.kind) {
    case 'states':
      return `at ${countOf(reason.max, 'state')} (--states-max)`;
    case 'memory':
      return reason.of === 'process' ? `at ${bytesText(reason.maxBytes)} of memory (--memory-max)` : `close to the ${bytesText(reason.maxBytes)} that the heap of Node may hold (NODE_OPTIONS=--max-old-space-size=${Math.ceil((2 * reason.maxBytes) / 2 ** 20)} gives it twice that)`;
    case 'table':
      return `when ${reason.actor} (machine ${reason.machine}) had ${countOf(reason.localStates, 'local state')} and heard ${countOf(reason.events, 'event')}; its table holds ${countOf(reason.max, 'local state')} at that`;
    case 'time':
      return `after ${durationText(reason.maxMs)} (--time-max)`;
    case 'interrupted':
      return 'when interrupted';
    case 'violation':
      return `at the first unexpected violation, ${reason.property} (--keep-going goes on)`;
    case 'runs':
      return `after ${countOf(reason.max, 'run')}`;
    case 'decided':
      return 'once every property was decided';
  }
}
