/**
 * Why transitions of the machines of the whole cluster are never taken there.
 */
import type { Suite } from '../src/index.ts';

type Reasons = Suite['neverTaken'];

export const neverTakenInTheWholeCluster: Reasons = {};
