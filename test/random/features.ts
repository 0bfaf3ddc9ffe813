/**
 * What a walk really exercised, by name: a differential test is worth what its inputs reach.
 */
import type { AnyMachineSnapshot } from 'xstate';
import type { Delivery } from '../../src/system/run-to-completion.ts';
import type { Semantics, TakenStep } from '../../src/system/step.ts';
import { modesOf, regionOrderMatters, transitionIndexOf, type TransitionInfo } from '../../src/system/transition-index.ts';
import type { Walk } from './walk.ts';

/** Names of what happened in a walk. */
export function featuresOf(semantics: Semantics, { steps }: Walk): ReadonlySet<string> {
  const infos = new Map(semantics.machines.map(({ name, machine }) => [name, new Map([...transitionIndexOf(machine).values()].map((info) => [info.id, info]))]));
  const found = new Set<string>();
  for (const { machine } of semantics.machines) {
    if (regionOrderMatters(machine)) found.add('a machine whose region order matters');
    else if (modesOf(machine).some(({ type }) => type === 'parallel')) found.add('a machine whose region order does not matter');
    if (modesOf(machine).some((node) => node.path.length >= 2 && node.type === 'parallel')) found.add('parallel regions within a mode');
  }
  for (const step of steps) {
    for (const feature of featuresOfStep(step)) found.add(feature);
    for (const delivery of step.deliveries) {
      for (const feature of featuresOfDelivery(delivery)) found.add(feature);
      for (const id of delivery.taken) for (const feature of featuresOfTransition(infos.get(delivery.to)?.get(id))) found.add(feature);
    }
  }
  return found;
}

function featuresOfStep({ label, deliveries, stutter, after }: TakenStep): readonly string[] {
  return [
    ...(stutter ? ['a stutter'] : []),
    ...(label.kind === 'timer' ? [`a timer of ${label.from === label.to ? 'its own' : 'another actor'}`, label.sendId === null ? 'a timer without id' : 'a timer with id'] : []),
    ...(label.kind === 'timer' && label.orphan ? ['an orphaned timer fires'] : []),
    ...(label.kind === 'stimulus' && label.budget !== null ? ['a budget is spent'] : []),
    ...(deliveries.length >= 4 ? ['a step of four messages or more'] : []),
    ...(deliveries.some((delivery, i) => reachesBusyActor(delivery, deliveries.slice(0, i))) ? ['a message to a busy actor'] : []),
    ...(after.timers.some((timer, i) => timer.key === after.timers[i - 1]?.key) ? ['two equal timers'] : []),
    ...(after.timers.some(({ orphan }) => orphan) ? ['an orphaned timer'] : []),
  ];
}

/** Its sender was itself set off by the receiver, which is therefore not done yet. */
function reachesBusyActor(delivery: Delivery, earlier: readonly Delivery[]): boolean {
  return delivery.from !== null && delivery.from !== delivery.to && earlier.some(({ from, to }) => from === delivery.to && to === delivery.from);
}

function featuresOfDelivery({ from, to, event, reception, after, taken, emitted, unansweredRaises }: Delivery): readonly string[] {
  return [
    `an event is ${reception}`,
    ...(from === to && !event.type.startsWith('xstate.') && event.type !== 'T' ? ['a message to itself'] : []),
    ...(from !== null && from !== to ? ['a message to another actor'] : []),
    ...(from !== null && event.type.startsWith('S') ? ['a forwarded event'] : []),
    ...(emitted.length > 0 ? ['an emission'] : []),
    ...(unansweredRaises.length > 0 ? ['a raised event is swallowed'] : []),
    ...(taken.length > 2 ? ['a macrostep of three transitions or more'] : []),
    ...featuresOfSnapshot(after),
  ];
}

function featuresOfSnapshot(snapshot: AnyMachineSnapshot): readonly string[] {
  const noted: unknown = snapshot.context['noted'];
  return [
    ...(snapshot.status === 'done' ? ['an actor ends with output'] : []),
    ...(typeof snapshot.value === 'object' && Object.keys(snapshot.value).length > 1 ? ['parallel regions'] : []),
    ...(typeof snapshot.value === 'object' && Object.keys(snapshot.value).length === 1 ? ['nested modes'] : []),
    ...((noted instanceof Map || noted instanceof Set) && noted.size > 1 ? ['a Map or Set of two or more'] : []),
    ...(Object.keys(snapshot.historyValue).length > 0 ? ['a remembered history'] : []),
  ];
}

function featuresOfTransition(info: TransitionInfo | undefined): readonly string[] {
  if (info === undefined) return [];
  const { definition, event, guarded } = info;
  return [
    ...(guarded ? ['a guarded transition'] : []),
    ...(event === 'always' ? ['an always transition'] : []),
    ...(event.startsWith('xstate.after') ? ['an after transition'] : []),
    ...(event.startsWith('xstate.done') ? ['an onDone transition'] : []),
    ...(event === '*' ? ['a wildcard transition'] : []),
    ...(event.startsWith('R') ? ['a raised event is answered'] : []),
    ...(definition.reenter ? ['a reentering transition'] : []),
    ...(definition.target?.some(({ history }) => history !== false) === true ? [`a transition to ${String(definition.target[0]?.history)} history`] : []),
    ...(definition.actions.some((action) => typeof action === 'function' && 'collect' in action) ? ['enqueueActions'] : []),
    ...(definition.actions.some((action) => typeof action === 'function' && 'sendId' in action) ? ['a cancel'] : []),
  ];
}
