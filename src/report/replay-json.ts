/** A replayed trace as data: `quiesce-trace/1`. */
import type { Program, Subject } from './checked-suite.ts';
import type { Replayed } from './replay-text.ts';
import { identityJson, type RunInfo } from './report-json.ts';
import { traceJson } from './trace-json.ts';

/** The whole document of a replay. */
export function replayJson(run: RunInfo, program: Program, subject: Subject, { semantics, trace, findings, live }: Replayed): object {
  return { schema: 'quiesce-trace/1', run, suite: identityJson(subject), trace: traceJson(program, subject, semantics, trace), findings, liveAgrees: live ? true : null };
}
