/** How much of a trace is told: changes, whole states, events alone, or nothing but how to replay it. */
export type TraceDetail = 'diff' | 'full' | 'events' | 'none';

export const traceDetails: readonly TraceDetail[] = ['diff', 'full', 'events', 'none'];
