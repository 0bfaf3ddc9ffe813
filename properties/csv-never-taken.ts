/**
 * Why transitions of the machines of a shared volume are never taken, suite by suite: by machine, then transition or mode.
 *
 * One suite has faults and no operator, the other an operator and one fault: what one leaves out, the other takes, except
 * for what stands here under `everywhere`.
 */
import type { Suite } from '../src/index.ts';

type Reasons = Suite['neverTaken'];

const everywhere = {
  cluster: {
    'failed NODE_DOWN': 'all faults are spent when the volume has failed',
    'failed NODE_DOWN #1': 'all faults are spent when the volume has failed',
    'failed EXPEL': 'all faults are spent when the volume has failed',
    'failed EXPEL #1': 'all faults are spent when the volume has failed',
  },
  'ntfs-mount': {
    'mounting PREEMPT_REFUSED #1': 'nobody mounts without a key on the disk; a defect does',
    'mounted.work.dismounting PATH_LOST': 'a dismount takes no time unless a connection broke before: two faults and an operator',
  },
  'virtual-machine': {
    'absent STOP': 'a VM that could not start stays off for the rest of the run',
  },
} satisfies Reasons;

const noOperator = 'this suite has no operator';

/** Faults without an operator. */
export const neverTakenUnderFaults: Reasons = {
  cluster: {
    ...everywhere.cluster,
    '(root) STOPPED': noOperator,
    '(root) STOPPED #1': noOperator,
    'withVolume.online MOVE': noOperator,
    'withVolume.online MOVE #1': noOperator,
    'withVolume.online MOVE_VM': noOperator,
    'withVolume.online BACKUP': noOperator,
    'withVolume.online BACKUP_ENDS': noOperator,
    'withVolume.online MAINTENANCE': noOperator,
    'withVolume.preparing': noOperator,
    'withVolume.stoppingVms': noOperator,
    'withVolume.maintenance': noOperator,
    'withVolume.settingDownlevel MOVE': noOperator,
    'withVolume.settingDownlevel always': noOperator,
    'pausing MOVE': noOperator,
    'pausing always': noOperator,
    'pausing always #1': noOperator,
    dismounting: noOperator,
    'mounting MOUNTED': noOperator,
    'mounting MOVE': noOperator,
    'failed BRING_ONLINE': noOperator,
  },
  volume: {
    'active PATH_RESTORED #1': 'without an operator there is no backup that redirects a node with a path',
    'unavailable OPEN': 'VMs are started when the volume is mounted, and all faults are spent when it has failed',
    'unavailable PAUSE': noOperator,
  },
  'ntfs-mount': {
    ...everywhere['ntfs-mount'],
    '(root) DISMOUNT': noOperator,
    'mounted.work DISMOUNT': noOperator,
    'mounted.work.serving PREPARE_MOVE': noOperator,
    'mounted.work.serving PREPARE_MOVE #1': noOperator,
    'mounted.work.dismounting': noOperator,
    'mounted.cache.clean COPY': noOperator,
    'mounted.cache.throttling': noOperator,
  },
  'virtual-machine': {
    ...everywhere['virtual-machine'],
    'starting.opening STOP': noOperator,
    'starting.withdrawing': noOperator,
    'enabled STOP': noOperator,
    stopping: noOperator,
  },
};

const oneFault = 'one fault of this suite loses a node, and no other is left while it joins again';

/** An operator, and one fault besides mounts that fail. */
export const neverTakenUnderCommands: Reasons = {
  cluster: {
    ...everywhere.cluster,
    'withVolume.admitting AUTO_PAUSED': oneFault,
    'withVolume.admitting NODE_DOWN': oneFault,
    'withVolume.admitting NODE_DOWN #1': oneFault,
    'withVolume.admitting EXPEL': oneFault,
  },
  'cluster-service': { 'joining EXPELLED': oneFault },
  'ntfs-mount': {
    ...everywhere['ntfs-mount'],
    'mounted.work.flushing PATH_LOST': 'flushing takes no time unless a connection broke before: two faults',
  },
  'disk-path': { 'lost LOG_IN': oneFault },
  'virtual-machine': everywhere['virtual-machine'],
};
