/**
 * Random systems with interchangeable actors, as plans: what machines do is said of actors by the parts they play - itself,
 * whom the event is about, whom it remembers - and never by name, unless a plan has a flaw.
 *
 *   members a0 a1 ...   others b0 b1 ... (sometimes; a group of their own, or partners of the members)   outsider o
 *
 * Messages have ranks, and what answers a message sends only messages of a higher rank: S (0) ──▶ M0 (1) ──▶ M1 (2) ──▶ D (3).
 */
import fc from 'fast-check';

/** Who is meant, as an actor knows it. */
export type Part = 'self' | 'who' | 'friend' | 'first-in-line' | 'outsider' | 'partner';

export type SymmetricGuard =
  | { readonly kind: 'n-is'; readonly value: number }
  | { readonly kind: 'is-friend' }
  | { readonly kind: 'is-noted' }
  | { readonly kind: 'is-self' }
  | { readonly kind: 'noted-count'; readonly value: number };

export type SymmetricAction =
  | { readonly kind: 'count' }
  | { readonly kind: 'befriend'; readonly whom: Part }
  | { readonly kind: 'forget' }
  | { readonly kind: 'note'; readonly whom: Part }
  | { readonly kind: 'tally'; readonly whom: Part }
  | { readonly kind: 'line-up'; readonly whom: Part }
  | { readonly kind: 'next-in-line' }
  | { readonly kind: 'send'; readonly to: Part; readonly message: number; readonly about: Part }
  | { readonly kind: 'broadcast'; readonly message: number }
  | { readonly kind: 'later'; readonly to: Part; readonly about: Part; readonly id: Part | null; readonly delayMs: number }
  | { readonly kind: 'cancel'; readonly id: Part }
  | { readonly kind: 'emit'; readonly about: Part };

export interface SymmetricTransition {
  readonly target: number | null;
  readonly guard: SymmetricGuard | null;
  readonly actions: readonly SymmetricAction[];
}

export interface SymmetricMode {
  readonly on: readonly { readonly event: SymmetricEvent; readonly transitions: readonly SymmetricTransition[] }[];
  readonly after: SymmetricTransition | null;
}

export interface SymmetricMachine {
  readonly modes: readonly SymmetricMode[];
  /** The last mode is final. */
  readonly ends: boolean;
}

export interface SymmetricPlan {
  readonly members: number;
  /** A second group: two of their own, or one partner for each member, which changes places with it. */
  readonly others: 'none' | 'apart' | 'partners';
  readonly group: SymmetricMachine;
  readonly otherGroup: SymmetricMachine;
  readonly outsider: SymmetricMachine;
  readonly faults: number;
  readonly budgeted: boolean;
  /** Whether stimuli of the outsider are about members. */
  readonly aboutMembers: boolean;
  readonly final: boolean;
  /** What breaks the symmetry; null in most plans. */
  readonly flaw: Flaw | null;
}

/** Actor a0 counts twice; lists are kept in the order of names; the outsider answers a1 otherwise. */
export type Flaw = 'favourite' | 'sorted' | 'disliked';

export const symmetricEvents = ['S0', 'S1', 'M0', 'M1', 'D', 'T'] as const;
export type SymmetricEvent = (typeof symmetricEvents)[number];

const part = fc.constantFrom<Part>('self', 'who', 'who', 'who', 'friend', 'first-in-line', 'outsider', 'partner');
const someone = fc.constantFrom<Part>('self', 'who', 'who', 'friend', 'partner');

const guard: fc.Arbitrary<SymmetricGuard> = fc.oneof(
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('n-is' as const), value: fc.nat(1) }) },
  { weight: 2, arbitrary: fc.constant({ kind: 'is-friend' as const }) },
  { weight: 2, arbitrary: fc.constant({ kind: 'is-noted' as const }) },
  { weight: 1, arbitrary: fc.constant({ kind: 'is-self' as const }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('noted-count' as const), value: fc.nat(2) }) },
);

const action: fc.Arbitrary<SymmetricAction> = fc.oneof(
  { weight: 2, arbitrary: fc.constant({ kind: 'count' as const }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('befriend' as const), whom: someone }) },
  { weight: 1, arbitrary: fc.constant({ kind: 'forget' as const }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('note' as const), whom: someone }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('tally' as const), whom: someone }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('line-up' as const), whom: someone }) },
  { weight: 1, arbitrary: fc.constant({ kind: 'next-in-line' as const }) },
  { weight: 8, arbitrary: fc.record({ kind: fc.constant('send' as const), to: part, message: fc.nat(2), about: someone }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('broadcast' as const), message: fc.nat(2) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('later' as const), to: part, about: someone, id: fc.option(someone), delayMs: fc.constantFrom(10, 20) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('cancel' as const), id: someone }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('emit' as const), about: someone }) },
);

const transition: fc.Arbitrary<SymmetricTransition> = fc.record({ target: fc.option(fc.nat(3), { freq: 3 }), guard: fc.oneof({ weight: 2, arbitrary: fc.constant(null) }, { weight: 1, arbitrary: guard }), actions: fc.array(action, { minLength: 1, maxLength: 3 }) });

const mode: fc.Arbitrary<SymmetricMode> = fc.record({
  on: fc.uniqueArray(fc.record({ event: fc.constantFrom<SymmetricEvent>('S0', 'S0', 'S0', 'S1', 'S1', 'S1', 'M0', 'M0', 'M1', 'D', 'T'), transitions: fc.array(transition, { minLength: 1, maxLength: 2 }) }), { selector: ({ event }) => event, minLength: 3, maxLength: 6 }),
  after: fc.oneof({ weight: 6, arbitrary: fc.constant(null) }, { weight: 1, arbitrary: transition }),
});

const machine: fc.Arbitrary<SymmetricMachine> = fc.record({ modes: fc.array(mode, { minLength: 1, maxLength: 3 }), ends: fc.oneof({ weight: 5, arbitrary: fc.constant(false) }, { weight: 1, arbitrary: fc.constant(true) }) });

/** Plans; a share of them, of `1 / flawedIn`, has a flaw. */
export function symmetricPlans({ flawedIn }: { readonly flawedIn: number }): fc.Arbitrary<SymmetricPlan> {
  return fc.record({
    members: fc.constantFrom(2, 2, 2, 3, 3, 3, 4),
    others: fc.constantFrom('none', 'none', 'apart', 'partners'),
    group: machine,
    otherGroup: machine,
    outsider: machine,
    faults: fc.nat(2),
    budgeted: fc.boolean(),
    aboutMembers: fc.constantFrom(true, true, true, false),
    final: fc.boolean(),
    flaw: fc.oneof({ weight: flawedIn - 1, arbitrary: fc.constant(null) }, { weight: 1, arbitrary: fc.constantFrom<Flaw>('favourite', 'sorted', 'disliked') }),
  });
}
