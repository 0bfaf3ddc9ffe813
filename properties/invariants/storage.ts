/**
 * Who may mount a LUN and who may write to it.
 *
 * With crashes alone, both readings of "at most one" hold: what nodes believe (one mount) and what the LUN enforces
 * (writes of the holder only).
 */
import { always, eachStep, reachable, type StepView } from '../../src/index.ts';
import { hasMounted, read, type Cluster } from '../reading.ts';

/** Two operating systems on one NTFS volume destroy it, so this comes first. */
export const volumeIsMountedOnce = always({
  id: 'volume-is-mounted-once',
  requirements: ['NTFS-1'],
  statement: 'No LUN is ever mounted on two nodes at once.',
  holds: (state) => {
    const { luns, mounts } = read(state);
    return luns.every((lun) => mounts.filter((mount) => mount.context.lun === lun.context.id && mount.matches('mounted')).length <= 1);
  },
});

export const onlyTheOwnerMounts = always({
  id: 'only-the-owner-mounts',
  requirements: ['LUN-1'],
  statement: 'A node that has a LUN mounted, or is about to, holds its reservation.',
  when: (state) => read(state).mounts.some((mount) => mount.matches('mounted') || mount.matches('mounting')),
  holds: (state) => {
    const { luns, mounts } = read(state);
    return mounts
      .filter((mount) => mount.matches('mounted') || mount.matches('mounting'))
      .every((mount) => luns.some((lun) => lun.context.id === mount.context.lun && lun.context.holder === mount.context.node));
  },
});

/** Refused by the array, not merely left undone: an operator tries it by hand. */
export const secondMountIsRefused = eachStep({
  id: 'second-mount-is-refused',
  requirements: ['LUN-1', 'NTFS-1'],
  statement: 'A node that asks for a LUN which another node holds does not mount it.',
  when: (before, step) => refusedReservations(read(before), step).length > 0,
  holds: (before, step, after) => refusedReservations(read(before), step).every(({ node, lun }) => !hasMounted(read(after), node, lun)),
});

/** The effective reading of "at most one writer": the LUN decides, whatever nodes believe. */
export const lostLunIsFenced = eachStep({
  id: 'lost-lun-is-fenced',
  requirements: ['NTFS-2'],
  statement: 'A write that the LUN accepts comes from the node that holds it, and no other node has it mounted.',
  when: (_, step) => acceptedWrites(step).length > 0,
  holds: (before, step) => {
    const cluster = read(before);
    return acceptedWrites(step).every(({ node, lun }) => {
      const holder = cluster.luns.find((candidate) => candidate.context.id === lun)?.context.holder;
      return holder === node && cluster.mounts.every((mount) => mount.context.lun !== lun || mount.context.node === node || !mount.matches('mounted'));
    });
  },
});

/** The LUN moves in order, whoever asks for it. */
export const dismountComesBeforeMount = always({
  id: 'dismount-comes-before-mount',
  requirements: ['LUN-5', 'QM-1'],
  statement: 'While a node mounts a LUN or has it mounted, no other node has it mounted or is dismounting it.',
  when: (state) => read(state).mounts.some((mount) => mount.matches('mounting')),
  holds: (state) => {
    const { luns, mounts } = read(state);
    return luns.every((lun) => mounts.filter((mount) => mount.context.lun === lun.context.id && !mount.matches('dismounted') && !mount.matches('hostDown')).length <= 1);
  },
});

export const aLunChangesHands = reachable({
  id: 'a-lun-changes-hands',
  requirements: ['NTFS-1', 'LUN-1', 'LUN-2', 'LUN-5'],
  statement: 'Node 2 can come to have LUN 1 mounted.',
  holds: (state) => hasMounted(read(state), 'node2', 'lun1'),
});

/** Without it the fence would never be put to the test. */
export const aLateWriteMeetsTheFence = reachable({
  id: 'a-late-write-meets-the-fence',
  requirements: ['NTFS-2'],
  statement: 'A write can be on its way from a node that has lost the LUN to another.',
  holds: (state) => {
    const { luns, timersOnTheWayToDisks: timers } = read(state);
    return luns.some((lun) => timers.some((timer) => timer.to === lun.context.id && timer.event.type === 'WRITE' && 'node' in timer.event && lun.context.holder !== null && timer.event.node !== lun.context.holder));
  },
});

/** Claims about storage that hold on every cluster of 2008. */
export const storageProperties = [volumeIsMountedOnce, onlyTheOwnerMounts, secondMountIsRefused, lostLunIsFenced, dismountComesBeforeMount, aLunChangesHands, aLateWriteMeetsTheFence];

interface Access {
  readonly node: string;
  readonly lun: string;
}

function acceptedWrites(step: StepView): readonly Access[] {
  return step.deliveries.flatMap(({ to, event, before, after }) => {
    if (event.type !== 'WRITE' && event.type !== 'SAVE_STATE' && event.type !== 'DELETE_STATE') return [];
    // A write that is accepted changes the LUN; one that is refused leaves it the same snapshot.
    return 'node' in event && before !== after && before.machine.id === 'lun' ? [{ node: String(event['node']), lun: to }] : [];
  });
}

function refusedReservations(before: Cluster, step: StepView): readonly { readonly node: 'node1' | 'node2'; readonly lun: 'lun1' | 'lun2' }[] {
  // The step first: most have no reservation in them, and then nothing of the state is read.
  const asked = step.deliveries.filter(({ event }) => event.type === 'RESERVE');
  return asked.flatMap(({ to, event }) => {
    const lun = before.luns.find(({ context }) => context.id === to)?.context;
    if (lun === undefined || lun.holder === null || !('node' in event)) return [];
    const node = event['node'] === 'node1' ? 'node1' : 'node2';
    return node === lun.holder ? [] : [{ node, lun: lun.id }];
  });
}
