/**
 * Arbitration for a disk: a holder that lives keeps it if and only if a challenger waits longer than the defence period.
 *
 *   W ≤ D   registers just after a defence, preempts before the next, or in the same moment
 *   W > D   between registering and preempting there is a defence, whenever it begins
 *
 * Equality is not enough: the defence and the preemption are then due at the same moment, and either may come first. So in ticks
 * the wait is at least one more than the period. It takes a holder that defends in time, and one challenger.
 */
import { eachStep, reachable } from '../../src/index.ts';
import { commandsOn, isHostUp, isMounted, lunOf, volumeOf, volumesOf } from '../failover-reading.ts';

/** In one word: whether arbitration with these times is safe. */
export function isArbitrationSafe({ defenceMs, challengeMs }: { readonly defenceMs: number; readonly challengeMs: number }): boolean {
  return challengeMs > defenceMs;
}

export const aLivingHolderKeepsTheDisk = eachStep({
  id: 'a-living-holder-keeps-the-disk',
  requirements: ['LUN-1', 'NTFS-1'],
  statement: 'A disk is preempted only from a node that no longer has it online: its holder has crashed, or given it up.',
  when: (_, step) => commandsOn(step, 'PREEMPT').length > 0,
  holds: (state, step) =>
    commandsOn(step, 'PREEMPT').every(({ node, before, after }) => {
      const { holder } = before.context;
      if (holder === null || holder === node || after.context.holder !== node) return true;
      const volume = volumeOf(state, holder);
      return volume === undefined || !isMounted(volume);
    }),
});

export const aDeadHolderLosesTheDisk = reachable({
  id: 'a-dead-holder-loses-the-disk',
  requirements: ['LUN-1', 'HA-4'],
  statement: 'A challenger can get the disk of a node that has crashed.',
  holds: (state) => !isHostUp(state, 'node1') && volumesOf(state).some((volume) => isMounted(volume) && volume.context.node === lunOf(state)?.context.holder),
});

/** Both ends of it: the challenger waits, and its key is gone. */
export const aWaitingChallengerIsRemoved = reachable({
  id: 'a-waiting-challenger-is-removed',
  requirements: ['LUN-1'],
  statement: 'The key of a challenger can be removed while it waits.',
  holds: (state) => volumesOf(state).some((volume) => volume.matches('challenging') && lunOf(state)?.context.registrants.includes(volume.context.node) === false),
});

export const arbitrationTheorem = [aLivingHolderKeepsTheDisk, aDeadHolderLosesTheDisk, aWaitingChallengerIsRemoved];
