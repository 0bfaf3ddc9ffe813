/**
 * Charts of whole systems: one for each distinct machine, with the names of the actors that run it.
 *
 * Actors of one machine would all have the same picture, so they share it: what has the same picture is drawn once, however
 * many actors and systems use it, and also when they differ in what `provide` gave them.
 */
import type { AnyStateMachine } from 'xstate';
import { chartOf, type Chart } from './chart.ts';
import { toDot } from './dot.ts';
import { toMermaid } from './mermaid.ts';
import { claim, printable } from './printable.ts';

/** What can be drawn: a machine by itself, or a system of actors. */
export type Subject =
  | { readonly kind: 'machine'; readonly machine: AnyStateMachine }
  | { readonly kind: 'system'; readonly id: string; readonly actors: Readonly<Record<string, { readonly machine: AnyStateMachine }>> };

export interface MachineChart {
  readonly chart: Chart;
  /** `system.actor`, in the order of the subjects, each once; none for a machine by itself. */
  readonly actors: readonly string[];
}

export type DiagramFormat = 'mermaid' | 'dot';

export interface Diagram {
  /** Kebab-case, unique among those made together: `cluster-node.mmd`. */
  readonly fileName: string;
  readonly text: string;
  /** The machine's id, and some of the actors that run it: `lun (csv.lun1, csv.lun2)`. */
  readonly title: string;
}

/** One chart for each distinct picture of the subjects, in order of appearance. */
export function machineCharts(subjects: readonly Subject[]): readonly MachineChart[] {
  const actorsOf = new Map<AnyStateMachine, string[]>();
  for (const [machine, actors] of subjects.flatMap(machinesOf)) actorsOf.set(machine, [...(actorsOf.get(machine) ?? []), ...actors]);
  const drawn = new Map<string, MachineChart>();
  for (const [machine, actors] of actorsOf) {
    const chart = chartOf(machine);
    const picture = JSON.stringify(chart);
    drawn.set(picture, { chart, actors: [...new Set([...(drawn.get(picture)?.actors ?? []), ...actors])] });
  }
  return [...drawn.values()];
}

/**
 * The diagrams to write for some machines and systems.
 *
 * @example diagramsOf([{ kind: 'system', ...system }], 'mermaid').map(({ fileName }) => fileName) // ['node.mmd', 'lun.mmd']
 */
export function diagramsOf(subjects: readonly Subject[], format: DiagramFormat): readonly Diagram[] {
  const taken = new Set<string>();
  const { extension, write } = formats[format];
  return machineCharts(subjects).map(({ chart, actors }) => ({
    fileName: `${claim(taken, kebab(chart.id), '-')}.${extension}`,
    text: write(chart),
    title: `${printable(chart.id)}${actors.length > 0 ? ` (${someOf(actors)})` : ''}`,
  }));
}

const formats = {
  mermaid: { extension: 'mmd', write: toMermaid },
  dot: { extension: 'dot', write: toDot },
} as const;

function machinesOf(subject: Subject): readonly (readonly [AnyStateMachine, readonly string[]])[] {
  if (subject.kind === 'machine') return [[subject.machine, []]];
  return Object.entries(subject.actors).map(([name, { machine }]) => [machine, [printable(`${subject.id}.${name}`)]]);
}

/** A machine of many systems is told from others by a few actors. */
function someOf(actors: readonly string[]): string {
  const shown = actors.length > 4 ? 3 : actors.length;
  return `${actors.slice(0, shown).join(', ')}${actors.length > shown ? ` and ${actors.length - shown} more` : ''}`;
}

function kebab(id: string): string {
  const words = id.replaceAll(/(?<=[a-z0-9])(?=[A-Z])/g, '-').toLowerCase();
  return words.replaceAll(/[^a-z0-9]+/g, '-').replaceAll(/^-|-$/g, '') || 'machine';
}
