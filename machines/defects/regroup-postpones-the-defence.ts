/**
 * A holder that is asked for its disk again, as by each regroup, begins its period anew without having defended: so late a defence
 * comes after a challenger that waited longer than the period.
 */
import { diskResource } from '../failover/disk-resource.ts';
import { arbitrationOfTwo } from '../systems/arbitration.ts';
import type { Defect } from './defect.ts';

const distracted = diskResource.provide({ actions: { defendFirst: () => {} } });

export const regroupPostponesTheDefence: Defect = {
  id: 'regroup-postpones-the-defence',
  about: 'A disk that is brought online again where it is online already is defended later for it.',
  scopes: arbitrationOfTwo('defect:regroup-postpones-the-defence', { defenceMs: 3_000, challengeMs: 4_000 }, distracted),
  rejectedBy: ['a-living-holder-keeps-the-disk', 'volume-is-believed-mounted-once'],
};
