/**
 * Random systems as plans: plain data that fast-check can draw and shrink, and build.ts makes machines of.
 *
 * A plan may say anything anywhere; what would run for ever is left out when it is built. Messages have ranks, and what
 * answers a message sends only messages of a higher rank, so that every step ends:
 *
 *   S0 S1 S2, timers (0) ──▶ M0 (1) ──▶ M1 (2) ──▶ R0, raised (3) ──▶ D, and R1, raised on entry (4, no target)
 *
 * `always` and `onDone` lead to a later sibling only.
 */
import fc from 'fast-check';

export type GuardPlan =
  | { readonly kind: 'n-is'; readonly value: number; readonly negated: boolean }
  | { readonly kind: 'v-is'; readonly value: number }
  | { readonly kind: 'in'; readonly mode: number };

export type ActionPlan =
  | { readonly kind: 'count'; readonly by: number }
  | { readonly kind: 'note' }
  | { readonly kind: 'send'; readonly to: number; readonly message: number; readonly v: number | 'n' }
  | { readonly kind: 'forward'; readonly to: number }
  | { readonly kind: 'raise' }
  | { readonly kind: 'later'; readonly to: number | 'raise'; readonly delayMs: number; readonly id: string | null }
  | { readonly kind: 'cancel'; readonly id: string }
  | { readonly kind: 'emit' }
  | { readonly kind: 'enqueue'; readonly guard: GuardPlan; readonly chosen: readonly ActionPlan[] };

export interface TransitionPlan {
  readonly target: number | null;
  readonly guard: GuardPlan | null;
  readonly reenter: boolean;
  readonly actions: readonly ActionPlan[];
}

export interface AnswerPlan {
  readonly event: EventName;
  /** Empty: XState's explicit "nothing". */
  readonly transitions: readonly TransitionPlan[];
}

export interface ModePlan {
  readonly kind: 'atomic' | 'compound' | 'parallel';
  readonly modes: readonly ModePlan[];
  readonly history: 'none' | 'shallow' | 'deep';
  /** No two of its regions answer the same event. */
  readonly apart: boolean;
  /** Its last child is final. */
  readonly ends: boolean;
  readonly on: readonly AnswerPlan[];
  readonly always: TransitionPlan | null;
  readonly after: { readonly delayMs: number; readonly transition: TransitionPlan } | null;
  readonly onDone: TransitionPlan | null;
  readonly entry: readonly ActionPlan[];
  readonly exit: readonly ActionPlan[];
}

export interface MachinePlan {
  readonly context: 'counter' | 'set' | 'map' | 'pair';
  readonly fromInput: boolean;
  readonly root: ModePlan;
}

export interface SystemPlan {
  readonly machines: readonly MachinePlan[];
  readonly stimuli: readonly { readonly to: number; readonly event: number; readonly v: number; readonly budgeted: boolean }[];
  readonly faults: number;
}

export const eventNames = ['S0', 'S1', 'S2', 'T', 'M0', 'M1', 'R0', 'R1', 'D', '*'] as const;
export type EventName = (typeof eventNames)[number];

const guard: fc.Arbitrary<GuardPlan> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('n-is' as const), value: fc.nat(2), negated: fc.boolean() }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('v-is' as const), value: fc.nat(1) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('in' as const), mode: fc.nat(20) }) },
);

const simpleAction: fc.Arbitrary<ActionPlan> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ kind: fc.constant('count' as const), by: fc.integer({ min: 1, max: 2 }) }) },
  { weight: 3, arbitrary: fc.constant({ kind: 'note' as const }) },
  { weight: 12, arbitrary: fc.record({ kind: fc.constant('send' as const), to: fc.nat(3), message: fc.nat(2), v: fc.constantFrom(0, 1, 'n' as const) }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('forward' as const), to: fc.nat(3) }) },
  { weight: 3, arbitrary: fc.constant({ kind: 'raise' as const }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('later' as const), to: fc.constantFrom(0, 1, 2, 'raise' as const), delayMs: fc.constantFrom(10, 20), id: fc.constantFrom(null, 'x', 'x', 'y') }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('cancel' as const), id: fc.constantFrom('x', 'y') }) },
  { weight: 2, arbitrary: fc.constant({ kind: 'emit' as const }) },
);

const action: fc.Arbitrary<ActionPlan> = fc.oneof(
  { weight: 12, arbitrary: simpleAction },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('enqueue' as const), guard, chosen: fc.array(simpleAction, { minLength: 1, maxLength: 3 }) }) },
);

const actions = fc.array(action, { maxLength: 3 });
const few = fc.oneof({ weight: 3, arbitrary: fc.constant([]) }, { weight: 1, arbitrary: fc.array(action, { minLength: 1, maxLength: 2 }) });
const transition: fc.Arbitrary<TransitionPlan> = fc.record({
  target: fc.option(fc.nat(20), { freq: 4 }),
  guard: fc.option(guard, { freq: 2 }),
  reenter: fc.oneof({ weight: 4, arbitrary: fc.constant(false) }, { weight: 1, arbitrary: fc.constant(true) }),
  actions,
});
const eventName = fc.oneof({ weight: 40, arbitrary: fc.constantFrom('S0', 'S0', 'S1', 'S1', 'S2', 'M0', 'M1', 'D', 'T', 'R0', 'R1') }, { weight: 1, arbitrary: fc.constant('*' as const) });
const answers: fc.Arbitrary<readonly AnswerPlan[]> = fc.uniqueArray(
  fc.record({ event: eventName, transitions: fc.oneof({ weight: 12, arbitrary: fc.array(transition, { minLength: 1, maxLength: 2 }) }, { weight: 1, arbitrary: fc.constant([]) }) }),
  { selector: ({ event }) => event, minLength: 1, maxLength: 4 },
);

function mode(depth: number, kinds: readonly ModePlan['kind'][], finalIn: number): fc.Arbitrary<ModePlan> {
  return fc.constantFrom(...kinds).chain((kind) =>
    fc.record({
      kind: fc.constant(kind),
      modes: kind === 'atomic' ? fc.constant([]) : fc.array(mode(depth - 1, kind === 'parallel' ? ['compound', 'compound', 'atomic'] : kindsAt(depth - 1), 2), { minLength: 2, maxLength: 3 }),
      history: fc.constantFrom('none', 'none', 'shallow', 'deep'),
      apart: fc.constantFrom(true, true, false),
      ends: fc.oneof({ weight: finalIn - 1, arbitrary: fc.constant(false) }, { weight: 1, arbitrary: fc.constant(true) }),
      on: answers,
      always: fc.option(transition, { freq: 3 }),
      after: fc.oneof({ weight: 5, arbitrary: fc.constant(null) }, { weight: 1, arbitrary: fc.record({ delayMs: fc.constantFrom(10, 20), transition }) }),
      onDone: fc.option(transition, { freq: 3 }),
      entry: few,
      exit: few,
    }),
  );
}

const kindsAt = (depth: number): readonly ModePlan['kind'][] => (depth <= 0 ? ['atomic'] : ['atomic', 'atomic', 'atomic', 'compound', 'parallel']);

const machine: fc.Arbitrary<MachinePlan> = fc.record({
  context: fc.constantFrom('counter', 'set', 'map', 'pair'),
  fromInput: fc.boolean(),
  root: mode(2, ['compound', 'compound', 'parallel'], 5),
});

/** Plans of systems of `actorsMin` to `actorsMax` actors. */
export function systemPlans({ actorsMin, actorsMax }: { readonly actorsMin: number; readonly actorsMax: number }): fc.Arbitrary<SystemPlan> {
  return fc.record({
    machines: fc.array(machine, { minLength: actorsMin, maxLength: actorsMax }),
    stimuli: fc.array(fc.record({ to: fc.nat(3), event: fc.nat(2), v: fc.nat(1), budgeted: fc.oneof({ weight: 4, arbitrary: fc.constant(false) }, { weight: 1, arbitrary: fc.constant(true) }) }), { minLength: 4, maxLength: 10 }),
    faults: fc.nat(2),
  });
}
