/**
 * Programs that a test runs and that may be missing: in CI that is a failure, elsewhere the test is skipped and says so.
 *
 *   test.skipIf(lacks('dot'))('...', () => { ... })
 */
import { spawnSync } from 'node:child_process';

/** Whether to skip for want of a program. Never in CI, where the test then fails on the program itself. */
export function lacks(program: string): boolean {
  const found = spawnSync(program, ['-V']).error === undefined;
  if (found || process.env['CI'] !== undefined) return false;
  console.warn(`Skipped: "${program}" is not installed here (apt-get install graphviz). CI runs these tests.`);
  return true;
}
