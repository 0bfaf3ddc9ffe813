/** The set of states that a system may be in, against a search for one run that looks so. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createMachine } from 'xstate';
import type { MigrationStatus } from '../../src/conform/migration-info.ts';
import { PossibleStates } from '../../src/conform/possible-states.ts';
import type { QmpReading } from '../../src/conform/qmp-reading.ts';
import { defineSystem } from '../../src/system/define-system.ts';

/** A machine of six modes, each looking like one of three statuses; `hidden` and `commands` lead from a mode to others. */
interface Graph {
  readonly looks: readonly MigrationStatus[];
  readonly hidden: readonly (readonly number[])[];
  readonly commands: readonly (readonly number[])[];
}

type Line = { readonly kind: 'looks'; readonly status: MigrationStatus } | { readonly kind: 'command' };

const size = 6;
const someStatuses = ['setup', 'active', 'completed'] as const;
const edges = fc.array(fc.array(fc.integer({ min: 0, max: size - 1 }), { maxLength: 2, size: 'max' }), { minLength: size, maxLength: size });
const graphs: fc.Arbitrary<Graph> = fc.record({ looks: fc.array(fc.constantFrom(...someStatuses), { minLength: size, maxLength: size }), hidden: edges, commands: edges });
const lines: fc.Arbitrary<readonly Line[]> = fc.array(fc.oneof(fc.record({ kind: fc.constant('looks' as const), status: fc.constantFrom(...someStatuses) }), fc.record({ kind: fc.constant('command' as const) })), { maxLength: 6 });

function readingOf({ looks, hidden, commands }: Graph): QmpReading {
  const on = (mode: number): Record<string, string> => ({
    ...Object.fromEntries((hidden[mode] ?? []).map((to, i) => [`GO_${i}`, `m${to}`])),
    ...Object.fromEntries((commands[mode] ?? []).map((to, i) => [`STOP_${i}`, `m${to}`])),
  });
  const machine = createMachine({ id: 'graph', initial: 'm0', states: Object.fromEntries(looks.map((_, mode) => [`m${mode}`, { on: on(mode) }])) });
  const stimuli = ['GO_0', 'GO_1', 'STOP_0', 'STOP_1'].map((type) => ({ to: 'it' as const, event: { type } }));
  const system = defineSystem({ id: 'graph', actors: { it: { machine } }, stimuli });
  return {
    system: () => system,
    pass: () => null,
    view: ({ actors }) => {
      const status = looks[Number(String(actors['it']?.value).slice(1))];
      return status === undefined ? null : { answers: [{ status, syncs: null }], vm: 'running' };
    },
    command: ({ type }) => (type.startsWith('STOP') ? 'stop' : null),
    matters: () => true,
  };
}

/** Which line is the first that no run gives, or null: by trying every run, each line from one mode at a time. */
function firstRefused(graph: Graph, log: readonly Line[]): number | null {
  let furthest = 0;
  const tried = new Set<string>();
  const goesOn = (mode: number, at: number): boolean => {
    const key = `${mode} ${at}`;
    if (tried.has(key)) return false;
    tried.add(key);
    furthest = Math.max(furthest, at);
    const line = log[at];
    if (line === undefined) return true;
    if (line.kind === 'looks' && graph.looks[mode] === line.status && goesOn(mode, at + 1)) return true;
    if (line.kind === 'command' && (graph.commands[mode] ?? []).some((to) => goesOn(to, at + 1))) return true;
    return (graph.hidden[mode] ?? []).some((to) => goesOn(to, at));
  };
  return goesOn(0, 0) ? null : furthest;
}

function firstNotMet(reading: QmpReading, log: readonly Line[]): number | null {
  const possible = new PossibleStates(reading, { passes: 0, migrations: 1, commands: 1 }, 100);
  for (const [at, line] of log.entries()) {
    const met = line.kind === 'command' ? possible.take('stop', 0, 'needed', () => true) : possible.see(({ answers }) => answers.some(({ status }) => status === line.status), 0);
    if (met !== 'met') return at;
  }
  return null;
}

test('a log is met to its end exactly if some run looks so, and else up to the line that no run gives', () => {
  fc.assert(
    fc.property(graphs, lines, (graph, log) => {
      expect(firstNotMet(readingOf(graph), log)).toBe(firstRefused(graph, log));
    }),
    { numRuns: 150, seed: 9 },
  );
});

const chain: Graph = { looks: ['setup', 'active', 'active', 'completed', 'failed', 'none'], hidden: [[1], [2], [3], [], [], []], commands: [[], [4], [], [], [], []] };

test('what can be seen next is what the states look like that can be reached without a command', () => {
  const possible = new PossibleStates(readingOf(chain), { passes: 0, migrations: 1, commands: 1 }, 100);
  expect(possible.next(0).map(({ answers }) => answers[0]?.status)).toEqual(['setup', 'active', 'active', 'completed']);
});

test('a command that is not needed leaves those where they are that have no such step', () => {
  const possible = new PossibleStates(readingOf(chain), { passes: 0, migrations: 1, commands: 1 }, 100);
  expect(possible.take('stop', 0, 'not-needed', () => true)).toBe('met');
  expect(possible.next(0).map(({ answers }) => answers[0]?.status)).toEqual(['setup', 'failed', 'active', 'completed', 'active']);
});

test('a search that would go beyond its limit is cut off, and what was found before it counts', () => {
  const seeing = (status: MigrationStatus): string => new PossibleStates(readingOf(chain), { passes: 0, migrations: 1, commands: 1 }, 2).see(({ answers }) => answers[0]?.status === status, 0);
  expect([seeing('active'), seeing('completed')]).toEqual(['met', 'cut-off']);
});
