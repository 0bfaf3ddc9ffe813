import { expect } from 'vitest';
import type { Bound } from '../../src/property/bound.ts';
import type { StateView, System } from '../../src/system/define-system.ts';
import { semanticsOf } from '../../src/system/step.ts';
import { traceOf } from '../../src/trace/trace.ts';

/** Checks that a run has a stay of the length it is said to have, where it is said to be. */
export function expectShown(system: System, during: (state: StateView) => boolean, { ms, run, stayFrom, cycleSteps }: Bound): void {
  if (run === null) return;
  const semantics = semanticsOf(system);
  const trace = traceOf(semantics, run);
  const views = [trace.initial, ...trace.steps.map(({ after }) => after)].map((state) => semantics.view(state));
  const within = ms === null ? views.slice(stayFrom) : views.slice(stayFrom, -1);
  expect(within.map(during)).toEqual(within.map(() => true));
  const passed = trace.steps.slice(stayFrom).reduce((sum, { label }) => sum + (label.kind === 'tick' ? label.tickMs : 0), 0);
  if (ms !== null) {
    expect(passed).toBe(ms);
  } else {
    const states = [trace.initial, ...trace.steps.map(({ after }) => after)];
    expect(states.at(-1)?.key).toBe(states[run.length - cycleSteps]?.key);
    expect(trace.steps.slice(run.length - cycleSteps).some(({ label }) => label.kind === 'tick')).toBe(true);
  }
}
