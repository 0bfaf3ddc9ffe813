/** Fischer's protocol, a known answer for time: safe exactly when the wait is longer than the longest write. */
import { describe, expect, test } from 'vitest';
import { check } from '../../src/index.ts';
import { always } from '../../src/property/property.ts';
import { fischer } from './fischer.ts';

const exclusive = always({
  id: 'exclusive',
  statement: 'At most one process is in its critical section.',
  when: ({ actors }) => Object.values(actors).some((snapshot) => snapshot.matches('critical')),
  holds: ({ actors }) => Object.values(actors).filter((snapshot) => snapshot.matches('critical')).length <= 1,
});

describe.each([2, 3])('with %i processes', (processes) => {
  test.each([
    [10, 20],
    [20, 30],
    [20, 50],
  ])('writes up to %i ms and a wait of %i ms exclude', async (writeMs, waitMs) => {
    const report = await check(fischer({ processes, writeMs, waitMs, tickMs: 10 }), [exclusive]);
    expect(report.properties.find(({ id }) => id === 'exclusive')?.verdict.kind).toBe('holds');
    expect(report.complete).toBe(true);
  });

  test.each([
    [10, 10],
    [20, 20],
    [20, 10],
  ])('writes up to %i ms and a wait of %i ms do not', async (writeMs, waitMs) => {
    const report = await check(fischer({ processes, writeMs, waitMs, tickMs: 10 }), [exclusive], { builtIns: [] });
    const found = report.properties[0];
    expect(found?.verdict.kind).toBe('violated');
    // Both read the lock while it is free; one writes at once and waits; the other's write ends as the wait does.
    const passed = found?.trace?.steps.filter(({ label }) => label.kind === 'tick').length ?? 0;
    expect(passed * 10).toBe(2 * waitMs);
  });
});

test('without a clock no wait is long enough', async () => {
  const { clock: _, ...timed } = fischer({ processes: 2, writeMs: 10, waitMs: 1_000, tickMs: 10 });
  const report = await check({ ...timed, clock: null }, [exclusive], { builtIns: [] });
  expect(report.properties[0]?.verdict.kind).toBe('violated');
});
