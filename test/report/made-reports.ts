/** Reports to print: made by real checks of the fixtures, with the times pinned. */
import { check } from '../../src/index.ts';
import type { CheckOptions, Suite } from '../../src/index.ts';
import type { CheckedSuite, Subject } from '../../src/report/checked-suite.ts';
import type { Page } from '../../src/report/page.ts';
import { suites } from '../cli/fixtures/suites.ts';

export const page = (width: number, changes: Partial<Page> = {}): Page => ({ width, colour: false, ascii: false, ...changes });

export function subjectOf(id: string, scope: string, changes: Partial<Suite> = {}): Subject {
  const suite = suites.find((candidate) => candidate.id === id);
  const system = suite?.scopes[scope]?.();
  if (suite === undefined || system === undefined) throw new Error(`no fixture ${id} ${scope}`);
  return { suite: { ...suite, ...changes }, scope, system, name: id, scopeOption: scope === 'small' ? [] : ['--scope', scope] };
}

export async function checked(subject: Subject, options: CheckOptions = {}): Promise<CheckedSuite> {
  const { suite, system } = subject;
  const report = await check(system, suite.properties, { expect: suite.expect, builtIns: suite.builtIns, ...options });
  return { subject, outcome: { kind: 'checked', report: { ...report, exploration: { ...report.exploration, elapsedMs: 1234 } } } };
}
