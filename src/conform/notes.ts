/** What a reader of a log should know of its samples, though nothing follows from it: fields nobody knows, gaps, repetitions. */
import type { Sample } from './counters.ts';
import type { Note } from './qmp-report.ts';

/** So many times as long as usual, and a sample is missing; polls are a little late now and then, and never by this much. */
const gapFactor = 1.75;
/** Fewer samples have no usual. */
const samplesMin = 5;

export function notesOn(samples: readonly Sample[]): readonly Note[] {
  return [...unknownFields(samples), ...gaps(samples), ...repetitions(samples)];
}

function unknownFields(samples: readonly Sample[]): readonly Note[] {
  const fields = new Set(samples.flatMap(({ unknown }) => unknown));
  return [...fields].map((field) => {
    const those = samples.filter(({ unknown }) => unknown.includes(field));
    return { line: those[0]?.line ?? 0, kind: 'unknown-field', field, times: those.length };
  });
}

function gaps(samples: readonly Sample[]): readonly Note[] {
  const steps = pairs(samples).flatMap(([before, sample]) => {
    const [from, to] = [before.figures.get('total-time'), sample.figures.get('total-time')];
    return from === undefined || to === undefined ? [] : [{ line: sample.line, ms: to - from }];
  });
  if (steps.length < samplesMin) return [];
  const usualMs = steps.map(({ ms }) => ms).toSorted((a, b) => a - b)[Math.floor(steps.length / 2)] ?? 0;
  return steps.filter(({ ms }) => usualMs > 0 && ms > gapFactor * usualMs).map(({ line, ms }) => ({ line, kind: 'gap', ms, usualMs }));
}

/** The same figures to the last digit, while the migration goes on: time has not passed between the two. */
function repetitions(samples: readonly Sample[]): readonly Note[] {
  return pairs(samples)
    .filter(([before, sample]) => sample.status === before.status && sample.status !== 'completed' && sample.figures.has('total-time') && sample.figures.size === before.figures.size && [...sample.figures].every(([field, value]) => before.figures.get(field) === value))
    .map(([before, sample]) => ({ line: sample.line, kind: 'repeated', earlier: before.line }));
}

function pairs(samples: readonly Sample[]): readonly (readonly [Sample, Sample])[] {
  return samples.slice(1).flatMap((sample, i) => {
    const before = samples[i];
    return before === undefined ? [] : [[before, sample] as const];
  });
}
