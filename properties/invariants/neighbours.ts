/**
 * What two VMs mean to each other: bound together by a LUN, or free of each other with a LUN each.
 *
 * These are the articles' theorems: the first design cannot move VMs one by one, the second can.
 */
import { always, eachStep, reachable, unreachable, type StateView, type StepView } from '../../src/index.ts';
import { isVm, read, runs, usesItsFiles, type VmSnapshot } from '../reading.ts';

function runOn(state: StateView, node: string): readonly string[] {
  return read(state).vms.filter((vm) => vm.context.node === node && runs(vm)).map((vm) => vm.context.vm);
}

/** Some VM runs on node 1 and nowhere else, another on node 2 and nowhere else. */
function runApart(state: StateView): boolean {
  const first = runOn(state, 'node1');
  const second = runOn(state, 'node2');
  return first.some((vm) => !second.includes(vm)) && second.some((vm) => !first.includes(vm));
}

export const vmsOfALunStayTogether = always({
  id: 'vms-of-a-lun-stay-together',
  requirements: ['LUN-3', 'LUN-2'],
  statement: 'VMs whose files are on one LUN have them open on one node.',
  when: (state) => new Set(read(state).vms.filter(usesItsFiles).map((vm) => vm.context.vm)).size > 1,
  holds: (state) => {
    const { luns, vms } = read(state);
    return luns.every((lun) => new Set(vms.filter((vm) => vm.context.lun === lun.context.id && usesItsFiles(vm)).map((vm) => vm.context.node)).size <= 1);
  },
});

/** ARG-1, for two VMs on one LUN. */
export const neighboursNeverRunApart = unreachable({
  id: 'neighbours-never-run-apart',
  requirements: ['ARG-1', 'LUN-3'],
  statement: 'Two VMs on one LUN never run on two nodes.',
  holds: runApart,
});

export const neighboursMoveTogether = reachable({
  id: 'neighbours-move-together',
  requirements: ['LUN-3', 'ARG-1'],
  statement: 'Both VMs of a LUN can come to run on node 2.',
  holds: (state) => runOn(state, 'node2').length === 2,
});

/** ARG-2, for two VMs with a LUN each. The same claim is expected to fail where they share one. */
export const vmsCanRunApart = reachable({
  id: 'vms-can-run-apart',
  requirements: ['ARG-2', 'LUN-4'],
  statement: 'VM 1 can run on one node while VM 2 runs on the other.',
  holds: runApart,
});

/** The smallest unit that moves is the LUN; only with a LUN each is it one VM. */
export const aMoveTakesOneVm = eachStep({
  id: 'a-move-takes-one-vm',
  requirements: ['LUN-4', 'ARG-2'],
  statement: 'Moving a group stops at most one VM.',
  when: (_, step) => step.event.type === 'MOVE',
  holds: (before, step, after) => {
    if (step.event.type !== 'MOVE') return true;
    const still = read(after).vms.filter(runs).map((vm) => `${vm.context.node}.${vm.context.vm}`);
    return read(before).vms.filter(runs).filter((vm) => !still.includes(`${vm.context.node}.${vm.context.vm}`)).length <= 1;
  },
});

export const eachVmMovesAlone = eachStep({
  id: 'each-vm-moves-alone',
  requirements: ['LUN-4'],
  statement: 'A VM stops running only when its own group moves, it is turned off, or its node crashes.',
  when: (_, step) => isOrderly(step) && stoppedIn(step).length > 0,
  holds: (_, step, after) =>
    !isOrderly(step) ||
    stoppedIn(step).every((vm) => read(after).groups.some((group) => group.context.disk === `disk-${vm.context.lun}` && !group.matches('settled'))),
});

function isOrderly(step: StepView): boolean {
  return step.event.type !== 'CRASH' && step.event.type !== 'TURN_OFF';
}

/** The VMs that stopped running in a step, as they were before. */
function stoppedIn(step: StepView): readonly VmSnapshot[] {
  return step.deliveries.flatMap(({ before, after }) => (isVm(before) && runs(before) && isVm(after) && !runs(after) ? [before] : []));
}
