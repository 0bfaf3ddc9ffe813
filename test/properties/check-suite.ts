import { expect } from 'vitest';
import { accountFor, reasonListed } from '../../src/check/accounted.ts';
import { check, type CheckReport, type Suite } from '../../src/index.ts';
import type { NeverTaken } from '../../src/property/coverage.ts';
import { suites } from '../../properties/suites.ts';
import type { Pinned } from './pinned.ts';

export function suiteNamed(id: string): Suite {
  const suite = suites.find((candidate) => candidate.id === id);
  if (suite === undefined) throw new Error(`no suite ${id}`);
  return suite;
}

/** Checks a suite as the command line does: to the end for a model, until its claims are decided for a defect. On one thread, as other tests have the others. */
export function checkSuite(suite: Suite, scope: string): Promise<CheckReport> {
  const build = suite.scopes[scope];
  if (build === undefined) throw new Error(`${suite.id} has no scope ${scope}`);
  return check(build(), suite.properties, { expect: suite.expect, builtIns: suite.builtIns, keepGoing: suite.kind === 'model', workers: 1 });
}

/** What differs from what is expected, in words; empty when nothing does. */
export function surprises(report: CheckReport): readonly string[] {
  return report.properties.filter((property) => property.verdict.kind !== property.expected).map((property) => `${property.id}: ${property.verdict.kind}, expected ${property.expected}`);
}

/** Suites that put the same machines to different questions share one list of what is never taken: the same object. */
const familyOf = ({ neverTaken }: Suite): readonly Suite[] => suites.filter((suite) => suite.kind === 'model' && suite.neverTaken === neverTaken && Object.keys(neverTaken).length > 0);

/** Holds a flagship scope to its pinned size and to the verdicts its suite expects; returns what it never takes. */
export async function expectPinned({ suite: id, scope, states, transitions, depth, neverEnabled, boundsMs }: Pinned): Promise<readonly NeverTaken[]> {
  const suite = suiteNamed(id);
  const report = await checkSuite(suite, scope);
  expect(surprises(report)).toEqual([]);
  expect(report.complete).toBe(true);
  const { exploration, system } = report;
  const { coverage } = exploration;
  expect({ states: exploration.distinct, transitions: exploration.transitions, depth: exploration.depth }).toEqual({ states, transitions, depth });
  if (boundsMs !== undefined) expect(Object.fromEntries(report.properties.flatMap(({ id: claim, bound }) => (bound === null ? [] : [[claim, bound.ms]])))).toEqual(boundsMs);
  // The smallest scopes leave no room for some commands, such as calling off a move; and suites on a clock want none.
  if (scope !== 'tiny' && system.clock === null) {
    const never = coverage.stimuliNeverEnabled.map((index) => system.stimuli[index]?.event.type ?? '');
    expect([...new Set(never)].toSorted()).toEqual((neverEnabled ?? []).toSorted());
  }
  const { open, untrue } = accountFor(coverage, suite.neverTaken, system);
  expect(untrue).toEqual([]);
  // A suite on a clock asks about the machines of another, and of less that may happen to them.
  if (scope === 'review' && system.clock === null && familyOf(suite).length < 2) expect(named(open)).toEqual([]);
  return coverage.neverTaken;
}

/** Of suites that share a list: what none of them takes in its largest scope has a reason, and the other way round. */
export function expectAccounted(neverTaken: ReadonlyMap<string, readonly NeverTaken[]>): void {
  for (const suite of suites.filter(({ id }) => neverTaken.has(id))) {
    const family = familyOf(suite);
    if (family.length < 2 || family[0] !== suite) continue;
    const lists = family.map(({ id }) => neverTaken.get(id));
    const machines = new Set(family.flatMap((member) => machinesOf(member)));
    expect(family.filter((_, i) => lists[i] === undefined).map(({ id }) => id)).toEqual([]);
    // A machine that a suite does not have is one whose transitions it does not take.
    const taken = (gap: NeverTaken): boolean => family.some((member, i) => machinesOf(member).includes(gap.machine) && !(lists[i] ?? []).some((other) => other.machine === gap.machine && other.transition === gap.transition));
    const never = new Map(lists.flatMap((list) => list ?? []).filter((gap) => machines.has(gap.machine) && !taken(gap)).map((gap) => [`${gap.machine} ${gap.transition}`, gap]));
    expect(named([...never.values()].filter((gap) => reasonListed(gap, suite.neverTaken) === null))).toEqual([]);
  }
}

function machinesOf({ scopes }: Suite): readonly string[] {
  const system = scopes['review']?.();
  return system === undefined ? [] : [...new Set(system.actorNames.map((name) => system.actors[name]?.machine.id ?? ''))];
}

function named(gaps: readonly NeverTaken[]): readonly string[] {
  return gaps.map(({ machine, transition }) => `${machine} ${transition}`);
}
