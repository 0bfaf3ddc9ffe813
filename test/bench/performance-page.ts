/**
 * docs/performance.md: what the last whole run measured. What people write below the end mark is kept.
 */
import { existsSync, readFileSync } from 'node:fs';
import { availableParallelism, totalmem } from 'node:os';
import type { Row } from './rows.ts';
import { tablesOf, type LeftOut } from './tables.ts';

const endMark = '<!-- Everything above is written by npm run bench. -->';

export function performancePage(path: string, rows: readonly Row[], leftOut: readonly LeftOut[], repeat: number): string {
  const before = existsSync(path) ? readFileSync(path, 'utf8') : '';
  const end = before.indexOf(endMark);
  return `${generated(rows, leftOut, repeat)}\n${endMark}\n${end < 0 ? '' : before.slice(end + endMark.length + 1)}`;
}

function generated(rows: readonly Row[], leftOut: readonly LeftOut[], repeat: number): string {
  return `# Performance

Measured by \`npm run bench\` on a machine with ${availableParallelism()} cores and ${Math.round(totalmem() / 2 ** 30)} GiB of memory, Node ${process.versions.node}. Medians of
${repeat} runs after one warm-up; the runs of the tools alternate. A time is that of a whole process, start-up included for every
tool and the compilation of C for none. Every run found the known number of states, or its row says what went wrong.

${tablesOf(rows, leftOut)}

- **quiesce** and **reference** explore breadth first, store states exactly, keep what a counterexample needs, and decide the
  model's invariants and what is claimed of every system. Both, and \`@xstate/graph\`, are run with
  Node's compile cache warm, as the command line runs: no run compiles TypeScript. \`workers\` is the number
  of threads.
- **spin-dfs** and **spin-bfs** are Spin's exhaustive searches of the flat Promela texts in \`test/known-answers/promela\`, which
  assert the same invariants: \`-O2 -DSAFETY -DNOREDUCE -DMEMLIM=16000\`, run with \`-c0 -m5000000 -w24\`.
- **xstate-graph** is \`getAdjacencyMap\` of \`@xstate/graph\` with the same events. It checks no claim.
- **steps** are those a tool takes. Spin does not take a step that its guard disables; an XState system takes a stimulus that a
  machine answers by going nowhere (a fork refused), and counts it as a stutter. So compare seconds and states first.
- **bytes/state** is the peak of resident memory, less that of the same tool on a model of one state, over the number of
  states. It so includes the heap of Node and what its collector has not yet taken back.
- The reference explorer needs minutes for the large models, so the \`small-\` ones give the two explorers the same work.
`;
}
