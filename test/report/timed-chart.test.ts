import { expect, test } from 'vitest';
import { semanticsOf } from '../../src/system/step.ts';
import { messageChart } from '../../src/report/message-chart.ts';
import { replay } from '../../src/trace/trace.ts';
import { fischer } from '../known-answers/fischer.ts';
import { page } from './made-reports.ts';

test('a trace of a timed system tells the time, and which timers are due', () => {
  const semantics = semanticsOf(fischer({ processes: 2, writeMs: 20, waitMs: 10, tickMs: 10 }));
  const lines = messageChart(page(80), { semantics, trace: replay(semantics, '0.0.1.1'), broken: false, changes: true });
  expect(lines.slice(-5)).toEqual([
    '   3     │        │      time 10 ms          timer process1 after waitTime in',
    '         │        │                            process.waiting  due',
    '   4     │        ●      after waitTime      process1  waiting → critical',
    '         │◀───────┤      READ by=process1',
    '         ├───────▶│      NAME name=process1',
  ]);
});
