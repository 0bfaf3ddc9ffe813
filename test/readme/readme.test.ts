import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { chartOf } from '../../src/diagram/chart.ts';
import { toMermaid } from '../../src/diagram/mermaid.ts';
import { check, explore } from '../../src/index.ts';
import { growthText } from '../../src/report/growth-text.ts';
import { lun } from '../../machines/lun.ts';
import { growingSystems } from '../engine/growing-systems.ts';
import { checkSuite, suiteNamed } from '../properties/check-suite.ts';
import { properties, system } from './two-writers.ts';

const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');

test('the example of the README is the one that is tested', () => {
  const source = readFileSync(new URL('two-writers.ts', import.meta.url), 'utf8').replace("'../../src/index.ts'", "'quiesce'");
  expect(readme).toContain(`\`\`\`ts\n${source}\`\`\``);
});

test('the example is violated by the four steps that the README shows', async () => {
  const report = await check(system, properties);
  const [claim] = report.properties;
  expect(claim?.verdict.kind).toBe('violated');
  expect(claim?.trace?.steps.map(({ label }) => `${label.to} ${label.event.type}`)).toEqual(['ann START', 'bob START', 'bob TIMEOUT', 'bob START']);
  expect(readme).toContain(`npx quiesce replay two-writers.ts ${claim?.trace?.id ?? 'none'}`);
});

test('the diagram of the README is that of the machine', () => {
  expect(readme).toContain(toMermaid(chartOf(lun)).trimEnd());
});

test('the README opens with the two commands', () => {
  const opening = readme.split('\n## ')[0] ?? '';
  expect(opening).toContain('npm ci && npm start');
  expect(opening).toContain('npm ci && npm test');
});

test('the growth that the README quotes is what is said of such a machine', async () => {
  const { growth } = await explore(growingSystems.counter(), [], { statesMax: 1_000 });
  expect(growth?.fields).toHaveLength(1);
  expect(readme).toContain(`  growing when it stopped, at depth 999:\n    ${growth?.fields.map(growthText).join('') ?? 'nothing'}\n`);
});

test('the verdicts that the README quotes are those of the model', async () => {
  const report = await checkSuite(suiteNamed('quick-migration'), 'small');
  const quoted = [...readme.matchAll(/^ {2}✓ (holds|witnessed) +(\S+) +([\d,]+|-) {2}/gm)].map(([, kind, id, tested]) => ({ kind, id, tested }));
  expect(quoted.length).toBeGreaterThanOrEqual(7);
  for (const { kind, id, tested } of quoted) {
    const verdict = report.properties.find((property) => property.id === id)?.verdict;
    expect({ id, kind: verdict?.kind, tested: verdict?.kind === 'holds' ? verdict.tested.toLocaleString('en') : '-' }).toEqual({ id, kind, tested });
  }
  expect(readme).toContain(`complete: all ${report.exploration.distinct.toLocaleString('en')} distinct states of scope small; depth ${report.exploration.depth}, ${report.exploration.transitions.toLocaleString('en')} transitions`);
});
