/**
 * What the command tells the shell.
 *
 *   0   every expectation met, exploration complete      5    a model cannot be checked
 *   1   a verdict other than the expected one            70   quiesce itself is at fault
 *   2   the command line or a file it names              130  interrupted (Ctrl-C)
 *   3   inconclusive: a limit was reached                143  terminated
 *   4   a property was never put to the test
 *
 * When several hold: 70, then the interruption, then 2 > 5 > 1 > 4 > 3.
 */
import type { CheckedSuite } from '../report/checked-suite.ts';
import type { PropertyReport } from '../check/check.ts';
import type { SampledSuite } from '../report/sample-json.ts';

export const exitCodes = { met: 0, unexpected: 1, usage: 2, inconclusive: 3, vacuous: 4, model: 5, internal: 70, interrupted: 130, terminated: 143 } as const;

const bySeverity: readonly number[] = [70, 130, 143, 2, 5, 1, 4, 3, 0];

/** The one code that stands for several. */
export function mostSevere(codes: readonly number[]): number {
  return bySeverity.find((code) => codes.includes(code)) ?? exitCodes.met;
}

/** What one checked suite amounts to. */
export function codeOfCheck({ outcome }: CheckedSuite, allowIncomplete: boolean): number {
  if (outcome.kind === 'refused') return exitCodes.model;
  const { stopped } = outcome.report.exploration;
  const cutShort = stopped !== null && stopped.kind !== 'decided' && stopped.kind !== 'violation';
  const codes = outcome.report.properties.map(codeOfVerdict);
  const all = mostSevere([...codes, cutShort ? exitCodes.inconclusive : exitCodes.met]);
  return all === exitCodes.inconclusive && allowIncomplete ? exitCodes.met : all;
}

function codeOfVerdict({ verdict, expected }: PropertyReport): number {
  if (verdict.kind === expected) return exitCodes.met;
  if (verdict.kind === 'inconclusive') return exitCodes.inconclusive;
  return verdict.kind === 'vacuous' ? exitCodes.vacuous : exitCodes.unexpected;
}

/**
 * What one sampled suite amounts to.
 *
 * Random runs fail for what they find, never for what they do not: the next ones may find it.
 */
export function codeOfWalk({ outcome }: SampledSuite): number {
  if (outcome.kind === 'refused') return exitCodes.model;
  const contradicted = outcome.report.properties.some(({ verdict, expected }) => (verdict.kind === 'violated' || verdict.kind === 'witnessed') && verdict.kind !== expected);
  return contradicted ? exitCodes.unexpected : exitCodes.met;
}
