/**
 * What can be explored by numbers alone: a state as fields, and the states one step away.
 *
 * A real system is explored by the engine's own tables, so that its numbers, and the order in which values and states are met,
 * are those of a check.
 */
import { ActorTable } from '../../../src/engine/actor-table.ts';
import { Probe } from '../../../src/engine/probe.ts';
import type { System } from '../../../src/system/define-system.ts';
import { semanticsOf } from '../../../src/system/step.ts';

export interface StateSpace {
  readonly initial: readonly number[];
  /** How many values each field is given room for at the start. */
  readonly firstCounts: readonly number[];
  /** Shows the fields of each state that a step from `fields` leads to, in order; they hold until `visit` returns. */
  expand(fields: Int32Array, visit: (after: Int32Array) => void): void;
}

/** As the engine's search begins: a component for each actor, with room for four, then what is left of each budget. */
export function spaceOf(system: System): StateSpace {
  const semantics = semanticsOf(system);
  const tables = semantics.machines.map((machine) => new ActorTable(machine));
  const probe = new Probe(system, tables);
  const { locals, timers, budgets } = semantics.start().state;
  const components = tables.map((table, place) => {
    const local = locals[place];
    if (local === undefined) throw new RangeError(`no actor ${place}`);
    return table.intern(local, timers.filter(({ from }) => from === table.machine.name), { kind: 'start' });
  });
  return {
    initial: [...components, ...budgets],
    firstCounts: [...tables.map(() => 4), ...budgets.map((left) => left + 1)],
    expand: (fields, visit) => {
      probe.steps.fields.set(fields);
      probe.labels((after) => {
        visit(after);
        return false;
      });
    },
  };
}
