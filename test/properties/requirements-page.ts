/**
 * docs/requirements.md: every requirement with the claims that cite it, their verdicts, and the defects that they reject.
 *
 * Verdicts are those that the suites expect; models.test.ts and models.long.test.ts check every scope that is listed and
 * fail when one comes out otherwise, and defects.test.ts does the same for the defects.
 */
import type { Property, Suite } from '../../src/index.ts';
import { expectationOf } from '../../src/property/suite.ts';
import type { Requirement } from '../../properties/requirements.ts';
import type { Pinned } from './pinned.ts';

const head = `# Requirements

What the two source articles ask of a cluster, and how each demand is checked. A *claim* is a property that must hold, or that is
expected to be violated where the table says so; a *witness* shows that the claims are not empty; a *defect* is a deliberately wrong
variant of the model which the claim rejects. \`npm run quiesce -- check SUITE --scope SCOPE\` gives any of these verdicts anew,
\`check defect:NAME\` the counterexample of a defect.

<!-- Written by npm run requirements; a test compares it with the suites. -->
`;

/** The page, from what there is. */
export function requirementsPage(requirements: readonly Requirement[], suites: readonly Suite[], pinned: readonly Pinned[]): string {
  const models = suites.filter(({ kind }) => kind === 'model');
  const defects = suites.filter(({ kind }) => kind === 'defect');
  return [
    head,
    '## What is checked\n',
    table(['suite', 'about', 'scopes, with distinct states'], models.map((suite) => [suite.id, suite.about, scopesOf(suite, pinned)])),
    '',
    '## What is asked, and what is claimed\n',
    table(
      ['requirement', 'claim or witness', 'kind', 'verdict', 'in suites', 'defects that it rejects'],
      requirements.flatMap((requirement) => rowsOf(requirement, models, defects)),
    ),
    '',
    '## What each id asks for\n',
    table(['requirement', 'source', 'text'], requirements.map(({ id, source, text }) => [id, source, text])),
    '',
  ].join('\n');
}

function rowsOf({ id }: Requirement, models: readonly Suite[], defects: readonly Suite[]): readonly (readonly string[])[] {
  const claims = [...new Map(models.flatMap(({ properties }) => properties).filter(({ requirements }) => requirements.includes(id)).map((claim) => [claim.id, claim])).values()];
  const inOrder = [...claims.filter(({ kind }) => kind !== 'reachable'), ...claims.filter(({ kind }) => kind === 'reachable')];
  return inOrder.flatMap((claim, place) => {
    const rejected = defects.filter(({ properties }) => properties.some((property) => property.id === claim.id)).map((suite) => suite.id.replace('defect:', ''));
    return [...verdictsOf(claim, models)].map(([verdict, names], i) => [
      place === 0 && i === 0 ? `**${id}**` : '',
      i === 0 ? claim.id : '',
      claim.kind === 'reachable' ? 'witness' : claim.kind,
      verdict,
      names.join(', '),
      i === 0 ? rejected.join(', ') : '',
    ]);
  });
}

/** The suites by the verdict that they expect of a claim. */
function verdictsOf(claim: Property, models: readonly Suite[]): ReadonlyMap<string, readonly string[]> {
  const verdicts = new Map<string, string[]>();
  for (const suite of models.filter(({ properties }) => properties.some(({ id }) => id === claim.id))) {
    const verdict = expectationOf(claim, suite.expect);
    verdicts.set(verdict, [...(verdicts.get(verdict) ?? []), suite.id]);
  }
  return verdicts;
}

function scopesOf(suite: Suite, pinned: readonly Pinned[]): string {
  return Object.keys(suite.scopes)
    .flatMap((scope) => pinned.filter((one) => one.suite === suite.id && one.scope === scope).map(({ states }) => `${scope} ${states.toLocaleString('en')}`))
    .join(', ');
}

function table(columns: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [line(columns), line(columns.map(() => '---')), ...rows.map(line)].join('\n');
}
