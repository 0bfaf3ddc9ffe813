/** What only a process shows: pipes, signals, terminals, and files that Node itself has to read. */
import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { fixtures, root, spawnQuiesce } from './run-quiesce.ts';

const scratch = mkdtempSync(join(tmpdir(), 'quiesce-files-'));
const api = pathToFileURL(join(root, 'src/index.ts')).href;

const files = {
  'package.json': '{ "type": "module" }',
  'unfinished.ts': 'export const one = 1;\nexport const system: number = ;\n',
  'twice.ts': 'export const one: number = 1;\nconst a = 1;\nconst a = 2;\n',
  'enumerated.ts': 'enum Mode { On }\nexport const mode = Mode.On;\n',
  'throws.ts': 'const build = (): number => {\n  throw new Error("no such disk");\n};\nexport const system = build();\n',
  'lost-import.ts': 'import "./nowhere.ts";\n',
  'not-exported.ts': 'import { nothing } from "./no-system.ts";\nexport const system = nothing;\n',
  'no-system.ts': 'export const one = 1;\nexport const build = () => null;\n',
  'empty.ts': '',
  'bad-properties.ts': `import { defineSystem } from ${JSON.stringify(api)};\nexport const properties = [{ id: 'x' }];\nexport const system = { actorNames: [], actors: {}, stimuli: [], final: () => true };\n`,
  'bad-system.ts': `import { defineSystem } from ${JSON.stringify(api)};\nexport const system = defineSystem({\n  id: 'empty',\n  actors: {},\n  stimuli: [],\n});\n`,
};

beforeAll(() => {
  for (const [name, text] of Object.entries(files)) writeFileSync(join(scratch, name), text);
});

afterAll(() => {
  rmSync(scratch, { recursive: true, force: true });
});

describe('a file that cannot be used is told with what and where', () => {
  const lists = '`node MAIN check --help` lists what a\nfile may export.';
  test.concurrent.for([
    ['unfinished.ts', 'error[file-broken]: unfinished.ts does not compile.\n\n  at       unfinished.ts:2\n  problem  SyntaxError: Expression expected\n'],
    ['twice.ts', "error[file-broken]: twice.ts does not compile.\n\n  at       twice.ts:3\n  problem  SyntaxError: Identifier 'a' has already been declared\n"],
    [
      'enumerated.ts',
      'error[file-broken]: enumerated.ts does not compile.\n\n  at       enumerated.ts:1\n  problem  SyntaxError: TypeScript enum is not supported in strip-only mode\n\nNode runs TypeScript by leaving out its types; what needs a compiler (enum,\nnamespace, parameter properties) it cannot run.\n',
    ],
    ['throws.ts', 'error[file-broken]: throws.ts cannot be imported.\n\n  at       throws.ts:2\n  problem  no such disk\n'],
    ['not-exported.ts', "error[file-broken]: not-exported.ts does not compile.\n\n  at       not-exported.ts:1\n  problem  SyntaxError: The requested module './no-system.ts' does not provide\n           an export named 'nothing'\n"],
    ['bad-system.ts', 'error[file-broken]: bad-system.ts cannot be imported.\n\n  at       bad-system.ts:2\n  problem  invalid-system: system empty is not well formed: it has no actors.\n           Name at least one actor and its machine.\n'],
    ['bad-properties.ts', 'error[bad-export]: bad-properties.ts exports properties[0], which is not a\nproperty; make it with always, eachStep, reachable, unreachable, longest or\nshortest.\n\n`node MAIN check --help` lists what a file may export.\n'],
    ['no-system.ts', `error[file-without-system]: no-system.ts exports no system.\n\n  exports  build (a function) · one (number)\n\nExport one: \`export const system = defineSystem({ ... })\`, and beside it \`export\nconst properties = [ ... ]\`. ${lists}\n`],
  ] as const)('%s', async ([file, message], { expect: expectHere }) => {
    const { code, stdout, stderr } = await spawnQuiesce(['check', file], { cwd: scratch });
    expectHere({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expectHere(words(stderr)).toBe(words(message));
  });

  test('an import that leads nowhere names both ends', async () => {
    const { code, stderr } = await spawnQuiesce(['check', 'lost-import.ts'], { cwd: scratch });
    expect(code).toBe(2);
    expect(words(stderr)).toMatch(/^error\[file-broken\]: lost-import\.ts cannot be imported\. problem Cannot find module '.*nowhere\.ts' imported from .*lost-import\.ts$/);
  });
});

/** Where quiesce lies differs between machines, and with it how long a line gets. */
function words(text: string): string {
  return text.replaceAll(/node\s+\S*src\/cli\/main\.ts/g, 'node MAIN').replaceAll(/\s+/g, ' ').trim();
}

describe('a process', () => {
  test('prints no escape sequence into a pipe', async () => {
    const { code, stdout, stderr } = await spawnQuiesce(['check', 'disk.ts', 'suites.ts']);
    expect(code).toBe(1);
    expect(`${stdout}${stderr}`.includes('\u001b')).toBe(false);
  });

  test('a JSON document of more than a megabyte goes through a pipe whole', async () => {
    const { code, stdout, stderr } = await spawnQuiesce(['check', 'long-trace.ts', '--json']);
    expect({ code, isLarge: stdout.length > 1_000_000 }).toEqual({ code: 1, isLarge: true });
    expect(JSON.parse(stdout)).toMatchObject({ schema: 'quiesce-report/1', suites: [{ id: 'tally', properties: [{ id: 'stays-below-200', verdict: 'violated' }, {}, {}, {}] }] });
    expect(stderr).not.toContain('error');
  });

  test('a reader that goes away ends it without a word', () => {
    const { stdout, stderr } = spawnSync('bash', ['-c', `"$0" "$1" check long-trace.ts --json | head -1`, process.execPath, join(root, 'src/cli/main.ts')], { cwd: fixtures, encoding: 'utf8', env: { ...process.env, LANG: 'C.UTF-8' } });
    expect(stdout).toBe('{\n');
    expect(stderr).toMatch(/^(quiesce: .* VIOLATED .*\n)*$/);
  });

  test('Ctrl-C gives the verdicts there are and ends with 130', async () => {
    const { code, stdout, stderr } = await spawnQuiesce(['check', 'counter.ts'], { onOutput: (child) => setTimeout(() => child.kill('SIGINT'), 300) });
    expect(code).toBe(130);
    expect(stdout).toMatch(/\? inconclusive {2}stays-positive .*\n {2}✓ witnessed {5}reaches-seven .*4 steps\n/);
    expect(stdout).toMatch(/incomplete: stopped when interrupted\n {4}[\d,]+ distinct states so far, depth \d+,/);
    expect(stdout).toMatch(/interrupted \(exit 130\)\n$/);
    expect(stderr).not.toContain('error');
  });

  test('a limit on memory ends a check as inconclusive, with exit code 3', async () => {
    const { code, stdout, stderr } = await spawnQuiesce(['check', 'counter.ts', '--memory-max', '160MB']);
    expect(code).toBe(3);
    expect(stdout).toContain('incomplete: stopped at 160 MB of memory (--memory-max)\n');
    expect(stdout).toContain('counter (machine counter): context.count took ');
    expect(stderr).not.toContain('error');
  });

  test('less memory than quiesce itself needs is refused with the figure, and that much is enough', async () => {
    const refused = await spawnQuiesce(['check', 'disk.ts', '--memory-max', '20MB']);
    const [, least = ''] = /^error\[bad-value\]: --memory-max takes at least (\d+ MB) here, because quiesce itself holds \d+ MB, not 20 MB\.\n$/.exec(refused.stderr) ?? [];
    expect({ code: refused.code, stdout: refused.stdout, least }).toEqual({ code: 2, stdout: '', least: expect.stringMatching(/MB$/) });
    const enough = await spawnQuiesce(['check', 'disk.ts', '--property', 'one-mount', '--memory-max', `${parseInt(least, 10) + 10}MB`]);
    expect(enough.code).toBe(0);
  });

  test('SIGTERM does the same and ends with 143', async () => {
    const { code, stdout } = await spawnQuiesce(['check', 'counter.ts', '--trace=none'], { onOutput: (child) => setTimeout(() => child.kill('SIGTERM'), 300) });
    expect(code).toBe(143);
    expect(stdout).toMatch(/terminated \(exit 143\)\n$/);
  });
});

const python = spawnSync('python3', ['-c', 'import pty']).status === 0;

test.skipIf(!python && process.env['CI'] === undefined)('on a terminal there are colours, and progress is drawn over (needs python3)', async () => {
  const { stdout } = await onTerminal(['check', 'counter.ts', '--time-max', '1500ms']);
  expect(stdout).toContain('\u001b[1mcounter\u001b[22m  scope default: 1 counter');
  expect(stdout).toMatch(/⠋ 00:0\d {2}depth \d+ {2}distinct [\d,]+ {2}[\d,]+\/s/);
  expect(stdout).toContain('\u001b[2A\u001b[J');
  expect(stdout).toContain('\u001b[32m✓ witnessed');
});

const terminal = `
import os, pty, sys
status = pty.spawn(sys.argv[1:])
sys.exit(os.waitstatus_to_exitcode(status))
`;

function onTerminal(args: readonly string[]): Promise<{ readonly code: number | null; readonly stdout: string }> {
  const { CI: _, NO_COLOR: __, ...outer } = process.env;
  const child = spawn('python3', ['-c', terminal, process.execPath, join(root, 'src/cli/main.ts'), ...args], { cwd: fixtures, env: { ...outer, TERM: 'xterm-256color', LC_ALL: 'C.UTF-8' }, stdio: ['ignore', 'pipe', 'inherit'] });
  let stdout = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
  });
  return new Promise((resolve) => {
    child.on('close', (code) => resolve({ code, stdout }));
  });
}
