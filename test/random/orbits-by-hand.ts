/**
 * The orbits of a system counted by hand: every reachable state, its text under every renaming, and how many differ.
 *
 * It shares nothing with what it is compared with: texts with names changed are written here in one go, and a state is
 * known by live snapshots of the reference semantics.
 */
import type { System } from '../../src/system/define-system.ts';
import { semanticsOf, type SystemState } from '../../src/system/step.ts';

/** Null when there are more states than `statesMax`. */
export function orbitsByHand(system: System, statesMax: number): { readonly states: number; readonly orbits: number } | null {
  const semantics = semanticsOf(system);
  const start = semantics.start().state;
  const met = new Map([[start.key, start]]);
  const frontier = [start];
  for (let state = frontier.shift(); state !== undefined; state = frontier.shift()) {
    for (const label of semantics.enabled(state)) {
      const { after } = semantics.take(state, label);
      if (met.has(after.key)) continue;
      met.set(after.key, after);
      frontier.push(after);
    }
    if (met.size > statesMax) return null;
  }
  const renamings = renamingsBySeats(system.interchangeable);
  const orbits = new Set([...met.values()].map((state) => leastText(system, state, renamings)));
  return { states: met.size, orbits: orbits.size };
}

function leastText({ actorNames }: System, { locals, timers, budgets }: SystemState, renamings: readonly ((name: string) => string)[]): string {
  const texts = renamings.map((name) => {
    const actors = locals.map(({ snapshot }, place) => `${name(actorNames[place] ?? '')} is ${JSON.stringify(snapshot.value)} ${snapshot.status} ${written(snapshot.context, name)} ${written(snapshot.output, name)}`);
    const pending = timers.map(({ from, to, sendId, event, delayMs, leftMs, orphan }) => written([from, to, sendId, event, delayMs, leftMs, orphan], name));
    return [...actors.toSorted(), ...pending.toSorted(), ...budgets].join('\n');
  });
  return texts.toSorted()[0] ?? '';
}

function written(value: unknown, name: (text: string) => string): string {
  if (typeof value === 'string') return `'${name(value)}'`;
  if (typeof value !== 'object' || value === null) return String(value);
  if (Array.isArray(value)) return `(${value.map((member) => written(member, name)).join(' ')})`;
  if (value instanceof Set) return `<${[...value].map((member) => written(member, name)).toSorted().join(' ')}>`;
  return `[${Object.entries(value).map(([key, member]) => `${name(key)}=${written(member, name)}`).toSorted().join(' ')}]`;
}

/** Every way to seat the blocks of all groups, one group after the other, as a function of names. */
function renamingsBySeats(groups: System['interchangeable']): readonly ((name: string) => string)[] {
  return groups.reduce<readonly ((name: string) => string)[]>((before, group) => {
    const blocks = group.map((block) => [block].flat());
    const tables = seatings([...blocks.keys()]).map((seats) => Object.fromEntries(blocks.flatMap((block, i) => block.map((name, role) => [name, blocks[seats[i] ?? i]?.[role] ?? name]))));
    return before.flatMap((first) => tables.map((table) => (name: string) => table[first(name)] ?? first(name)));
  }, [(name) => name]);
}

function seatings(seats: readonly number[]): readonly (readonly number[])[] {
  return seats.length === 0 ? [[]] : seats.flatMap((seat) => seatings(seats.filter((other) => other !== seat)).map((rest) => [seat, ...rest]));
}
