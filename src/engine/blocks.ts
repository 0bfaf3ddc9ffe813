/** Blocks: stimuli in rows, each of those declared one after the other for one actor. What a component enables is a list for each block. */
import type { System } from '../system/define-system.ts';
import { firstBlockColumn } from './hot-tables.ts';

/** Stimuli first to end-1, all for the actor at `place`; `column` is where its rows have the lists of the block. */
export interface Block {
  readonly place: number;
  readonly column: number;
  readonly first: number;
  readonly end: number;
}

/** In the order of the stimuli. */
export function blocksOf(system: System, places: ReadonlyMap<string, number>): readonly Block[] {
  const blocks: Block[] = [];
  const columns = new Map<number, number>();
  system.stimuli.forEach(({ to }, index) => {
    const place = places.get(to) ?? 0;
    const last = blocks.at(-1);
    if (last?.place === place) {
      blocks[blocks.length - 1] = { ...last, end: index + 1 };
      return;
    }
    const column = columns.get(place) ?? firstBlockColumn;
    columns.set(place, column + 1);
    blocks.push({ place, column, first: index, end: index + 1 });
  });
  return blocks;
}
