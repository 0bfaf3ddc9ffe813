/** What the stores are shown: real models, as the main benchmark runs them, and spaces so wide that packing needs many words. */
import { models as benchModels, type SizeName } from '../models.ts';
import { spaceOf, type StateSpace } from './state-space.ts';
import { hosts, views } from './synthetic.ts';

export interface Size {
  /** In words, for the table. */
  readonly scope: string;
  /** The known answer. */
  readonly states: number;
  readonly space: () => Promise<StateSpace>;
}

export interface StoredModel {
  readonly id: string;
  readonly sizes: Readonly<Record<SizeName, Size>>;
}

const real = ['two-phase-commit', 'philosophers', 'single-mounter', 'quick-migration', 'lun-per-vm'];

const realModels = benchModels.filter(({ id }) => real.includes(id)).map(({ id, sizes }): StoredModel => {
  const sizeOf = (name: SizeName): Size => {
    const { scope, states, task } = sizes[name];
    return { scope, states, space: async () => spaceOf((await task()).system) };
  };
  return { id, sizes: { full: sizeOf('full'), quick: sizeOf('quick') } };
});

const ring = (count: number, items: number, statuses: number): Size => ({
  scope: `${count} hosts, ${items} items, ${statuses} ${statuses === 1 ? 'status' : 'statuses'}`,
  states: (count * statuses) ** items,
  space: () => Promise.resolve(hosts(count, items, statuses)),
});

const seeing = (switches: number, watchers: number, seen: number): Size => ({
  scope: `${switches} switches, ${watchers} watchers of ${seen}`,
  states: 2 ** switches,
  space: () => Promise.resolve(views(switches, watchers, seen)),
});

export const storedModels: readonly StoredModel[] = [
  ...realModels,
  { id: 'hosts', sizes: { full: ring(32, 4, 1), quick: ring(7, 3, 1) } },
  { id: 'busy-hosts', sizes: { full: ring(32, 3, 3), quick: ring(5, 2, 3) } },
  { id: 'busiest-hosts', sizes: { full: ring(40, 2, 15), quick: ring(5, 1, 15) } },
  { id: 'views', sizes: { full: seeing(18, 32, 6), quick: seeing(8, 12, 4) } },
];
