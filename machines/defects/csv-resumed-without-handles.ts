/**
 * A node lets I/O go on as soon as it is told who the coordinator is, without opening its handles there (SetDownlevel).
 */
import { sendTo } from 'xstate';
import { volumeName } from '../csv/names.ts';
import { volume } from '../csv/volume.ts';
import { csvOperations } from '../systems/csv-coordination.ts';
import type { Defect } from './defect.ts';

const hastyVolume = volume.provide({ actions: { reopen: sendTo(({ system, context }) => system.get(volumeName(context.node)), () => ({ type: 'REOPENED', done: true })) } });

export const csvResumedWithoutHandles: Defect = {
  id: 'csv-resumed-without-handles',
  about: 'A node resumes I/O before SetDownlevel is done.',
  scopes: csvOperations({ volume: hastyVolume }, 'defect:csv-resumed-without-handles'),
  rejectedBy: ['io-resumes-with-new-handles'],
};
