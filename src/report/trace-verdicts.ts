/**
 * What each property says of one trace: violated or witnessed at which step, or nothing.
 *
 * One trace proves nothing about the others, so there is no `holds` here. A deadlock is looked for in the last state only,
 * because a trace that goes on has shown that the states before it are none.
 */
import { swallowedIn, type BuiltIn } from '../property/built-in.ts';
import { Ledger } from '../property/ledger.ts';
import type { Property } from '../property/property.ts';
import type { Suite } from '../property/suite.ts';
import type { Semantics, SystemState } from '../system/step.ts';
import type { Trace } from '../trace/trace.ts';
import { lastState } from '../trace/trace.ts';

export interface TraceFinding {
  readonly id: string;
  readonly kind: Property['kind'] | BuiltIn['kind'];
  readonly statement: string;
  readonly requirements: readonly string[];
  readonly verdict: 'violated' | 'witnessed';
  /** After how many steps; 0 is the initial state. */
  readonly step: number;
  readonly details: readonly string[];
}

/** The findings in the order of the suite's properties, the built-in ones last. */
export function findingsAlong(semantics: Semantics, trace: Trace, suite: Pick<Suite, 'properties' | 'builtIns'>): readonly TraceFinding[] {
  const steps = new Map<string, number>();
  let now = 0;
  const ledger = new Ledger(suite.properties, suite.builtIns, (id) => steps.set(id, now));
  const runSoFar = (): readonly Trace['steps'][number]['label'][] => trace.steps.slice(0, now).map(({ label }) => label);
  const noteStatus = (state: SystemState): void => {
    const failed = state.locals.findIndex((local) => local.snapshot.status === 'error');
    if (failed >= 0) ledger.violate('no-machine-error', runSoFar, `${semantics.system.actorNames[failed] ?? ''} ends in status error`);
  };
  const hear = (deliveries: Trace['opening']): void => {
    for (const delivery of deliveries) for (const lost of swallowedIn(delivery)) ledger.violate('no-swallowed-event', runSoFar, lost);
  };
  hear(trace.opening);
  ledger.state(semantics.view(trace.initial), runSoFar);
  ledger.walked(semantics.view(trace.initial), null, runSoFar);
  noteStatus(trace.initial);
  let before = trace.initial;
  for (const { label, deliveries, after } of trace.steps) {
    now += 1;
    const { kind, to, event } = label;
    hear(deliveries);
    ledger.state(semantics.view(after), runSoFar);
    ledger.walked(semantics.view(after), label.kind === 'tick' ? label.tickMs : 0, runSoFar);
    ledger.step(semantics.view(before), { kind, to, event, deliveries }, semantics.view(after), runSoFar);
    noteStatus(after);
    before = after;
  }
  noteDeadlock(semantics, lastState(trace), ledger, runSoFar);
  const verdicts = ledger.close({ kind: 'interrupted' }, now + 1, now);
  return [...suite.properties, ...suite.builtIns].flatMap(({ id, kind, statement, requirements }) => {
    const verdict = verdicts.get(id);
    const step = steps.get(id);
    if (step === undefined || (verdict?.kind !== 'violated' && verdict?.kind !== 'witnessed')) return [];
    return [{ id, kind, statement, requirements, verdict: verdict.kind, step, details: verdict.kind === 'violated' ? verdict.details : [] }];
  });
}

function noteDeadlock(semantics: Semantics, state: SystemState, ledger: Ledger, run: () => readonly Trace['steps'][number]['label'][]): void {
  if (semantics.system.final(semantics.view(state))) return;
  if (semantics.enabled(state).every((label) => semantics.take(state, label).stutter)) ledger.violate('no-deadlock', run, 'no enabled step leads out of this state');
}
