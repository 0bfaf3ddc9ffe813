/**
 * What can be explored by numbers alone: a state as fields, and the states one step away.
 *
 * A real system is expanded by the engine itself (expansion.ts), so that its numbers, and the order in which values and states
 * are met, are those of a check.
 */
import { ActorTable } from '../../../src/engine/actor-table.ts';
import { Expansion } from '../../../src/engine/expansion.ts';
import { unpack } from '../../../src/engine/layout.ts';
import { Player } from '../../../src/engine/player.ts';
import { RunMemory } from '../../../src/engine/run-memory.ts';
import { StateArena } from '../../../src/engine/state-arena.ts';
import { StepTables } from '../../../src/engine/step-tables.ts';
import type { System } from '../../../src/system/define-system.ts';
import { semanticsOf } from '../../../src/system/step.ts';

export interface StateSpace {
  readonly initial: readonly number[];
  /** How many values each field is given room for at the start. */
  readonly firstCounts: readonly number[];
  /** Shows the fields of each state that a step from `fields` leads to, in order; they hold until `visit` returns. */
  expand(fields: Int32Array, visit: (after: Int32Array) => void): void;
}

/** Room for every value that a stream can hold, so that nothing is laid out anew here. */
const valuesMax = 1 << 16;

/** As the engine's search begins: room for four components of each actor, and for what is left of each budget. */
export function spaceOf(system: System): StateSpace {
  const semantics = semanticsOf(system);
  const actors = semantics.machines.map((machine) => new ActorTable(machine));
  const { locals, timers, budgets } = semantics.start().state;
  const budgetCounts = budgets.map((left) => left + 1);
  const arena = new StateArena([...actors.map(() => valuesMax), ...budgetCounts]);
  const tables = new StepTables(system, actors, (place, component) => {
    if (component >= valuesMax) throw new RangeError(`actor ${place} has more local states than fit 16 bits`);
  });
  const player = new Player(tables, budgets.length, arena.layout);
  const expansion = new Expansion(tables, arena, player, new RunMemory(tables, player.fields.length, arena.layout));
  // Every candidate is wanted, also one that leads where another led a moment ago.
  expansion.isRecording = true;
  locals.forEach((local, place) => {
    const table = tables.actor(place);
    tables.admit(place, table.intern(local, timers.filter(({ from }) => from === table.machine.name), { kind: 'start' }));
  });
  const after = new Int32Array(player.fields.length);
  return {
    initial: [...actors.map(() => 0), ...budgets],
    firstCounts: [...actors.map(() => 4), ...budgetCounts],
    expand: (fields, visit) => {
      // The state stands alone in the arena.
      arena.size = 0;
      arena.appendFields(fields, -1);
      expansion.expand(0, 1);
      const { count, words, failure } = expansion.candidates;
      if (failure !== null) throw failure.error;
      for (let i = 0; i < count; i += 1) {
        unpack(arena.layout, words, i * arena.layout.words, after);
        visit(after);
      }
    },
  };
}
