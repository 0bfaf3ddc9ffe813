/**
 * The flagship scopes in which the engine is held to the reference explorer, which needs some three seconds for 15,000 states, and
 * as long on a clock, where it measures stays round by round, for 10,000. Larger ones are left to the engine.
 */
import { pinned, pinnedLong, type Pinned } from '../properties/pinned.ts';
import { suiteNamed } from '../properties/check-suite.ts';

const quickStatesMax = 5_000;
const statesMax = 15_000;
const timedStatesMax = 10_000;

function isCompared({ suite, states }: Pinned): boolean {
  const [build] = Object.values(suiteNamed(suite).scopes);
  return states <= (build?.().clock === null ? statesMax : timedStatesMax);
}

const compared = [...pinned, ...pinnedLong].filter(isCompared);

export const comparedQuickly = compared.filter(({ states }) => states <= quickStatesMax);
export const comparedAtLength = compared.filter(({ states }) => states > quickStatesMax);
