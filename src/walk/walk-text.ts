/**
 * A walk in words: one step a line, then the trace and the command that replays it.
 *
 *   2 steps of quick-migration
 *     1  vm1 SAVE          vm1 running → saving
 *     2  vm1 after 500 ms  vm1 saving → saved
 *   trace 0.2@c41e77b09a3f
 *   quiesce replay quick-migration 0.2@c41e77b09a3f
 *
 * fast-check prints values as one line of JSON unless told otherwise; nobody can read thirty steps in one line.
 */
import type { Semantics } from '../system/step.ts';
import { changesBetween } from '../trace/diff.ts';
import { stepText } from '../trace/step-words.ts';
import type { Trace } from '../trace/trace.ts';

/** A column wider than this is left ragged. */
const labelWidthMax = 32;

export function walkText(semantics: Semantics, trace: Trace): string {
  const { id } = semantics.system;
  const title = trace.steps.length === 0 ? `the initial state of ${id}` : `${trace.steps.length} ${trace.steps.length === 1 ? 'step' : 'steps'} of ${id}`;
  return [title, ...stepLines(semantics, trace), `trace ${trace.id}`, replayCommand(semantics, trace)].join('\n');
}

/** Each step with its number, its name and what it changed. */
export function stepLines(semantics: Semantics, trace: Trace): readonly string[] {
  const names = trace.steps.map(({ label }) => stepText(label));
  const width = Math.min(labelWidthMax, Math.max(0, ...names.map((name) => name.length)));
  const digits = String(names.length).length;
  return trace.steps.map(({ after }, i) => {
    const changes = changesBetween(semantics, trace.steps[i - 1]?.after ?? trace.initial, after).map(({ path, before, after: now }) => `${path} ${before} → ${now}`);
    return `  ${String(i + 1).padStart(digits)}  ${(names[i] ?? '').padEnd(width)}  ${changes.length === 0 ? 'stutter' : changes.join(', ')}`;
  });
}

export function replayCommand(semantics: Semantics, trace: Trace): string {
  return `quiesce replay ${semantics.system.id} ${trace.id}`;
}
