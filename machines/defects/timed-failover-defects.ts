/**
 * The defects of failover on a clock.
 */
import { bootedInNoTime } from './booted-in-no-time.ts';
import { challengerGivesUp } from './challenger-gives-up.ts';
import type { Defect } from './defect.ts';
import { holderDoesNotDefend } from './holder-does-not-defend.ts';
import { regroupPostponesTheDefence } from './regroup-postpones-the-defence.ts';
import { silenceUnnoticed } from './silence-unnoticed.ts';

export const timedFailoverDefects: readonly Defect[] = [silenceUnnoticed, challengerGivesUp, bootedInNoTime, holderDoesNotDefend, regroupPostponesTheDefence];
