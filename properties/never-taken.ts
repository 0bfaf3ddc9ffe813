/**
 * Why transitions are never taken: by machine, then transition or mode. Suites of 2008 have a list each; suites that put the
 * same machines to different questions (failover, live migration) have one together, of what none of them takes.
 *
 * The lists are for the scope `review`, the largest; smaller ones leave more untaken for want of faults and commands. A test
 * holds them to be complete, and true.
 */
import type { Suite } from '../src/index.ts';

type Reasons = Suite['neverTaken'];

const everywhere: Reasons = {
  'vm-resource': {
    'offline REGISTER_FAILED': 'a VM is registered only where its LUN is mounted',
    'onlinePending REGISTER_FAILED': 'a VM is registered only where its LUN is mounted',
    'failed TAKE_OFFLINE': 'a group with a failed VM is failed, and does not move',
  },
  'disk-resource': {
    'offline TAKE_OFFLINE': 'a group moves only when its disk is online',
    'failed TAKE_OFFLINE': 'a group moves only when its disk is online',
  },
  'virtual-machine': {
    '(root) REGISTER': 'no VM runs where the cluster does not know it; kept as the vendor has it (21129)',
    'opening ACCESS_DENIED': 'a VM is registered only where its LUN is mounted',
    'reading ACCESS_DENIED': 'a VM is started only where its LUN is mounted',
    'reading OPENED #1': 'a suspended VM has its saved state on the LUN',
    openingByHand: 'nobody opens files behind the back of the cluster; a defect lets them',
    'enabled WRITE_REFUSED': 'nodes hear each other, so none is fenced while it is up',
    'saving GUEST_COMPUTES': 'memory is left alone while it is saved; a defect touches it',
    'saving.draining WRITE_REFUSED': 'nodes hear each other, so none is fenced while it is up',
    'stopping.draining WRITE_REFUSED': 'nodes hear each other, so none is fenced while it is up',
  },
  'ntfs-mount': {
    '(root) WRITE': 'a VM runs only where its LUN is mounted',
    'probing RESERVED': 'nobody mounts behind the back of the cluster; a defect lets them',
    'probing RESERVATION_CONFLICT': 'nobody mounts without the reservation; a defect does',
    'mounting.reserving RESERVATION_CONFLICT': 'nobody mounts without the reservation; a defect does',
    'mounting.reserving RESERVATION_CONFLICT #1': 'the old owner has released the LUN, or is preempted',
    'mounted MOUNT': 'the disk resource answers for a disk that is online',
  },
  lun: { 'deciding always #1': 'every LUN starts reserved by node 1' },
};

const oneVmInAGroup: Reasons[string] = {
  'takingOffline.vms DONE #2': 'the group has one VM',
  'takingOffline.vms FAILED #1': 'the group has one VM',
  'bringingOnline.vms DONE #1': 'the group has one VM',
  'bringingOnline.vms DONE #2': 'the group has one VM',
  'bringingOnline.vms FAILED #1': 'the group has one VM',
};

const oneCrash: Reasons[string] = {
  '(root) MEMBERSHIP #1': 'one node crashes, never both',
  'handingOver OWNERSHIP #2': 'one node crashes, never both',
  ownerless: 'one node crashes, never both',
};

const oneGroup: Reasons[string] = {
  'empty SEND #1': 'one group has one message under way',
  carrying: 'one group has one message under way',
};

export const neverTakenInQuickMigration: Reasons = { ...everywhere, 'fifo-channel': oneGroup, 'resource-group': oneVmInAGroup };

export const neverTakenInSharedLun: Reasons = {
  ...everywhere,
  'fifo-channel': oneGroup,
  'resource-group': {
    ...oneCrash,
    'bringingOnline.vms DONE #1': 'a VM that is to fail for good must fail twice',
    'bringingOnline.vms FAILED': 'a VM that is to fail for good must fail twice',
    'bringingOnline.vms FAILED #1': 'a VM that is to fail for good must fail twice',
  },
  'vm-resource': {
    ...everywhere['vm-resource'],
    'onlinePending START_FAILED #1': 'a VM that is to fail for good must fail twice',
    failed: 'a VM that is to fail for good must fail twice',
  },
};

export const neverTakenInLunPerVm: Reasons = {
  ...everywhere,
  'fifo-channel': {
    'empty SEND': 'there is room for two messages',
    'carrying SEND #1': 'the second message fills the channel',
    'carrying DELIVER #1': 'it carries one message, for with two it is full',
  },
  'resource-group': { ...oneCrash, ...oneVmInAGroup },
};

export const neverTakenInFailover: Reasons = {
  'disk-resource': { '(root) WRITE': 'a VM is turned off in the step in which its disk goes; defects reach it' },
  guest: { 'watching TURNED_OFF': 'nobody turns the VM off; the machine is that of 2008' },
};

export const neverTakenInLiveMigration: Reasons = {
  'migration-worker': { '(root) SETUP': 'a refusal that a defect switches on' },
  partition: {
    'shell START_BY_HAND': 'a refusal that a defect switches on',
    'paused MIGRATE': 'a refusal of Hyper-V that QEMU does not have; migrations recorded of QEMU are replayed without it',
  },
  lun: { 'reserved RESERVE': 'a node whose reservation outlived a crash mounts by preemption; kept, as the array would grant it' },
  'lun-mount': { '(root) WRITE': 'a VM runs only with its files open; kept as the refusal that defects meet' },
};
