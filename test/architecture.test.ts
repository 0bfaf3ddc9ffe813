/** Design section "Shape", enforced: first the rules on small fixtures, then this repository. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import {
  escapeProblems,
  importProblems,
  importsOf,
  lineCount,
  median,
  nameProblems,
  sizeProblems,
  undocumentedFolders,
  type SourceFile,
} from './architecture-rules.ts';

const root = join(import.meta.dirname, '..');
const read = (path: string): string => readFileSync(join(root, path), 'utf8');

function filesUnder(folder: string): readonly SourceFile[] {
  if (!existsSync(join(root, folder))) return [];
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .map((path) => join(folder, path).replaceAll('\\', '/'))
    .filter((path) => /\.tsx?$/.test(path))
    .map((path) => ({ path, text: read(path) }));
}

const rootFiles = readdirSync(root).filter((path) => path.endsWith('.ts')).map((path) => ({ path, text: read(path) }));
const files = [...['src', 'machines', 'properties', 'test'].flatMap(filesUnder), ...rootFiles];
const manifest = JSON.parse(read('package.json')) as { readonly dependencies: Readonly<Record<string, string>> };
const dependencies = Object.keys(manifest.dependencies);

/** A line that imports, written so that this file itself holds no such line. */
const importing = (specifier: string, what = '{ a }'): string => `import ${what} from '${specifier}';\n`;
const problemsOf = (path: string, text: string): readonly string[] => importProblems({ path, text }, ['xstate', 'fast-check']);

describe('this repository', () => {
  test('imports point the allowed way', () => {
    expect(files.flatMap((file) => importProblems(file, dependencies))).toEqual([]);
  });

  test('no file is over 400 lines, and one over 250 says why', () => {
    expect(files.flatMap(sizeProblems)).toEqual([]);
  });

  test('the median file of src has at most 160 lines', () => {
    expect(median(filesUnder('src').map(({ text }) => lineCount(text)))).toBeLessThanOrEqual(160);
  });

  test('every file is kebab-case and named for what it holds', () => {
    expect(files.flatMap(nameProblems)).toEqual([]);
  });

  test('no tool is silenced without a reason', () => {
    expect(files.flatMap(escapeProblems)).toEqual([]);
  });

  test.runIf(existsSync(join(root, 'docs/architecture.md')))('docs/architecture.md names every folder of src', () => {
    expect(undocumentedFolders(files, read('docs/architecture.md'))).toEqual([]);
  });

  test('the files were found', () => {
    expect(files.map(({ path }) => path)).toEqual(expect.arrayContaining(['build.ts', 'test/architecture.test.ts', 'src/system/local-step.ts']));
  });
});

describe('imports', () => {
  test('every form of import is found, and type imports are told apart', () => {
    const text = [
      importing('a'),
      importing('b', '* as b'),
      importing('c', 'c, { d }'),
      importing('e', 'type { E }'),
      importing('f', '{\n  type F,\n  g,\n}'),
      importing('./h.ts').replace('import', 'export'),
      importing('./i.ts', 'type { I }').replace('import', 'export'),
      importing('./j.ts', '*').replace('import', 'export'),
      'import "k";\nexport const l = "not an import";\n * import { m } from "m";\nconst n = await import("n");\n',
    ].join('');
    const found = importsOf(text).map(({ specifier, atRunTime }) => `${specifier}${atRunTime ? '' : ' (type)'}`);
    expect(found).toEqual(['a', 'b', 'c', 'e (type)', 'f', './h.ts', './i.ts (type)', './j.ts', 'k', 'n']);
  });

  test.each([
    ['machines/lun.ts', './vocabulary.ts'],
    ['machines/lun.ts', 'xstate'],
    ['machines/systems/failover.ts', '../../src/index.ts'],
    ['machines/defects/lun-forgets.ts', '../../src/index.ts'],
    ['properties/suites.ts', '../src/index.ts'],
    ['properties/invariants/one-node.ts', '../../machines/vocabulary.ts'],
    ['properties/invariants/one-node.property.test.ts', '@fast-check/vitest'],
    ['src/system/local-step.ts', 'xstate'],
    ['src/system/watched-machine.ts', 'xstate'],
    ['src/channels/fifo-channel.ts', 'xstate'],
    ['src/trace/replay.ts', '../property/verdict.ts'],
    ['src/explore/explore.ts', '../trace/trace.ts'],
    ['src/engine/search.ts', '../checkpoint/keeper.ts'],
    ['src/checkpoint/identity.ts', '../trace/fingerprint.ts'],
    ['src/report/text.ts', '../walk/walk.ts'],
    ['src/report/precopy-text.ts', '../precopy/predict.ts'],
    ['src/conform/figures.ts', '../precopy/predict.ts'],
    ['src/conform/possible-states.ts', '../system/step.ts'],
    ['src/index.ts', './precopy/predict.ts'],
    ['src/cli/main.ts', '../report/text.ts'],
    ['src/cli/main.ts', 'node:util'],
    ['src/index.ts', './channels/fifo-channel.ts'],
    ['test/explore/explore.test.ts', '../../machines/lun.ts'],
  ])('%s may import %s', (path, specifier) => {
    expect(problemsOf(path, importing(specifier))).toEqual([]);
  });

  test.each([
    ['machines/lun.ts', '../src/index.ts', 'a machine imports xstate and machines; systems and defects also src/index.ts'],
    ['machines/systems/failover.ts', '../../src/system/step.ts', 'a machine imports xstate and machines; systems and defects also src/index.ts'],
    ['machines/lun.ts', '../properties/suites.ts', 'a machine imports xstate and machines; systems and defects also src/index.ts'],
    ['machines/lun.ts', 'fast-check', 'a machine imports no package but xstate'],
    ['properties/suites.ts', '../src/explore/explore.ts', 'a property imports src/index.ts and machines'],
    ['properties/suites.ts', 'xstate', 'a property imports no package, but types of xstate'],
    ['properties/a.property.test.ts', 'xstate', 'a property test imports no package but vitest, fast-check, @fast-check/vitest'],
    ['src/system/step.ts', '../trace/trace.ts', 'src/system may import no other folder'],
    ['src/system/step.ts', '../channels/fifo-channel.ts', 'src/system may import no other folder'],
    ['src/channels/fifo-channel.ts', '../trace/trace.ts', 'src/channels may import system'],
    ['src/channels/fifo-channel.ts', 'node:util', 'a channel imports no package but xstate'],
    ['src/property/verdict.ts', '../trace/trace.ts', 'src/property may import system'],
    ['src/explore/explore.ts', '../walk/walk.ts', 'src/explore may import trace, property, system'],
    ['src/explore/explore.ts', '../checkpoint/keeper.ts', 'src/explore may import trace, property, system'],
    ['src/engine/engine.ts', '../report/text.ts', 'src/engine may import checkpoint, time, trace, property, system'],
    ['src/checkpoint/store.ts', '../engine/search.ts', 'src/checkpoint may import trace, property, system'],
    ['src/diagram/svg.ts', '../cli/main.ts', 'src/diagram may import check, explore, engine, walk, mutate, checkpoint, trace, property, system'],
    ['src/precopy/predict.ts', '../system/step.ts', 'src/precopy may import no other folder'],
    ['src/diagram/svg.ts', '../precopy/predict.ts', 'src/diagram may import check, explore, engine, walk, mutate, checkpoint, trace, property, system'],
    ['src/index.ts', './cli/main.ts', 'src/index.ts may import channels, report, diagram, check, explore, engine, walk, mutate, checkpoint, trace, property, system, conform, precopy'],
    ['src/explore/explore.ts', '../index.ts', 'src/explore may import trace, property, system'],
    ['src/cli/main.ts', '../../properties/suites.ts', 'src imports nothing outside src'],
    ['src/walk/walk.ts', '../../machines/lun.ts', 'src imports nothing outside src'],
    ['src/misc/thing.ts', '../system/step.ts', 'src/misc has no place in the layers; give it one in test/architecture-rules.ts'],
    ['src/system/step.ts', './local-step.js', 'a relative import names a .ts file'],
    ['src/walk/walk.ts', 'vitest', 'it is not among the dependencies in package.json'],
    ['src/walk/walk.ts', 'xstate', 'only local-step.ts, watched-machine.ts, live-actors.ts and channels call XState; use import type'],
    ['src/walk/walk.ts', 'xstate/graph', 'only local-step.ts, watched-machine.ts, live-actors.ts and channels call XState; use import type'],
  ])('%s may not import %s', (path, specifier, problem) => {
    expect(problemsOf(path, importing(specifier))).toEqual([`${path} imports ${specifier}: ${problem}`]);
  });

  test('XState types may be imported anywhere in src', () => {
    expect(problemsOf('src/walk/walk.ts', importing('xstate', 'type { EventObject }'))).toEqual([]);
  });

  test('a type import that keeps its module counts as calling XState', () => {
    expect(problemsOf('src/walk/walk.ts', importing('xstate', '{ type EventObject }'))).toHaveLength(1);
  });
});

describe('sizes', () => {
  const lines = (count: number, header = ''): SourceFile => ({ path: 'src/a.ts', text: header + '\n'.repeat(count - lineCount(header)) });

  test('400 lines with a reason pass and 401 do not', () => {
    const header = '/**\n * A.\n *\n * Longer than 250\n * lines because B.\n */\n';
    expect(sizeProblems(lines(400, header))).toEqual([]);
    expect(sizeProblems(lines(401, header))).toEqual(['src/a.ts has 401 lines, more than 400']);
  });

  test('251 lines need a reason in the header, not elsewhere', () => {
    const problem = ['src/a.ts has 251 lines; its header must say "Longer than 250 lines because ..."'];
    expect(sizeProblems(lines(250))).toEqual([]);
    expect(sizeProblems(lines(251))).toEqual(problem);
    expect(sizeProblems(lines(251, 'export const a = 1;\n// Longer than 250 lines because B.\n'))).toEqual(problem);
  });

  test('a median of an even number of files lies between the two in the middle', () => {
    expect([median([]), median([5, 1, 9]), median([10, 1, 4, 2])]).toEqual([0, 5, 3]);
  });
});

describe('names and escapes', () => {
  const namedBadly = (path: string): readonly string[] => nameProblems({ path, text: '' });
  const escapes = (path: string, text: string): readonly string[] => escapeProblems({ path, text });

  test('only kebab-case names that say something pass', () => {
    expect(['src/walk/swarm-walk.ts', 'test/a.long.test.ts', 'vitest.long.config.ts', 'src/web/page.tsx'].flatMap(namedBadly)).toEqual([]);
    expect(namedBadly('src/walk/swarmWalk.ts')).toEqual(['src/walk/swarmWalk.ts: "swarmWalk" is not kebab-case']);
    expect(namedBadly('src/Walk/swarm.ts')).toEqual(['src/Walk/swarm.ts: "Walk" is not kebab-case']);
    expect(namedBadly('src/walk/utils.ts')).toEqual(['src/walk/utils.ts: "utils" says nothing; name the thing']);
    expect(namedBadly('src/common/trace.ts')).toEqual(['src/common/trace.ts: "common" says nothing; name the thing']);
  });

  test.each([
    ['@ts-ignore', '// @ts-ignore'],
    ['@ts-expect-error', '// @ts-expect-error'],
    ['@ts-nocheck', '// @ts-nocheck'],
    ['oxlint-disable-next-line', '// oxlint-disable-next-line no-any'],
    ['eslint-disable', '/* eslint-disable */'],
  ])('%s needs a reason outside test', (directive, line) => {
    expect(escapes('src/a.ts', `const a = 1;\n${line}\n`)).toEqual([`src/a.ts:2 has ${directive} without a reason`]);
    expect(escapes('test/a.ts', line)).toEqual([]);
  });

  test('a reason after the directive is enough', () => {
    expect(escapes('src/a.ts', '// @ts-expect-error XState types this as never\n// oxlint-disable-next-line no-any -- XState ends here\n')).toEqual([]);
  });

  test('a folder of src that the architecture page leaves out is named', () => {
    const tree = ['src/walk/walk.ts', 'src/explore/explore.ts', 'src/index.ts'].map((path) => ({ path, text: '' }));
    expect(undocumentedFolders(tree, 'The `src/walk/` folder; web-explore/ is another.')).toEqual(['explore']);
    expect(undocumentedFolders(tree, '  walk/     random\n  explore/  all')).toEqual([]);
  });
});
