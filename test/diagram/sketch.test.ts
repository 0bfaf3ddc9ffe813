/** Where arrows start and end when boxes are involved. */
import { expect, test } from 'vitest';
import { createMachine, type AnyStateMachine } from 'xstate';
import { chartOf } from '../../src/diagram/chart.ts';
import { sketchOf, type Shape } from '../../src/diagram/sketch.ts';

const arrowsOf = (machine: AnyStateMachine): readonly string[] => sketchOf(chartOf(machine)).arrows.map(({ from, to, label }) => `${from} --${label}--> ${to}`);
const boxesIn = (shape: Shape): readonly Extract<Shape, { readonly kind: 'box' }>[] => (shape.kind === 'box' ? [shape, ...shape.shapes.flatMap(boxesIn)] : []);

test('an arrow between a box and what is in it, or the box itself, is at its card; any other is at its border', () => {
  const box = { initial: 'in', on: { DOWN: '.in', AGAIN: '#box', OUT: '#side' }, states: { in: { on: { UP: '#box' } } } };
  const machine = createMachine({ initial: 'box', states: { box: { id: 'box', ...box }, side: { id: 'side', on: { IN: '#box' } } } });
  expect(arrowsOf(machine)).toEqual(['m_box_self --DOWN--> m_box_in', 'm_box_self --AGAIN--> m_box_self', 'm_box --OUT--> m_side', 'm_box_in --UP--> m_box_self', 'm_side --IN--> m_box']);
  expect(boxesIn(sketchOf(chartOf(machine)).root).map(({ id, card }) => [id, card])).toEqual([
    ['m', { id: 'm_self', label: '((machine))', hasArrows: false }],
    ['m_box', { id: 'm_box_self', label: '(box)', hasArrows: true }],
  ]);
});

test('several targets are reached over a bar in the innermost box around the source and all of them', () => {
  const regions = { type: 'parallel', states: { l: { id: 'l', initial: 'x', states: { x: {}, y: { id: 'y' } } }, r: { id: 'r', initial: 'x', states: { x: {}, z: { id: 'z', on: { TURN: { target: ['#y', '#z', '#y'] } } } } } } } as const;
  const machine = createMachine({
    initial: 'work',
    states: { work: { on: { JUMP: { target: ['#y', '#z'] } }, ...regions }, rest: { initial: 'deep', on: { WAKE: { target: ['#y', '#z'] } }, states: { deep: {} } } },
  });
  expect(arrowsOf(machine)).toEqual([
    'm_work_self --JUMP--> m_work_fork',
    'm_work_fork ----> m_work_l_y',
    'm_work_fork ----> m_work_r_z',
    'm_work_r_z --TURN--> m_work_fork_2',
    'm_work_fork_2 ----> m_work_l_y',
    'm_work_fork_2 ----> m_work_r_z',
    'm_rest --WAKE--> m_fork',
    'm_fork ----> m_work_l_y',
    'm_fork ----> m_work_r_z',
  ]);
  expect(boxesIn(sketchOf(chartOf(machine)).root).map(({ id, bars }) => [id, bars])).toEqual([
    ['m', ['m_fork']],
    ['m_work', ['m_work_fork', 'm_work_fork_2']],
    ['m_work_l', []],
    ['m_work_r', []],
    ['m_rest', []],
  ]);
});

test('a history mode has an arrow to its default, if it names one', () => {
  const machine = createMachine({ initial: 'a', states: { a: { initial: 'b', states: { b: {}, c: {}, h: { type: 'history', target: 'c' }, plain: { type: 'history' } } } } });
  expect(arrowsOf(machine)).toEqual(['m_a_h ----> m_a_c']);
});

test('forbidden transitions are left out', () => {
  expect(sketchOf(chartOf(createMachine({ on: { NO: {} } })))).toEqual({ root: { kind: 'leaf', id: 'm', label: '(machine)', lines: [], final: false }, arrows: [] });
});

test('a final mode with modes in it is a box with the sign of an end', () => {
  const machine = createMachine({ initial: 'over', states: { over: { type: 'final', states: { never: {} } } } });
  expect(boxesIn(sketchOf(chartOf(machine)).root).map(({ id, final, start }) => [id, final, start])).toEqual([
    ['m', false, { to: 'm_over', label: '' }],
    ['m_over', true, null],
  ]);
});
