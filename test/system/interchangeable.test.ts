/** What a declaration of interchangeable actors may not say, and the renamings it stands for. */
import { describe, expect, test } from 'vitest';
import { defineSystem, type Actors, type Stimulus, type System } from '../../src/system/define-system.ts';
import { exchangesOf, renamingsCount, renamingsOf, type Groups } from '../../src/system/interchangeable.ts';
import { createMachine, modelErrorOf } from './drive.ts';

const vm = createMachine({ id: 'vm', initial: 'off', states: { off: { on: { START: 'on' } }, on: {} } });
const other = createMachine({ id: 'vm', initial: 'off', states: { off: {} } });
const lun = createMachine({ id: 'lun', initial: 'free', states: { free: {} } });

const actors: Actors = { vm1: { machine: vm, input: { id: 'vm1' } }, lun: { machine: lun }, lun2: { machine: lun }, vm2: { machine: vm, input: { id: 'vm2' } }, vm3: { machine: vm, input: { id: 'vm3' } } };
const mount: Stimulus = { to: 'lun', event: Object.assign({ type: 'MOUNT' }, { by: 'vm3' }) };
const everyVm = (event: object): readonly Stimulus[] => ['vm1', 'vm2', 'vm3'].map((to) => ({ to, event: { type: 'START', ...event } }));

const systemWith = (interchangeable: Groups, changes: { readonly actors?: Actors; readonly stimuli?: readonly Stimulus[] } = {}): System =>
  defineSystem({ id: 'cluster', actors: { ...actors, ...changes.actors }, stimuli: changes.stimuli ?? everyVm({}), budgets: { starts: 1, faults: 1 }, interchangeable });

const all = [['vm1', 'vm2', 'vm3']];

test('a declaration that all agree with is kept', () => {
  expect(systemWith(all).interchangeable).toEqual(all);
  expect(defineSystem({ id: 'cluster', actors, stimuli: [] }).interchangeable).toEqual([]);
});

describe('a declaration is refused by name', () => {
  test.each<[string, Groups, string]>([
    ['a group of one', [['vm1']], 'interchangeable [vm1] has fewer than two to exchange'],
    ['an unknown actor', [['vm1', 'vm4']], 'interchangeable [vm1, vm4] names vm4, which does not exist'],
    ['an actor twice in a group', [['vm1', 'vm1']], 'interchangeable [vm1, vm1] names vm1 twice'],
    ['an actor in two groups', [['vm1', 'vm2'], ['vm2', 'vm3']], 'by vm1 → vm2, vm2 → vm1 the actors of vm2 do not stay together'],
    ['blocks of different sizes', [['vm1', ['vm2', 'vm3']]], 'interchangeable [vm1, vm2+vm3] exchanges vm1 for vm2+vm3, which are not as many'],
    ['blocks in another order', [[['vm1', 'lun'], ['lun2', 'vm2']]], 'interchangeable [vm1+lun, lun2+vm2] has two machines, those of vm1 and lun2'],
    ['actors of two machines', [['vm1', 'lun']], 'interchangeable [vm1, lun] has two machines, those of vm1 and lun'],
  ])('%s', (_, groups, problem) => {
    expect(modelErrorOf(() => systemWith(groups)).fault).toMatchObject({ code: 'invalid-system', system: 'cluster', problem });
  });

  const fields = Object.fromEntries(['r1', 'r2', 'f11', 'f12', 'f21', 'f22', 'g11', 'g12', 'g21', 'g22'].map((name) => [name, { machine: lun }]));
  test.each<[string, Groups, string]>([
    ['that tear each other apart', [[['r1', 'f11', 'f12'], ['r2', 'f21', 'f22']], [['f11', 'f12'], ['f22', 'f21']]], 'by r1 → r2, r2 → r1, f11 → f21, f21 → f11, f12 → f22, f22 → f12 the actors of f11+f12 do not stay together'],
    ['that depend on their order', [[['f11', 'g11', 'f12', 'g12'], ['f21', 'g21', 'g22', 'f22']], [['f11', 'g11', 'f21', 'g21'], ['f12', 'g12', 'f22', 'g22']]], 'g22 → f12, g12 → f22, f22 → g12 and f11 → f12, f12 → f11, g11 → g12, g12 → g11, f21 → f22, f22 → f21, g21 → g22, g22 → g21 depend on which comes first'],
  ])('groups %s', (_, groups, problem) => {
    expect(modelErrorOf(() => defineSystem({ id: 'grid', actors: fields, stimuli: [], interchangeable: groups })).fault).toMatchObject({ problem: expect.stringContaining(problem) });
  });

  test('actors of two machine objects, be they alike', () => {
    expect(modelErrorOf(() => systemWith([['vm1', 'vm2']], { actors: { vm2: { machine: other, input: { id: 'vm2' } } } })).fault).toMatchObject({ problem: 'interchangeable [vm1, vm2] has two machines, those of vm1 and vm2' });
  });

  test.each<[string, Actors, string]>([
    ['of a member that is not like the others', { vm2: { machine: vm, input: { id: 'vm2', priority: 1 } } }, 'by vm1 → vm2, vm2 → vm1 the input of vm1 becomes {"id":"vm2"}, but the input of vm2 is {"id":"vm2","priority":1}'],
    ['that names members in an order', { lun: { machine: lun, input: { users: ['vm1', 'vm2', 'vm3'] } } }, 'by vm1 → vm2, vm2 → vm1 the input of lun becomes {"users":["vm2","vm1","vm3"]}, but the input of lun is {"users":["vm1","vm2","vm3"]}'],
    ['that cannot be renamed', { lun: { machine: lun, input: { at: () => 1 } } }, 'the input of lun is not plain data: input.at is the function at'],
  ])('an input %s', (_, changed, problem) => {
    expect(modelErrorOf(() => systemWith(all, { actors: changed })).fault).toMatchObject({ code: 'invalid-system', problem });
  });

  test('an input that names members in a Set is accepted', () => {
    expect(systemWith(all, { actors: { lun: { machine: lun, input: { users: new Set(['vm3', 'vm1', 'vm2']) } } } }).interchangeable).toEqual(all);
  });

  const byVm1 = 'by vm1 → vm2, vm2 → vm1 stimulus 0 (vm1 {"type":"START"}) becomes vm2 {"type":"START"}';
  test.each<[string, readonly Stimulus[], string]>([
    ['that one member alone may be given', everyVm({}).slice(0, 1), `${byVm1}, which is not declared`],
    ['that draws on another budget', [{ to: 'vm1', event: { type: 'START' }, budget: 'starts' }, { to: 'vm2', event: { type: 'START' }, budget: 'faults' }, ...everyVm({}).slice(2)], `${byVm1}, which is declared with budget faults and not with budget starts`],
    ['that one member is given without a budget', [{ to: 'vm1', event: { type: 'START' } }, { to: 'vm2', event: { type: 'START' }, budget: 'starts' }], `${byVm1}, which is declared with budget starts and not with no budget`],
    ['that one member may be given twice', [...everyVm({}).slice(0, 1), ...everyVm({})], `${byVm1}, which is declared less often`],
    ['about one member', [...everyVm({}), mount], 'by vm2 → vm3, vm3 → vm2 stimulus 3 (lun {"by":"vm3","type":"MOUNT"}) becomes lun {"by":"vm2","type":"MOUNT"}, which is not declared'],
    ['called like a member', [{ to: 'lun', event: { type: 'vm1' } }], 'the event type vm1 is also the name of an interchangeable actor'],
  ])('a stimulus %s', (_, stimuli, problem) => {
    expect(modelErrorOf(() => systemWith(all, { stimuli })).fault).toMatchObject({ code: 'invalid-system', problem });
  });
});

describe('the renamings of groups', () => {
  const groups = [['a', 'b', 'c'], ['x', 'y']];

  test('are as many as the products of their permutations, each once', () => {
    expect(renamingsCount(groups)).toBe(12);
    const found = renamingsOf(groups).map((names) => [...names].map((pair) => pair.join('>')).toSorted().join(' '));
    expect(new Set(found).size).toBe(11);
    expect(renamingsOf([])).toEqual([]);
  });

  test('carry blocks as a whole', () => {
    const blocks = [[['a', 'x'], ['b', 'y'], ['c', 'z']]];
    expect(exchangesOf(blocks).map((names) => [...names.keys()].join(' '))).toEqual(['a b x y', 'b c y z']);
    expect(renamingsOf(blocks)).toHaveLength(5);
    expect(renamingsOf(blocks).every((names) => [['a', 'x'], ['b', 'y'], ['c', 'z']].some(([name, partner]) => names.get('a') === name && names.get('x') === partner) || !names.has('a'))).toBe(true);
  });

  test('of rows and of columns make those of a grid', () => {
    const grid = [[['r1', 'f11', 'f12'], ['r2', 'f21', 'f22']], [['c1', 'f11', 'f21'], ['c2', 'f12', 'f22']]];
    expect(renamingsOf(grid).map((names) => names.get('f11'))).toEqual(['f12', 'f21', 'f22']);
  });

  test('are made of exchanges of neighbours', () => {
    expect(exchangesOf(groups).map((names) => [...names.keys()].join(' '))).toEqual(['a b', 'b c', 'x y']);
  });
});
