/**
 * Builds the package: `src`, `machines` and `properties` as JavaScript and declarations under `dist`.
 *
 * The package ships compiled files because Node refuses to strip types below `node_modules`. `dist` is emptied first,
 * so that a file deleted here is not published from an older build.
 */
import { spawnSync } from 'node:child_process';
import { chmodSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = import.meta.dirname;
const compiler = join(fileURLToPath(import.meta.resolve('typescript/package.json')), '..', 'bin', 'tsc');
const commandLine = join(root, 'dist', 'src', 'cli', 'main.js');

rmSync(join(root, 'dist'), { recursive: true, force: true });

const { status } = spawnSync(process.execPath, [compiler, '--project', join(root, 'tsconfig.build.json')], { stdio: 'inherit' });
if (status !== 0) process.exit(1);

if (!readFileSync(commandLine, 'utf8').startsWith('#!/usr/bin/env node\n')) {
  throw new Error('src/cli/main.ts does not start with "#!/usr/bin/env node", so a shell could not run the installed `quiesce`.');
}
chmodSync(commandLine, 0o755);
