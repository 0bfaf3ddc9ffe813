/** What the stores are shown: real models, as the main benchmark runs them, and spaces so wide that packing needs many words. */
import { models as benchModels, type SizeName } from '../models.ts';
import { spaceOf, type StateSpace } from './state-space.ts';
import { hosts, network, views } from './synthetic.ts';

export interface Size {
  /** In words, for the table. */
  readonly scope: string;
  /** The known answer; null where the exploration is cut off at `statesMax`. */
  readonly states: number | null;
  readonly statesMax: number;
  readonly space: () => Promise<StateSpace>;
}

export interface StoredModel {
  readonly id: string;
  readonly sizes: Readonly<Record<SizeName, Size>>;
}

/** A model of the main benchmark, in its sizes. */
function shared(id: string): StoredModel {
  const model = benchModels.find((known) => known.id === id);
  if (model === undefined) throw new RangeError(`there is no model ${id}`);
  const sizeOf = (name: SizeName): Size => {
    const { scope, states, task } = model.sizes[name];
    return { scope, states, statesMax: Infinity, space: async () => spaceOf((await task()).system) };
  };
  return { id, sizes: { full: sizeOf('full'), quick: sizeOf('quick') } };
}

function philosophers(count: number, states: number): Size {
  return {
    scope: `${count} philosophers that eat`,
    states,
    statesMax: Infinity,
    space: async () => spaceOf((await import('../../known-answers/philosophers.ts')).philosophers('eating', count)),
  };
}

const closed = (scope: string, states: number, space: () => StateSpace): Size => ({ scope, states, statesMax: Infinity, space: () => Promise.resolve(space()) });

function ring(count: number, items: number, statuses: number): Size {
  return closed(`${count} hosts, ${items} items, ${statuses === 1 ? '1 status' : `${statuses} statuses`}`, (count * statuses) ** items, () => hosts(count, items, statuses));
}

const seeing = (switches: number, watchers: number, seen: number): Size => closed(`${switches} switches, ${watchers} watchers of ${seen}`, 2 ** switches, () => views(switches, watchers, seen));

function prefix(actors: number, bits: number, statesMax: number): Size {
  return { scope: `${actors} actors of ${2 ** bits} local states, a prefix`, states: null, statesMax, space: () => Promise.resolve(network(actors, bits)) };
}

export const storedModels: readonly StoredModel[] = [
  shared('small-two-phase-commit'),
  shared('two-phase-commit'),
  { id: 'philosophers-12', sizes: { full: philosophers(12, 172_928), quick: philosophers(3, 20) } },
  { id: 'philosophers-13', sizes: { full: philosophers(13, 472_448), quick: philosophers(4, 56) } },
  shared('philosophers'),
  shared('small-single-mounter'),
  shared('single-mounter'),
  shared('quick-migration'),
  shared('lun-per-vm'),
  { id: 'hosts-12', sizes: { full: ring(12, 5, 1), quick: ring(5, 3, 1) } },
  { id: 'hosts-24', sizes: { full: ring(24, 4, 1), quick: ring(6, 3, 1) } },
  { id: 'hosts-32', sizes: { full: ring(32, 4, 1), quick: ring(7, 3, 1) } },
  { id: 'hosts-32-busy', sizes: { full: ring(32, 3, 3), quick: ring(5, 2, 3) } },
  { id: 'hosts-40-many', sizes: { full: ring(40, 2, 15), quick: ring(5, 1, 15) } },
  { id: 'views', sizes: { full: seeing(18, 32, 6), quick: seeing(8, 12, 4) } },
  { id: 'network', sizes: { full: prefix(32, 8, 1_000_000), quick: prefix(8, 4, 500) } },
];
