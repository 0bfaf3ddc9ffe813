/**
 * The package as a user meets it: packed, installed into an empty project, and pointed at a machine of their own.
 *
 * Nothing here imports from `src`. What is tested is what `npm pack` puts into the tarball.
 */
import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';

const root = join(import.meta.dirname, '..');
const scratch = mkdtempSync(join(tmpdir(), 'quiesce-package-'));
const project = join(scratch, 'project');

interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a program as a shell in `cwd` would, with the Node that runs this test and without colour. */
function run(cwd: string, program: string, ...args: readonly string[]): Promise<Ended> {
  const PATH = [dirname(process.execPath), process.env['PATH']].join(delimiter);
  const { npm_config_local_prefix: _, ...outer } = process.env; // npm sets it for scripts; it would lead the inner npm back here
  return new Promise((resolve) => {
    execFile(program, args, { cwd, env: { ...outer, PATH, NO_COLOR: '1' } }, (error, stdout, stderr) => {
      const code = error === null ? 0 : typeof error.code === 'number' ? error.code : 1;
      resolve({ code, stdout, stderr });
    });
  });
}

const succeeds = async (cwd: string, program: string, ...args: readonly string[]): Promise<string> => {
  const { code, stdout, stderr } = await run(cwd, program, ...args);
  expect({ code, output: code === 0 ? '' : stdout + stderr }).toEqual({ code: 0, output: '' });
  return stdout;
};

const lamp = (claim: string): string => `
import { always, defineSystem, reachable, type StateOf } from 'quiesce';
import { setup } from 'xstate';

const lamp = setup({ types: { events: {} as { readonly type: 'PRESS' } } }).createMachine({
  id: 'lamp',
  initial: 'off',
  states: { off: { on: { PRESS: 'on' } }, on: { on: { PRESS: 'off' } } },
});

export const system = defineSystem({
  id: 'lamp',
  actors: { lamp: { machine: lamp } },
  stimuli: [{ to: 'lamp', event: { type: 'PRESS' } }],
});

type State = StateOf<typeof system>;

export const properties = [
  always({ id: 'lamp-claim', statement: 'A claim about the lamp.', holds: ({ actors }: State) => ${claim} }),
  reachable({ id: 'lamp-lights', statement: 'The lamp can light.', holds: ({ actors }: State) => actors.lamp.matches('on') }),
];
`;

const projectFiles = {
  'package.json': JSON.stringify({ name: 'project', private: true, type: 'module' }),
  'tsconfig.json': JSON.stringify({
    compilerOptions: { target: 'es2024', module: 'nodenext', strict: true, noEmit: true, skipLibCheck: false, allowImportingTsExtensions: true, types: [] },
    include: ['*.ts'],
  }),
  'lamp.ts': lamp(`actors.lamp.matches('on') || actors.lamp.matches('off')`),
  'dark-lamp.ts': lamp(`actors.lamp.matches('off')`),
  'consumer.ts': `
import { check, defineSystem } from 'quiesce';
import { properties, system } from './lamp.ts';

export const report = await check(system, properties, { statesMax: 100 });

// @ts-expect-error a report has a type of its own, not any
export const count: number = report;
// @ts-expect-error a stimulus names one of the actors
export const typo = () => defineSystem({ ...system, stimuli: [{ to: 'lmap', event: { type: 'PRESS' } }] });
`,
};

beforeAll(async () => {
  mkdirSync(project);
  for (const [name, text] of Object.entries(projectFiles)) writeFileSync(join(project, name), text);
  await succeeds(root, 'npm', 'pack', '--pack-destination', scratch);
  const tarballs = readdirSync(scratch).filter((name) => name.endsWith('.tgz'));
  expect(tarballs).toHaveLength(1);
  await succeeds(project, 'npm', 'install', '--prefer-offline', '--no-audit', '--no-fund', ...tarballs.map((name) => join(scratch, name)));
}, 300_000);

afterAll(() => {
  rmSync(scratch, { recursive: true, force: true });
});

test('the package holds no test and no TypeScript source', () => {
  const shipped = readdirSync(join(project, 'node_modules/quiesce'), { recursive: true, encoding: 'utf8' });
  expect(shipped.filter((path) => /\.test\.|(?<!\.d)\.ts$/.test(path) && !path.startsWith('node_modules'))).toEqual([]);
  expect(shipped).toEqual(expect.arrayContaining(['LICENSE', 'package.json', 'dist/src/index.js', 'dist/src/index.d.ts', 'dist/src/cli/main.js']));
});

test('an installed quiesce says the version in package.json', async () => {
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { readonly version: string };
  expect((await succeeds(project, 'npx', '--no', '--', 'quiesce', '--version')).trim()).toBe(version);
});

test('the public API type-checks in a strict project, and keeps its types', async () => {
  await succeeds(project, process.execPath, join(root, 'node_modules/typescript/bin/tsc'), '--project', project);
});

test('the public API checks a system from a program', async () => {
  const script = `import('./consumer.ts').then(({ report }) => console.log(require('node:util').inspect(report, { depth: 8 })))`;
  const printed = await succeeds(project, process.execPath, '--eval', script);
  expect(printed).toContain('lamp-claim');
  expect(printed).toContain('holds');
});

test('the command checks a file that exports a system and properties', async () => {
  const printed = await succeeds(project, 'npx', '--no', '--', 'quiesce', 'check', './lamp.ts');
  expect(printed).toContain('lamp-claim');
  expect(printed).toContain('holds');
});

test('the command ends with 1 when a property is violated', async () => {
  const { code, stdout } = await run(project, 'npx', '--no', '--', 'quiesce', 'check', './dark-lamp.ts');
  expect({ code, named: stdout.includes('lamp-claim'), violated: stdout.includes('violated') }).toEqual({ code: 1, named: true, violated: true });
});
