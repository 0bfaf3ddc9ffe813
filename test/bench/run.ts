/**
 * One run of one tool in a process of its own: `node test/bench/run.ts MODEL TOOL SIZE` prints a finding as JSON.
 *
 * Only what the tool needs is imported, because the time to start is part of what is measured.
 */
import type { AnyActorLogic } from 'xstate';
import type { Exploration, ExploreOptions } from '../../src/property/exploration.ts';
import type { Property } from '../../src/property/property.ts';
import type { System } from '../../src/system/define-system.ts';
import type { Finding } from './finding.ts';
import { baseline, models, type Task } from './models.ts';
import { peakRssBytes } from './peak-memory.ts';

type Explorer = (system: System, properties: readonly Property[], options: ExploreOptions) => Promise<Exploration>;
type Found = Omit<Finding, 'peakRssBytes'>;

/** @throws when the exploration did not finish or a claim of the model does not hold. */
async function exploring(explorer: Explorer, { system, properties }: Task, threads: Pick<ExploreOptions, 'workers'>): Promise<Found> {
  const { stopped, distinct, transitions, stutters, verdicts } = await explorer(system, properties, { keepGoing: true, ...threads });
  if (stopped !== null) throw new Error(`it stopped: ${stopped.kind}`);
  const refuted = properties.find(({ id }) => verdicts.get(id)?.kind !== 'holds' && verdicts.get(id)?.kind !== 'witnessed');
  if (refuted !== undefined) throw new Error(`${refuted.id} is ${verdicts.get(refuted.id)?.kind ?? 'not decided'}`);
  return { distinct, steps: transitions + stutters };
}

/** The states that `@xstate/graph` finds with the same stimuli. It decides no claim and no deadlock. */
async function mapping({ system }: Task): Promise<Found> {
  const { getAdjacencyMap } = await import('@xstate/graph');
  const [actor] = Object.values(system.actors);
  if (actor === undefined || Object.keys(system.actors).length > 1) throw new Error('it has not one machine, but several');
  const machine: AnyActorLogic = actor.machine;
  const nodes = Object.values(getAdjacencyMap(machine, { input: actor.input, events: system.stimuli.map(({ event }) => event), limit: Infinity }));
  return { distinct: nodes.length, steps: nodes.reduce((sum, { transitions }) => sum + Object.keys(transitions).length, 0) };
}

async function found(tool: string, task: Task): Promise<Found> {
  if (tool === 'quiesce' || tool === 'quiesce-2') return exploring((await import('../../src/engine/search.ts')).search, task, { workers: tool === 'quiesce' ? 1 : 2 });
  if (tool === 'reference') return exploring((await import('../../src/explore/explore.ts')).explore, task, {});
  if (tool === 'xstate-graph') return mapping(task);
  throw new Error(`${tool} does not run here`);
}

const [id, tool = '', size] = process.argv.slice(2);
const model = [...models, baseline].find((known) => known.id === id);
if (model === undefined || (size !== 'full' && size !== 'quick')) throw new Error(`there is no model ${id ?? ''} in size ${size ?? ''}`);
const finding: Finding = { ...(await found(tool, await model.sizes[size].task())), peakRssBytes: peakRssBytes() };
process.stdout.write(`${JSON.stringify(finding)}\n`);
