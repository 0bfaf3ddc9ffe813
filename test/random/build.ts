/**
 * Systems made of plans. What would not end is left out here; see plan.ts for the ranks of messages.
 *
 * Mode names are letters, `h` is a history node and `z` a final mode. A machine's context counts modulo 3 and keeps what it
 * noted in a Set, a Map or an object whose keys change their order, each of which must be one state whatever its order.
 */
import { assign, cancel, emit, enqueueActions, forwardTo, not, raise, sendTo, setup, stateIn, type AnyActorRef, type AnyStateMachine, type EventObject } from 'xstate';
import type { Clock } from '../../src/system/clock.ts';
import { defineSystem, type System } from '../../src/system/define-system.ts';
import { eventNames, type ActionPlan, type AnswerPlan, type EventName, type GuardPlan, type MachinePlan, type ModePlan, type SystemPlan, type TransitionPlan } from './plan.ts';

interface Message extends EventObject {
  readonly v: number;
}

export interface Notes {
  readonly n: number;
  readonly noted: ReadonlySet<number> | ReadonlyMap<string, number> | { readonly a: number; readonly b: number } | null;
}

type Config = Readonly<Record<string, unknown>>;
type Answers = (event: EventName | 'always') => boolean;

const ranks: Readonly<Record<EventName, number>> = { S0: 0, S1: 0, S2: 0, T: 0, '*': 4, M0: 1, M1: 2, R0: 3, R1: 4, D: 4 };
const targetless = 4;
/** `entry`, `exit`, `always` and `onDone` may set off no more than D and R1. */
const aside = 3;

/** The system a plan stands for; with a clock, a timed one. Every delay of a plan is a multiple of 10 ms. */
export function buildSystem(plan: SystemPlan, clock?: Clock): System {
  const count = plan.machines.length;
  const actors = Object.fromEntries(plan.machines.map((machine, place) => [`actor${place}`, { machine: buildMachine(machine, place, count), input: { n: place % 2 } }]));
  const stimuli = plan.stimuli.map(({ to, event, v, budgeted }) => ({ to: `actor${to % count}`, event: { type: `S${event}`, v }, ...(budgeted ? { budget: 'faults' } : {}) }));
  const distinct = stimuli.filter((stimulus, i) => stimuli.findIndex((other) => other.to === stimulus.to && other.event.type === stimulus.event.type && other.event.v === stimulus.event.v) === i);
  return defineSystem({ id: 'random', actors, stimuli: distinct, budgets: { faults: plan.faults }, ...(clock === undefined ? {} : { clock }) });
}

export function buildMachine(plan: MachinePlan, place: number, count: number): AnyStateMachine {
  const builder = new MachineBuilder(plan, place, count);
  const context = (n: number): Notes => ({ n, noted: plan.context === 'set' ? new Set() : plan.context === 'map' ? new Map() : plan.context === 'pair' ? { a: 0, b: 0 } : null });
  const config = {
    id: `m${place}`,
    context: plan.fromInput ? ({ input }: { readonly input: { readonly n: number } }) => context(input.n) : context(0),
    output: ({ context }: { readonly context: Notes }) => ({ counted: context.n }),
    ...builder.mode(plan.root, []),
  };
  const machine: unknown = setup({ guards: { nIs: ({ context }, { value }: { readonly value: number }) => context['n'] === value } }).createMachine(config as never);
  return machine as AnyStateMachine;
}

class MachineBuilder {
  readonly #place: number;
  readonly #count: number;
  readonly #targets: readonly string[];

  constructor(plan: MachinePlan, place: number, count: number) {
    this.#place = place;
    this.#count = count;
    this.#targets = pathsWithin(plan.root, []).map((path) => `#m${place}.${path.join('.')}`);
  }

  /** `answers` says which events (and `always`) the mode may answer. */
  mode(plan: ModePlan, path: readonly string[], answers: Answers = () => true): Config {
    const children = plan.modes.map((child, i): readonly [string, Config] => {
      const within: Answers = plan.kind === 'parallel' && plan.apart ? (event) => answers(event) && regionOf(event, plan.modes.length) === i : answers;
      const next = i + 1 < plan.modes.length ? letter(i + 1) : plan.ends ? 'z' : null;
      return [letter(i), { ...this.mode(child, [...path, letter(i)], within), ...(plan.kind === 'compound' ? this.#forward(child, next, within) : {}) }];
    });
    const isRoot = path.length === 0;
    return {
      ...(plan.kind === 'parallel' ? { type: 'parallel' } : {}),
      ...(plan.kind === 'compound' ? { initial: 'a' } : {}),
      ...(plan.kind === 'atomic' ? {} : { states: { ...Object.fromEntries(children), ...(plan.kind === 'compound' ? extras(plan) : {}) } }),
      // The first actor to start may send to none but itself, and a later one to earlier ones.
      entry: this.#actions(plan.entry, aside, { entering: true }),
      exit: this.#actions(plan.exit, aside, { entering: true }),
      on: Object.fromEntries(plan.on.filter(({ event }) => answers(event) && !(isRoot && event === '*')).map((answer) => [answer.event, this.#answer(answer)])),
      ...(plan.after === null ? {} : { after: { [plan.after.delayMs]: this.#transition(plan.after.transition, 0) } }),
    };
  }

  /** What leads to the next sibling, and only there. */
  #forward(plan: ModePlan, next: string | null, answers: Answers): Config {
    const to = (transition: TransitionPlan): Config => ({ ...(next === null ? {} : { target: next }), actions: this.#actions(transition.actions, aside, { entering: true }) });
    return {
      ...(plan.always === null || plan.always.guard === null || next === null || !answers('always') ? {} : { always: { ...to(plan.always), guard: this.#guard(plan.always.guard) } }),
      ...(plan.onDone === null || plan.kind === 'atomic' ? {} : { onDone: to(plan.onDone) }),
    };
  }

  #answer({ event, transitions }: AnswerPlan): unknown {
    return transitions.length === 0 ? {} : transitions.map((transition) => this.#transition(transition, ranks[event]));
  }

  #transition({ target, guard, reenter, actions }: TransitionPlan, rank: number): Config {
    return {
      ...(target === null || rank >= targetless ? {} : { target: this.#targets[target % this.#targets.length], reenter }),
      ...(guard === null ? {} : { guard: this.#guard(guard) }),
      actions: this.#actions(actions, rank, { entering: false }),
    };
  }

  #guard(plan: GuardPlan): unknown {
    if (plan.kind === 'v-is') return ({ event }: { readonly event: Message }) => event.v === plan.value;
    if (plan.kind === 'in') return stateIn(this.#targets[plan.mode % this.#targets.length] ?? '');
    const named = { type: 'nIs', params: { value: plan.value } };
    return plan.negated ? not(named as never) : named;
  }

  #actions(plans: readonly ActionPlan[], rank: number, where: { readonly entering: boolean }): readonly unknown[] {
    return plans.flatMap((plan) => this.#action(plan, rank, where));
  }

  #action(plan: ActionPlan, rank: number, where: { readonly entering: boolean }): readonly unknown[] {
    const { entering } = where;
    switch (plan.kind) {
      case 'count':
        return [assign(({ context }) => ({ n: (Number(context['n']) + plan.by) % 3 }))];
      case 'note':
        return [assign(({ context }) => noted(context as Notes))];
      case 'send':
        return this.#send(plan, rank, entering);
      case 'forward': {
        // Only upwards, so that no message is handed round in a ring.
        const to = plan.to % this.#count;
        return entering || rank >= aside || to <= this.#place ? [] : [forwardTo(({ system }) => system.get(`actor${to}`) as never)];
      }
      case 'raise':
        if (rank >= targetless) return [];
        return [raise(message(entering || rank === aside ? 'R1' : 'R0', 1))];
      case 'later': {
        const options = { delay: plan.delayMs, ...(plan.id === null ? {} : { id: plan.id }) };
        if (plan.to === 'raise') return [raise(message('T', 0), options as never)];
        const to = `actor${entering ? plan.to % (this.#place + 1) : plan.to % this.#count}`;
        return [sendTo(({ system }) => system.get(to) as AnyActorRef, message('T', 1), options)];
      }
      case 'cancel':
        return [cancel(plan.id)];
      case 'emit':
        return [emit(({ context }) => ({ type: 'SAID', n: Number(context['n']) }))];
      case 'enqueue': {
        const chosen = this.#actions(plan.chosen, rank, where);
        return [
          enqueueActions(({ enqueue, check }) => {
            if (check(this.#guard(plan.guard) as never)) for (const action of chosen) enqueue(action as never);
          }),
        ];
      }
    }
  }

  #send(plan: ActionPlan & { readonly kind: 'send' }, rank: number, entering: boolean): readonly unknown[] {
    const types = ['M0', 'M1', 'D'].filter((type) => ranks[type as EventName] > rank);
    const type = entering ? (rank < targetless ? 'D' : undefined) : types[plan.message % Math.max(1, types.length)];
    if (type === undefined) return [];
    const to = `actor${entering ? plan.to % (this.#place + 1) : plan.to % this.#count}`;
    return [sendTo(({ system }) => system.get(to) as AnyActorRef, ({ context }) => message(type, plan.v === 'n' ? Number(context['n']) : plan.v))];
  }
}

/** Which of the regions that stay apart answers an event; none answers all. */
function regionOf(event: EventName | 'always', regions: number): number {
  return event === '*' ? -1 : event === 'always' ? 0 : eventNames.indexOf(event) % regions;
}

/** Notes the count; equal notes made in another order are equal contexts. */
function noted({ n, noted: before }: Notes): Partial<Notes> {
  if (before === null) return { n: (n + 1) % 3 };
  if (before instanceof Set) return { noted: before.has(n) ? new Set([...before].filter((member) => member !== n)) : new Set([...before, n]) };
  if (before instanceof Map) return { noted: new Map([[`k${n}`, (Number(before.get(`k${n}`) ?? 0) + 1) % 2] as const, ...[...before].filter(([key]) => key !== `k${n}`)]) };
  const { a, b } = before as { readonly a: number; readonly b: number };
  return { noted: n === 0 ? { b: a, a: n } : { a: b, b: n } };
}

function extras(plan: ModePlan): Config {
  return {
    ...(plan.history === 'none' ? {} : { h: { type: 'history', history: plan.history } }),
    ...(plan.ends ? { z: { type: 'final', output: ({ context }: { readonly context: Notes }) => context.n } } : {}),
  };
}

/** Every mode a transition may lead to, history nodes and final modes included. */
function pathsWithin(plan: ModePlan, path: readonly string[]): readonly (readonly string[])[] {
  const own = plan.kind === 'compound' ? Object.keys(extras(plan)).map((name) => [...path, name]) : [];
  return [...plan.modes.flatMap((child, i) => [[...path, letter(i)], ...pathsWithin(child, [...path, letter(i)])]), ...own];
}

function message(type: string, v: number): EventObject {
  const event: Message = { type, v };
  return event;
}

const letter = (place: number): string => String.fromCodePoint(97 + place);
