/**
 * What was exercised: stimuli enabled, transitions taken, and for each transition never taken the reason.
 *
 * The reasons call for different repairs: a guard that is always false is a wrong guard, an event that is never
 * sent is a missing sender, a mode that is never reached is a missing way in.
 */
import type { AnyMachineSnapshot, AnyStateMachine, AnyStateNode } from 'xstate';
import type { System } from '../system/define-system.ts';
import type { LocalState, LocalStep } from '../system/local-step.ts';
import type { Delivery } from '../system/run-to-completion.ts';
import { BlockTally } from './block-tally.ts';
import { modePath, modesOf, transitionIndexOf, type TransitionInfo } from '../system/transition-index.ts';

export type NeverTakenReason =
  | { readonly kind: 'source-unreachable' }
  | { readonly kind: 'event-never-sent' }
  | { readonly kind: 'guard-false'; readonly visits: number }
  /** The event came, but a deeper or an earlier transition took it every time. */
  | { readonly kind: 'overridden'; readonly visits: number };

export interface NeverTaken {
  readonly machine: string;
  readonly transition: string;
  readonly reason: NeverTakenReason;
}

export interface Coverage {
  /** Explicit "nothing" transitions are declarations, not behaviour, and are not counted. */
  readonly transitions: { readonly taken: number; readonly total: number };
  readonly modes: { readonly visited: number; readonly total: number };
  readonly neverTaken: readonly NeverTaken[];
  /** Indices into the system's stimuli that no visited state enabled. */
  readonly stimuliNeverEnabled: readonly number[];
}

/** Collects while an exploration or a walk goes on. */
export interface CoverageCollector {
  /** `times`: how often they were delivered. Default: once. */
  readonly delivered: (deliveries: readonly Delivery[], times?: number) => void;
  /** The same of a step of an actor's table, from a local state. */
  readonly stepped: (actor: string, before: LocalState, eventType: string, step: LocalStep, times: number) => void;
  readonly stimulusEnabled: (index: number) => void;
  readonly result: () => Coverage;
}

interface MachineRecord {
  readonly machine: AnyStateMachine;
  readonly infos: ReadonlyMap<string, TransitionInfo>;
  readonly taken: Set<string>;
  readonly modes: Set<string>;
  /** Mode path, then event type: how often the event was handled while the mode was active, and by whom. */
  readonly handled: Map<string, Map<string, { visits: number; readonly by: Set<string> }>>;
  readonly modesOfSnapshot: WeakMap<AnyMachineSnapshot, readonly string[]>;
}

interface Heard {
  readonly delivery: Delivery;
  times: number;
}

/** A collector for a system; actors that share a machine share its coverage. */
export function collectCoverage(system: System): CoverageCollector {
  const records = new Map<AnyStateMachine, MachineRecord>();
  const recordOf = new Map<string, MachineRecord>();
  for (const name of system.actorNames) {
    const machine = system.actors[name]?.machine;
    if (machine === undefined) continue;
    const infos = new Map([...transitionIndexOf(machine).values()].map((info) => [info.id, info]));
    const record = records.get(machine) ?? { machine, infos, taken: new Set(), modes: new Set(), handled: new Map(), modesOfSnapshot: new WeakMap() };
    records.set(machine, record);
    recordOf.set(name, record);
  }
  const enabled = new Set<number>();
  // A local step is looked into once, however often it is taken: its list of transitions is one object, which only steps
  // with the same event and the same effect on modes share, and a list of active modes belongs to few states.
  const heard = new Map<readonly string[], Map<readonly AnyStateNode[], Heard>>();
  const tallies = new Map<string, BlockTally>();
  return {
    delivered: (deliveries, times = 1) => {
      for (const delivery of deliveries) {
        if (delivery.reception === 'stopped') continue;
        const alike = heard.get(delivery.taken) ?? new Map<readonly AnyStateNode[], Heard>();
        heard.set(delivery.taken, alike);
        const known = alike.get(delivery.before._nodes);
        if (known === undefined) alike.set(delivery.before._nodes, { delivery, times });
        else known.times += times;
      }
    },
    stepped: (actor, before, eventType, step, times) => {
      const tally = tallies.get(actor) ?? new BlockTally();
      tallies.set(actor, tally);
      tally.add(before, eventType, step, times);
      const record = recordOf.get(actor);
      if (record !== undefined && step.taken.length > 0) noteTaken(record, () => before.snapshot, eventType, step.taken, times);
    },
    stimulusEnabled: (index) => enabled.add(index),
    result: () => {
      for (const alike of heard.values()) {
        for (const { delivery, times } of alike.values()) {
          const record = recordOf.get(delivery.to);
          if (record !== undefined) note(record, delivery, times);
        }
      }
      heard.clear();
      for (const [actor, tally] of tallies) {
        const record = recordOf.get(actor);
        if (record !== undefined) noteTally(record, tally);
      }
      tallies.clear();
      return coverageOf([...records.values()], system, enabled);
    },
  };
}

function note(record: MachineRecord, delivery: Delivery, times: number): void {
  const after = activeModes(record, delivery.after);
  for (const mode of after) record.modes.add(mode);
  for (const mode of activeModes(record, delivery.before)) noteHandled(record, mode, delivery.event.type, delivery.taken, times);
  for (const raised of delivery.unansweredRaises) for (const mode of after) noteHandled(record, mode, raised.type, [], times);
  noteTaken(record, () => delivery.before, delivery.event.type, delivery.taken, times);
}

function noteTally(record: MachineRecord, tally: BlockTally): void {
  tally.tell({
    visited: (mode) => record.modes.add(modePath(mode)),
    handled: (mode, eventType, times) => noteHandled(record, modePath(mode), eventType, [], times),
    answered: (mode, eventType, taken) => noteHandled(record, modePath(mode), eventType, taken, 0),
  });
}

/** Notes transitions taken on an event, and what they handled other than that event in a mode that was active. */
function noteTaken(record: MachineRecord, before: () => AnyMachineSnapshot, eventType: string, taken: readonly string[], times: number): void {
  for (const id of taken) {
    const info = record.infos.get(id);
    if (info === undefined) continue;
    record.taken.add(id);
    // A mode that is left in the macrostep that enters it shows in no snapshot, only as the source of what was taken.
    record.modes.add(info.source);
    // What was raised within the macrostep was handled too; likewise `always`, under its own name. A transition that was taken
    // alone was taken in a mode that was active.
    const handledIt = descriptorMatches(info.event, eventType) && (taken.length === 1 || activeModes(record, before()).includes(info.source));
    if (!handledIt) noteHandled(record, info.source, info.event, [id], times);
  }
}

function noteHandled(record: MachineRecord, mode: string, type: string, by: readonly string[], times: number): void {
  const events = record.handled.get(mode) ?? new Map<string, { visits: number; readonly by: Set<string> }>();
  record.handled.set(mode, events);
  const handled = events.get(type) ?? { visits: 0, by: new Set<string>() };
  events.set(type, handled);
  handled.visits += times;
  for (const id of by) handled.by.add(id);
}

function activeModes(record: MachineRecord, snapshot: AnyMachineSnapshot): readonly string[] {
  const known = record.modesOfSnapshot.get(snapshot);
  if (known !== undefined) return known;
  const modes = snapshot._nodes.map(modePath);
  record.modesOfSnapshot.set(snapshot, modes);
  return modes;
}

function coverageOf(records: readonly MachineRecord[], system: System, enabled: ReadonlySet<number>): Coverage {
  const all = records.flatMap((record) => [...record.infos.values()].filter((info) => !info.forbidden).map((info) => ({ record, info })));
  const neverTaken = all.filter(({ record, info }) => !record.taken.has(info.id));
  const modes = records.flatMap((record) => modesOf(record.machine).filter((node) => node.type !== 'history').map((node) => record.modes.has(modePath(node))));
  return {
    transitions: { taken: all.length - neverTaken.length, total: all.length },
    modes: { visited: modes.filter((visited) => visited).length, total: modes.length },
    neverTaken: neverTaken.map(({ record, info }) => ({ machine: record.machine.id, transition: info.id, reason: reasonFor(record, info) })),
    stimuliNeverEnabled: system.stimuli.map((_, index) => index).filter((index) => !enabled.has(index)),
  };
}

function reasonFor(record: MachineRecord, info: TransitionInfo): NeverTakenReason {
  if (!record.modes.has(info.source)) return { kind: 'source-unreachable' };
  if (info.event === 'always') return { kind: 'guard-false', visits: [...(record.handled.get(info.source)?.values() ?? [])].reduce((sum, { visits }) => sum + visits, 0) };
  const matching = [...(record.handled.get(info.source) ?? [])].filter(([type]) => descriptorMatches(info.event, type)).map(([, handled]) => handled);
  const visits = matching.reduce((sum, handled) => sum + handled.visits, 0);
  if (visits === 0) return { kind: 'event-never-sent' };
  const overridden = !info.guarded || matching.every((handled) => [...handled.by].some((id) => outranks(record, id, info)));
  return overridden ? { kind: 'overridden', visits } : { kind: 'guard-false', visits };
}

/** Whether a transition is asked before another: its mode lies deeper, or it stands earlier in the same mode. */
function outranks(record: MachineRecord, id: string, info: TransitionInfo): boolean {
  const other = record.infos.get(id);
  if (other === undefined || other.event !== info.event) return false;
  if (other.source !== info.source) return info.source === '(root)' || other.source.startsWith(`${info.source}.`);
  const order = [...record.infos.keys()];
  return order.indexOf(id) < order.indexOf(info.id);
}

function descriptorMatches(descriptor: string, type: string): boolean {
  if (descriptor === '*' || descriptor === type) return true;
  return descriptor.endsWith('.*') && (type === descriptor.slice(0, -2) || type.startsWith(descriptor.slice(0, -1)));
}
