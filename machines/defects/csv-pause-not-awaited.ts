/**
 * The volume is moved when the members have been told to pause, not when they have: one still talks to the old coordinator
 * while another already talks to the new one.
 */
import { cluster } from '../csv/cluster.ts';
import { csvThreeNodes } from '../systems/csv-coordination.ts';
import type { Defect } from './defect.ts';

export const csvPauseNotAwaited: Defect = {
  id: 'csv-pause-not-awaited',
  about: 'The coordinator changes before all members have paused.',
  scopes: csvThreeNodes({ cluster: cluster.provide({ guards: { allPaused: () => true } }) }, 'defect:csv-pause-not-awaited'),
  rejectedBy: ['active-members-agree-on-the-coordinator'],
};
