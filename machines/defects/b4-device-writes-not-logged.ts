/**
 * B4: what devices and the host write to memory is not in the dirty log.
 *
 * Real: cloud-hypervisor #2458, 7839e121f642; QEMU 5c0ba1be3718 (vhost).
 */
import { partition } from '../live-migration/partition.ts';
import { liveMigration } from '../systems/live-migration.ts';
import type { Defect } from './defect.ts';

export const deviceWritesNotLogged: Defect = {
  id: 'b4-device-writes-not-logged',
  about: 'B4: writes of devices to memory are not in the dirty log.',
  scopes: liveMigration({ partition: partition.provide({ actions: { logDeviceWrite: () => {} } }) }, 'defect:b4-device-writes-not-logged'),
  rejectedBy: ['every-write-is-logged', 'memory-arrives-as-it-stopped'],
};
