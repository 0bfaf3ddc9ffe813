/**
 * Systems made of symmetric plans. A context holds names in every form there is: as values, in a Set, as keys of a record, in
 * an array in the order of arrival; with the flaw `sorted`, in an array in the order of names.
 */
import { assign, cancel, emit, enqueueActions, setup, type AnyActorRef, type AnyStateMachine, type EventObject } from 'xstate';
import type { Clock } from '../../src/system/clock.ts';
import { defineSystem, type Actors, type System } from '../../src/system/define-system.ts';
import type { Flaw, Part, SymmetricAction, SymmetricEvent, SymmetricGuard, SymmetricMachine, SymmetricPlan, SymmetricTransition } from './symmetric-plan.ts';

interface Knowledge {
  readonly id: string;
  readonly partner: string | null;
  readonly n: number;
  readonly friend: string | null;
  readonly noted: ReadonlySet<string>;
  readonly sorted: readonly string[];
  readonly tally: Readonly<Record<string, number>>;
  readonly line: readonly string[];
}

/** What changes nothing but the context. */
type Learning = Extract<SymmetricAction, { readonly kind: 'count' | 'befriend' | 'forget' | 'note' | 'tally' | 'line-up' | 'next-in-line' }>;

type Config = Readonly<Record<string, unknown>>;
interface Given {
  readonly context: Knowledge;
  readonly event: EventObject & { readonly who?: string };
}

const ranks: Readonly<Record<SymmetricEvent, number>> = { S0: 0, S1: 0, T: 0, M0: 1, M1: 2, D: 3 };
const messages = ['M0', 'M1', 'D'] as const;
const lineMax = 2;

/** The system a plan stands for; its actors are declared interchangeable, whether they are or not. */
/** The system a plan stands for; with a clock, a timed one. Every delay of a plan is a multiple of 10 ms. */
export function buildSymmetric(plan: SymmetricPlan, clock?: Clock): System {
  const names = (letter: string, count: number): readonly string[] => Array.from({ length: count }, (_, i) => `${letter}${i}`);
  const members = names('a', plan.members);
  // Four members have 24 renamings: all that are tried.
  const others = names('b', plan.others === 'partners' ? plan.members : plan.others === 'apart' && plan.members < 4 ? 2 : 0);
  const partnerOf = (id: string): { readonly id: string; readonly partner: string | null } => ({ id, partner: plan.others === 'partners' ? id.replace(/^./, (letter) => (letter === 'a' ? 'b' : 'a')) : null });
  const [member, other, outsider] = [machineOf('a', plan.group, plan.flaw), machineOf('b', plan.otherGroup, null), machineOf('o', plan.outsider, plan.flaw)];
  const actors: Actors = {
    ...Object.fromEntries(members.slice(0, 1).map((id) => [id, { machine: member, input: partnerOf(id) }])),
    o: { machine: outsider, input: { id: 'o', partner: null } },
    ...Object.fromEntries(members.slice(1).map((id) => [id, { machine: member, input: partnerOf(id) }])),
    ...Object.fromEntries(others.map((id) => [id, { machine: other, input: partnerOf(id) }])),
  };
  const budget = plan.budgeted ? { budget: 'faults' } : {};
  const everyone = [...members, ...others];
  return defineSystem({
    id: 'symmetric',
    actors,
    ...(clock === undefined ? {} : { clock }),
    interchangeable: plan.others === 'partners' ? [members.map((name, i) => [name, others[i] ?? ''])] : [members, ...(others.length > 0 ? [others] : [])],
    budgets: { faults: plan.faults },
    stimuli: [
      ...members.flatMap((to) => [{ to, event: { type: 'S0' } }, { to, event: { type: 'S1' }, ...budget }]),
      ...others.map((to) => ({ to, event: { type: 'S0' } })),
      { to: 'o', event: { type: 'S0' } },
      ...(plan.aboutMembers ? everyone.map((who) => ({ to: 'o', event: { type: 'S1', who } })) : []),
    ],
    final: plan.final ? ({ actors: all }) => everyone.some((name) => all[name]?.status === 'done') : () => false,
  });
}

function machineOf(id: string, plan: SymmetricMachine, flaw: Flaw | null): AnyStateMachine {
  const builder = new Builder(plan, flaw);
  const machine: unknown = setup({}).createMachine({
    id: `m${id}`,
    context: ({ input }: { readonly input: Pick<Knowledge, 'id' | 'partner'> }): Knowledge => ({ ...input, n: 0, friend: null, noted: new Set(), sorted: [], tally: {}, line: [] }),
    initial: 'mode0',
    ...builder.config(),
  } as never);
  return machine as AnyStateMachine;
}

class Builder {
  readonly #plan: SymmetricMachine;
  readonly #flaw: Flaw | null;

  constructor(plan: SymmetricMachine, flaw: Flaw | null) {
    this.#plan = plan;
    this.#flaw = flaw;
  }

  config(): Config {
    const modes = this.#plan.modes.map(({ on, after }, i): readonly [string, Config] => [
      `mode${i}`,
      {
        on: Object.fromEntries(on.map(({ event, transitions }) => [event, transitions.map((transition) => this.#transition(transition, ranks[event]))])),
        ...(after === null ? {} : { after: { 10: this.#transition(after, 0) } }),
      },
    ]);
    return { states: Object.fromEntries(this.#plan.ends ? [...modes, ['end', { type: 'final', output: undefined }]] : modes) };
  }

  #transition({ target, guard, actions }: SymmetricTransition, rank: number): Config {
    const modes = [...this.#plan.modes.keys()].map((i) => `mode${i}`);
    const targets = this.#plan.ends ? [...modes, 'end'] : modes;
    return {
      ...(target === null || rank === 3 ? {} : { target: targets[target % targets.length] }),
      ...(guard === null ? {} : { guard: (given: Given) => this.#holds(guard, given) }),
      actions: actions.flatMap((action) => this.#action(action, rank)),
    };
  }

  #holds(guard: SymmetricGuard, { context, event }: Given): boolean {
    const { who = '' } = event;
    if (this.#flaw === 'disliked' && who === 'a1') return false;
    switch (guard.kind) {
      case 'n-is':
        return context.n === guard.value;
      case 'is-friend':
        return context.friend === who;
      case 'is-noted':
        return context.noted.has(who);
      case 'is-self':
        return context.id === who;
      case 'noted-count':
        return context.noted.size === guard.value;
    }
  }

  #action(action: SymmetricAction, rank: number): readonly unknown[] {
    switch (action.kind) {
      case 'send': {
        const type = above(rank, action.message);
        if (type === undefined) return [];
        return [enqueued((given, enqueue, system) => {
          const to = partOf(action.to, given);
          if (to !== null) enqueue.sendTo(system.get(to), { type, who: partOf(action.about, given) });
        })];
      }
      case 'broadcast': {
        const type = above(rank, action.message);
        if (type === undefined) return [];
        return [enqueued((given, enqueue, system) => {
          for (const to of given.context.noted) enqueue.sendTo(system.get(to), { type, who: given.context.id });
        })];
      }
      case 'later':
        return [enqueued((given, enqueue, system) => {
          const [to, id] = [partOf(action.to, given), action.id === null ? null : partOf(action.id, given)];
          if (to !== null) enqueue.sendTo(system.get(to), { type: 'T', who: partOf(action.about, given) }, { delay: action.delayMs, ...(id === null ? {} : { id }) });
        })];
      case 'cancel':
        return [cancel((given: unknown) => partOf(action.id, given as Given) ?? '')];
      case 'emit':
        return [emit((given: unknown) => ({ type: 'SAID', who: partOf(action.about, given as Given) }))];
      case 'count':
      case 'befriend':
      case 'forget':
      case 'note':
      case 'tally':
      case 'line-up':
      case 'next-in-line':
        return [assign((given: unknown) => this.#learnt(action, given as Given))];
    }
  }

  #learnt(action: Learning, given: Given): Partial<Knowledge> {
    const { context } = given;
    const whom = 'whom' in action ? partOf(action.whom, given) : null;
    switch (action.kind) {
      case 'count':
        return { n: (context.n + (this.#flaw === 'favourite' && context.id === 'a0' ? 0 : 1)) % 2 };
      case 'forget':
        return { friend: null };
      case 'next-in-line':
        return { line: context.line.slice(1) };
      case 'befriend':
        return { friend: whom };
      case 'note':
      case 'tally':
      case 'line-up':
        return whom === null ? {} : this.#learntOf(action.kind, whom, context);
    }
  }

  #learntOf(kind: Learning['kind'], whom: string, { noted, sorted, tally, line }: Knowledge): Partial<Knowledge> {
    if (kind === 'note') {
      return {
        noted: noted.has(whom) ? new Set([...noted].filter((name) => name !== whom)) : new Set([...noted, whom]),
        sorted: this.#flaw === 'sorted' ? (sorted.includes(whom) ? sorted.filter((name) => name !== whom) : [...sorted, whom].toSorted()) : [],
      };
    }
    if (kind === 'tally') return { tally: { ...tally, [whom]: ((tally[whom] ?? 0) + 1) % 2 } };
    return line.length < lineMax && !line.includes(whom) ? { line: [...line, whom] } : {};
  }
}

function above(rank: number, message: number): SymmetricEvent | undefined {
  const types = messages.filter((type) => ranks[type] > rank);
  return types[message % Math.max(1, types.length)];
}

/** The name of whoever plays a part; null when nobody does. */
function partOf(part: Part, { context, event }: Given): string | null {
  switch (part) {
    case 'self':
      return context.id;
    case 'who':
      return event.who ?? null;
    case 'friend':
      return context.friend;
    case 'first-in-line':
      return context.line[0] ?? null;
    case 'outsider':
      return 'o';
    case 'partner':
      return context.partner;
  }
}

interface Enqueue {
  readonly sendTo: (to: AnyActorRef, event: EventObject & { readonly who: string | null }, options?: object) => void;
}

function enqueued(act: (given: Given, enqueue: Enqueue, system: { readonly get: (name: string) => AnyActorRef }) => void): unknown {
  return enqueueActions((given: unknown) => {
    const { enqueue, system } = given as { readonly enqueue: Enqueue; readonly system: { readonly get: (name: string) => AnyActorRef } };
    act(given as Given, enqueue, system);
  });
}

