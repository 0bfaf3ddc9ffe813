/**
 * `npm run bench`: quiesce, Spin, `@xstate/graph` and the reference explorer on the same work, in one run.
 *
 *   npm run bench -- [--json] [--quick] [--models a,b] [--tools a,b] [--repeat 5]
 *   npm run bench -- storage ...            how states are kept, by itself: storage/main.ts
 *
 * The table, or with `--json` one document `{ rows }`, goes to stdout and all else to stderr. A run of everything also writes
 * docs/performance.md. Exit code 1 when a row is an error, 2 when the command is not understood.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseCommand, type Command } from './command.ts';
import { measure, type Measured, type Plan } from './measure.ts';
import { baseline, contendersOf, models, tools, type Contender, type Tool } from './models.ts';
import { performancePage } from './performance-page.ts';
import { isTimed, peakBytes, rowOf, type Row } from './rows.ts';
import { missingPrograms } from './spin-verifier.ts';
import { tablesOf, type LeftOut } from './tables.ts';

const pagePath = join(import.meta.dirname, '../../docs/performance.md');
/** Enough for a median of memory, which varies little. */
const baselineRepeat = 3;

const tell = (line: string): void => {
  process.stderr.write(`${line}\n`);
};

/** Tools that need a program which is not there. */
function leftOutOf(command: Command): readonly LeftOut[] {
  if (missingPrograms.length === 0) return [];
  const reason = `${missingPrograms.join(' and ')} not found; try apt-get install spin gcc`;
  return command.tools.filter((tool) => tool.startsWith('spin')).map((tool) => ({ tool, reason }));
}

async function rowsOf(command: Command, present: readonly Tool[], folder: string): Promise<readonly Row[]> {
  const plan: Plan = { size: command.size, repeat: command.repeat, warmUps: command.size === 'full' ? 1 : 0, folder, tell };
  const chosen = models.filter(({ id }) => command.models.includes(id)).map((model) => ({ model, contenders: contendersOf({ ...model, tools: model.tools.filter((tool) => present.includes(tool)) }) }));
  const used = [...new Set(chosen.flatMap(({ contenders }) => contenders))];
  const empty = await measure(baseline, used, { ...plan, repeat: Math.min(baselineRepeat, command.repeat) });
  const rows: Row[] = [];
  for (const { model, contenders } of chosen) {
    const measured: ReadonlyMap<Contender, Measured> = await measure(model, contenders, plan);
    const { scope } = model.sizes[command.size];
    for (const [tool, result] of measured) rows.push(rowOf({ model: model.id, scope, tool }, result, peakBytes(empty.get(tool))));
  }
  return rows;
}

function writePage(command: Command, rows: readonly Row[], leftOut: readonly LeftOut[]): void {
  const isWhole = command.size === 'full' && command.models.length === models.length && command.tools.length === tools.length && command.repeat >= 5;
  if (isWhole && rows.every(isTimed)) writeFileSync(pagePath, performancePage(pagePath, rows, leftOut, command.repeat));
  else tell('docs/performance.md is left as it was: only a run of everything without an error, at least 5 times, writes it.');
}

async function bench(command: Command): Promise<void> {
  const leftOut = leftOutOf(command);
  for (const { tool, reason } of leftOut) tell(`${tool} is left out: ${reason}`);
  const folder = mkdtempSync(join(tmpdir(), 'quiesce-bench-'));
  try {
    const rows = await rowsOf(command, command.tools.filter((tool) => !leftOut.some((absent) => absent.tool === tool)), folder);
    process.stdout.write(command.output === 'json' ? `${JSON.stringify({ rows }, null, 2)}\n` : `${tablesOf(rows, leftOut)}\n`);
    writePage(command, rows, leftOut);
    if (!rows.every(isTimed)) process.exitCode = 1;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const args = process.argv.slice(2);
if (args[0] === 'storage') {
  await (await import('./storage/main.ts')).benchStorage(args.slice(1));
} else {
  const parsed = parseCommand(args);
  if (parsed.kind === 'run') {
    await bench(parsed.command);
  } else {
    tell(`bench: ${parsed.problem}`);
    process.exitCode = 2;
  }
}
