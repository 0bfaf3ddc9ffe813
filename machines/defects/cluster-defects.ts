/**
 * Defects that only the whole cluster shows.
 */
import { clusterFrozenBeforeDrained } from './cluster-frozen-before-drained.ts';
import { clusterLateCommitObeyed } from './cluster-late-commit-obeyed.ts';
import { clusterLossIgnoredWhileMigrating } from './cluster-loss-ignored-while-migrating.ts';
import { clusterStartedBeforeFencing } from './cluster-started-before-fencing.ts';
import type { Defect } from './defect.ts';

export const clusterDefects: readonly Defect[] = [clusterFrozenBeforeDrained, clusterLateCommitObeyed, clusterLossIgnoredWhileMigrating, clusterStartedBeforeFencing];
