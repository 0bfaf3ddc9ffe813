/**
 * Why transitions of the machines of the whole cluster are never taken there, at `review`: mostly because the suite of one of the
 * two models takes them, and putting everything into one scope would leave nothing to be explored to the end.
 */
import type { Suite } from '../src/index.ts';

type Reasons = Suite['neverTaken'];

const theRecordsBusiness = 'where a VM runs is the business of its record';
const lostForGood = 'what is lost stays lost here; csv-coordination lets it come back';
const noSuchCommand = 'no backup, no maintenance and no copies here; csv-operations has them';
const threeFaults = 'it takes two disturbances besides, or a connection that breaks: csv-coordination';
const nodesMeet = 'the target is lost, and no VM is brought online where another is the source of a migration; live-migration and crossed-migrations have both';
const noMountFails = 'no mount fails here; csv-coordination has mounts that fail';
const noPathIsLost = 'no path is lost here; csv-coordination loses them';
const noFileIsExtended = 'no file is extended here; csv-coordination extends them';
const nothingBreaks = 'no connection breaks but by the loss of an end; the two models have breaks';
const nothingIsRedirected = 'I/O goes through another node only in a backup or without a path';
const noMemory = 'no memory is copied here; live-migration copies it';
const nobodyCancels = 'nobody cancels here; live-migration does';
const noCallIsLost = 'no call of the database is lost here; live-migration loses them';
const noTargetFails = 'nothing fails on the target but with its node; live-migration has it fail';
const switchedOnByADefect = 'what a defect switches on';
const noStartFails = 'a start fails only on a volume that was given up';
const someNodeIsUp = 'two nodes at least are up, and may run every VM';

export const neverTakenInTheWholeCluster: Reasons = {
  'vm-role': {
    '(root) START_FAILED': noStartFails,
    '(root) MEMBERSHIP #1': someNodeIsUp,
    ownerless: someNodeIsUp,
  },
  cluster: {
    '(root) STOPPED': theRecordsBusiness,
    '(root) STOPPED #1': theRecordsBusiness,
    'withVolume.online JOIN': lostForGood,
    'withVolume.online MOVE': noSuchCommand,
    'withVolume.online MOVE_VM': theRecordsBusiness,
    'withVolume.online BACKUP': noSuchCommand,
    'withVolume.online BACKUP_ENDS': noSuchCommand,
    'withVolume.online MAINTENANCE': noSuchCommand,
    'withVolume.preparing MOVE_VETOED': noSuchCommand,
    'withVolume.stoppingVms': noSuchCommand,
    'withVolume.maintenance': noSuchCommand,
    'withVolume.admitting': lostForGood,
    'withVolume.settingDownlevel MOVE': noSuchCommand,
    'withVolume.settingDownlevel always': noSuchCommand,
    'pausing MOVE': noSuchCommand,
    'pausing always': noSuchCommand,
    'mounting MOUNTED': noSuchCommand,
    'mounting MOUNT_FAILED': noMountFails,
    'mounting MOUNT_FAILED #1': noMountFails,
    'mounting MOVE': noSuchCommand,
    failed: noMountFails,
  },
  'cluster-link': {
    'carrying RESET': lostForGood,
    'hostDown HOST_BOOTED': lostForGood,
  },
  connection: {
    'open BREAK': nothingBreaks,
  },
  node: {
    'down.unnoticed RECOVER': lostForGood,
    'down.noticed RECOVER': lostForGood,
  },
  'cluster-service': {
    'stopped START_SERVICE': lostForGood,
    'stopped WELCOME': lostForGood,
    joining: lostForGood,
    'hostDown HOST_BOOTED': lostForGood,
  },
  volume: {
    '(root) EXTEND': noFileIsExtended,
    '(root) PATH_LOST': noPathIsLost,
    '(root) PATH_RESTORED': noPathIsLost,
    'init JOINED': lostForGood,
    'active EXTEND': noFileIsExtended,
    'active PATH_LOST': noPathIsLost,
    'active PATH_RESTORED': noPathIsLost,
    'active PATH_RESTORED #1': noPathIsLost,
    'active.choosing always': nothingIsRedirected,
    'draining CONNECTION_DISCONNECTED': nothingIsRedirected,
    'draining PATH_LOST': noPathIsLost,
    'paused FAIL': noMountFails,
    unavailable: noMountFails,
    'hostDown HOST_BOOTED': lostForGood,
  },
  'ntfs-mount': {
    '(root) DISMOUNT': threeFaults,
    'mounting PREEMPT_REFUSED #1': switchedOnByADefect,
    'mounting PATH_LOST': noPathIsLost,
    'mounting.opening MOUNT_FAILS': noMountFails,
    'mounted PATH_LOST': noPathIsLost,
    'mounted RESERVATION_CONFLICT': nothingIsRedirected,
    'mounted WRITTEN': nothingIsRedirected,
    'mounted EXTENDED': noFileIsExtended,
    'mounted.work REQUEST #1': nothingIsRedirected,
    'mounted.work.serving PREPARE_MOVE': noSuchCommand,
    'mounted.work.flushing PATH_LOST': noPathIsLost,
    'mounted.work.dismounting PATH_LOST': noPathIsLost,
    'mounted.cache.clean COPY': noSuchCommand,
    'mounted.cache.throttling': noSuchCommand,
    'hostDown HOST_BOOTED': lostForGood,
  },
  'smb-connection': {
    'inUse BREAK': nothingBreaks,
  },
  'disk-path': {
    'connected EXTEND': noFileIsExtended,
    'connected LOG_IN': lostForGood,
    'connected PATH_LOST': noPathIsLost,
    lost: noPathIsLost,
    'hostDown HOST_BOOTED': lostForGood,
  },
  'migration-worker': {
    '(root) SETUP': switchedOnByADefect,
    '(root) SETUP #1': nodesMeet,
    'hostDown HOST_BOOTED': lostForGood,
    'hostDown SETUP': nodesMeet,
    'offDuty HOST_BOOTED': lostForGood,
    'source VM_TAKEN': nodesMeet,
    'source.settingUp CANCEL': nobodyCancels,
    'source.brownout CONNECTION_LOST': noMemory,
    'source.brownout CANCEL': nobodyCancels,
    'source.brownout.scanning FOUND': noMemory,
    'source.brownout.scanning PASS_DONE #1': noMemory,
    'source.brownout.reading': noMemory,
    'source.brownout.sending': noMemory,
    'source.blackout CANCEL': nobodyCancels,
    'source.blackout.scanning FOUND': noMemory,
    'source.blackout.sending': noMemory,
    'source.blackout.releasing FILES_RELEASED': switchedOnByADefect,
    'source.blackout.releasing FILES_KEPT': noTargetFails,
    'source.moving CALL_FAILED': noCallIsLost,
    'target SETUP': nothingBreaks,
    'target.settingUp SETUP_FAILS': noTargetFails,
    'target.receiving PAGE': noMemory,
    'target.receiving STATE': switchedOnByADefect,
    'target.receiving TARGET_FAILS': noTargetFails,
    'target.received VM_TAKEN': switchedOnByADefect,
    'target.doubting CALL_FAILED': noCallIsLost,
  },
  'virtual-machine': {
  },
  'shared-disk': {
    'serving REGISTER': lostForGood,
    'serving EXTEND': noFileIsExtended,
    'serving EXTEND #1': noFileIsExtended,
  },
  guest: {
    'watching IO_FAILED': noMountFails,
  },
};
