/**
 * What a QMP log amounts to, as a page: the verdict with its line, what was wrong with the log itself, the figures predicted and seen,
 * and what was compared.
 *
 *   ✗ refused  line 12: status postcopy-active, dirty-sync-count 2
 *
 *   why      no run of the model that gives the lines before gives this one
 *   allowed  active, dirty-sync-count 1 or more · completed, 3 or more
 *   checked  lines 1 to 10: ...
 */
import type { Comparison, CurveUsed } from '../conform/figures.ts';
import type { QmpReport, QmpVerdict } from '../conform/qmp-report.ts';
import { damageText, noteText, refusalHeadline, refusalReason, allowedText } from './conform-words.ts';
import { figureTable } from './figure-table.ts';
import { padded, paint, plain, wrapped, type Page, type Style } from './page.ts';
import { binaryText, countOf, countText, durationText } from './quantities.ts';

const margin = 2;
const gap = 2;
/** Of damages and notes: a log that is broken throughout is not read to the end by anybody. */
const shownMax = 8;

export function conformLines(page: Page, file: string, report: QmpReport): readonly string[] {
  const { lines, samples, comparison } = report;
  return [
    ...wrapped(plain(page, `qmp  ${file}: ${countOf(lines, 'line')}, ${countOf(samples, 'answer')} about a migration`), page.width),
    '',
    ...verdictLines(page, report.verdict),
    '',
    ...factLines(page, verdictFacts(report)),
    '',
    ...(comparison.kind === 'compared' ? [...figureTable(page, comparison.rows), ''] : []),
    ...factLines(page, [...figureFacts(comparison), ...coverageFacts(report)]),
  ];
}

interface Fact {
  readonly name: string;
  readonly text: string;
  readonly style: Style;
}

function verdictLines(page: Page, verdict: QmpVerdict): readonly string[] {
  const { sign, word, style, text } = verdictWords(verdict);
  const label = `${plain(page, sign)} ${word}`;
  return wrapped(plain(page, text), page.width - margin - label.length - gap).map((line, i) => `${' '.repeat(margin)}${padded(i === 0 ? paint(page, style, label) : ' '.repeat(label.length), label.length)}${' '.repeat(gap)}${line}`);
}

function verdictWords(verdict: QmpVerdict): { readonly sign: string; readonly word: string; readonly style: Style; readonly text: string } {
  switch (verdict.kind) {
    case 'accepted':
      return { sign: '✓', word: 'accepted', style: 'good', text: 'every line is allowed by the model: some run of it looks just so' };
    case 'refused':
      return { sign: '✗', word: 'refused', style: 'bad', text: `line ${verdict.refusal.line}: ${refusalHeadline(verdict.refusal)}` };
    case 'inconclusive':
      return { sign: '?', word: 'inconclusive', style: 'doubt', text: doubtText(verdict) };
  }
}

function doubtText({ because }: Extract<QmpVerdict, { kind: 'inconclusive' }>): string {
  switch (because.kind) {
    case 'damaged':
      return 'what could be read is allowed by the model, but not all could';
    case 'unfinished':
      return `what there is is allowed by the model, but the log ends before the migration does: line ${because.line} has it ${because.status}`;
    case 'cut-off':
      return `line ${because.line} was not met by any of the ${countText(because.statesMax)} states that were looked at, and there are more`;
  }
}

function verdictFacts(report: QmpReport): readonly Fact[] {
  const { verdict, damages, notes, checkedTo } = report;
  const refused: readonly Fact[] =
    verdict.kind === 'refused'
      ? [
          { name: 'why', text: refusalReason(verdict.refusal), style: 'plain' },
          { name: 'allowed', text: allowedText(verdict.refusal), style: 'strong' },
        ]
      : [];
  const seen: readonly Fact[] = verdict.kind === 'refused' ? [] : [{ name: 'seen', text: seenText(report), style: 'plain' }];
  return [
    ...refused,
    ...seen,
    ...listed('damage', damages.map(damageText), 'bad'),
    ...listed('note', notes.map(noteText), 'doubt'),
    { name: 'checked', text: checkedTo === 0 ? 'nothing before it' : `lines 1 to ${countText(checkedTo)}${damages.length === 0 ? '' : ', but those that could not be read'}`, style: 'plain' },
  ];
}

function listed(name: string, texts: readonly string[], style: Style): readonly Fact[] {
  const shown = texts.slice(0, shownMax).map((text) => ({ name, text, style }));
  return texts.length > shownMax ? [...shown, { name: '', text: `and ${countText(texts.length - shownMax)} more, which --json has all`, style }] : shown;
}

function seenText({ seen: { status, syncs, figures } }: QmpReport): string {
  const passes = syncs === null ? [] : [status === 'completed' ? `dirty-sync-count ${syncs}, that is ${countOf(syncs - 2, 'pass', 'passes')} and the last` : `dirty-sync-count ${syncs}`];
  const times = figures['total-time'] === undefined ? [] : [`${durationText(figures['total-time'])} in all`];
  const sent = figures['ram.transferred'] === undefined ? [] : [`${binaryText(figures['ram.transferred'])} sent`];
  return [status, ...passes, ...times, ...sent].join(', ');
}

function figureFacts(comparison: Comparison): readonly Fact[] {
  if (comparison.kind === 'none') {
    const reasons = { refused: 'none, as the log was not read to its end', 'not-completed': 'none, as the migration has not completed', 'no-rate': 'none, as no answer has a rate', 'no-figures': 'none, as the last answer lacks some that are needed', impossible: 'none, as no migration has such memory, rates and limits' };
    return [{ name: 'figures', text: reasons[comparison.because], style: 'plain' }];
  }
  const differing = comparison.rows.filter(({ agrees }) => agrees === false).length;
  const found: Fact = differing === 0 ? { name: 'figures', text: 'all that must agree with the calculator do', style: 'good' } : { name: 'figures', text: `${countText(differing)} that must agree with the calculator ${differing === 1 ? 'does' : 'do'} not; this is no part of the verdict`, style: 'bad' };
  return [found, { name: 'curve', text: curveText(comparison.curve), style: 'plain' }];
}

function curveText(used: CurveUsed): string {
  if (used.kind === 'none') {
    const reasons = { throttled: 'none, as the guest was throttled, which changes it', 'vm-stopped': 'none, as the VM was stopped before', 'few-passes': 'none, as too few passes were seen one after the other' };
    return reasons[used.because];
  }
  const { curve } = used;
  if (curve.kind !== 'power-law') return curve.kind;
  return `${binaryText(curve.bytesInFirstSecond)} × t^${curve.exponent.toFixed(2)} dirtied in t seconds, fitted to ${countOf(used.passes, 'pass', 'passes')} of this very run`;
}

function coverageFacts({ model, statesMost, settings }: QmpReport): readonly Fact[] {
  const told = settings.bandwidthBytesPerSecond === null ? '' : ` at ${binaryText(settings.bandwidthBytesPerSecond)}/s`;
  return [
    { name: 'model', text: `${model.id}: ${model.scope}`, style: 'quiet' },
    { name: 'compared', text: `the order of phases, commands, STOP and RESUME, and how passes are numbered, with the model (at most ${countText(statesMost)} states at a line); counters and sums; the stop rule, with a downtime limit of ${durationText(settings.downtimeLimitMs)}${told}`, style: 'quiet' },
    { name: 'left out', text: 'the target, events that are not in the log, and rates that QEMU computes of other figures', style: 'quiet' },
  ];
}

function factLines(page: Page, facts: readonly Fact[]): readonly string[] {
  const width = Math.max(...facts.map(({ name }) => name.length));
  return facts.flatMap(({ name, text, style }) =>
    wrapped(plain(page, text), page.width - margin - width - gap).map((line, i) => `${' '.repeat(margin)}${padded(i === 0 ? name : '', width)}${' '.repeat(gap)}${paint(page, style, line)}`),
  );
}
