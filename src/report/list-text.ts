/** The suites there are, as text and as data. */
import type { Suite } from '../property/suite.ts';
import { padded, paint, paragraph, plain, widthOf, type Page } from './page.ts';
import { countOf } from './quantities.ts';

/** Models first, then defects; a suite a paragraph. */
export function listLines(page: Page, program: string, suites: readonly Suite[]): readonly string[] {
  const models = suites.filter(({ kind }) => kind === 'model');
  const defects = suites.filter(({ kind }) => kind === 'defect');
  const first = models[0] ?? defects[0];
  return [
    ...section(page, 'Models', models),
    ...section(page, 'Defects, each bound to the properties that must reject it', defects),
    ...(first === undefined ? ['There are no suites.'] : [`check one: ${program} check ${first.id}`]),
  ];
}

function section(page: Page, title: string, suites: readonly Suite[]): readonly string[] {
  if (suites.length === 0) return [];
  const width = Math.max(...suites.map(({ id }) => widthOf(id)));
  const lines = suites.flatMap((suite) => {
    const { id, about, properties, builtIns } = suite;
    const extent = `${countOf(properties.length + builtIns.length, 'property', 'properties')}; scopes ${Object.keys(suite.scopes).join(', ')}`;
    return [`  ${padded(id, width)}  ${paint(page, 'quiet', extent)}`, ...(about === '' ? [] : [paragraph(plain(page, about), page.width, '      ')])];
  });
  return [paint(page, 'strong', title), ...lines, ''];
}

/** `{ suites: [{ id, kind, systems, properties, ... }] }`; systems are built for it, in every scope. */
export function listJson(suites: readonly Suite[]): object {
  return {
    schema: 'quiesce-list/1',
    suites: suites.map(({ id, kind, about, scopes, properties, builtIns, expect }) => ({
      id,
      kind,
      about,
      systems: [...new Set(Object.values(scopes).map((build) => build().id))],
      scopes: Object.keys(scopes),
      properties: [...properties, ...builtIns].map((claim) => claim.id),
      expect,
    })),
  };
}
