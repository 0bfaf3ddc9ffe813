/**
 * The flagship scopes in which the engine is held to the reference explorer, which needs some three seconds for 15,000 states, and
 * as long on a clock, where it measures stays round by round, for 10,000. Larger ones are left to the engine.
 */
import { pinned, pinnedLong, type Pinned } from '../properties/pinned.ts';
import { suiteNamed } from '../properties/check-suite.ts';
import { measure } from '../measure.ts';

const quickStatesMax = 2_000;
const statesMax = measure(15_000, 100_000);
const timedStatesMax = measure(10_000, 30_000);

function isCompared({ suite, states }: Pinned): boolean {
  const [build] = Object.values(suiteNamed(suite).scopes);
  return states <= (build?.().clock === null ? statesMax : timedStatesMax);
}

const compared = [...pinned, ...pinnedLong].filter(isCompared);

export const comparedQuickly = compared.filter(({ states }) => states <= quickStatesMax);
export const comparedAtLength = compared.filter(({ states }) => states > quickStatesMax);
