/**
 * Random XState machines, as plans: data that is easy to shrink and to print, made into a machine at the end.
 *
 * They have every kind of mode and of transition, with targets anywhere in the machine, and names chosen to hurt: words and
 * signs that Mermaid, DOT, Markdown and HTML read as their own. A plan need not make sense; a picture of it must still be right.
 * Left out are names that a test could not tell from what a picture adds (`(x)`, `H`) and those that XState itself cannot hold.
 */
import fc from 'fast-check';
import { and, createMachine, not, or, type AnyStateMachine } from 'xstate';

export interface Plan {
  readonly key: string;
  readonly kind: 'atomic' | 'final' | 'shallow' | 'deep' | 'compound' | 'parallel';
  readonly children: readonly Plan[];
  readonly initial: number;
  readonly entry: readonly string[];
  readonly transitions: readonly TransitionPlan[];
}

export interface TransitionPlan {
  readonly trigger: { readonly kind: 'on' | 'after'; readonly name: string } | { readonly kind: 'always' } | { readonly kind: 'onDone' };
  readonly guard: string | null;
  readonly guardKind: 'plain' | 'not' | 'and' | 'or' | 'inline';
  readonly actions: readonly string[];
  /** Counted through all modes of the machine, modulo their number. */
  readonly targets: readonly number[];
  readonly reenter: boolean;
}

export const nastyNames: readonly string[] = [
  '', ' ', '  two  ', 'a b', 'end', 'start', 'state', 'note', 'note left of a', 'class', 'classDef', 'style', 'style:#x;', 'default', 'direction TB', 'direction  lr', 'click', 'href', 'scale 3', 'root', 'self', 'fork',
  '1', '1. li', '- li', '+ li', '# h', '> q', '*', 'job.*', '_', '_it_', '**b**', '`c`', '~~s~~', '$$x$$', '[l](u)', '[[fork]]', '<<choice>>', 'www.a.b', 'http://a.b', 'a@b.c',
  '"', '"q"', "it's", ':', 'a:b', '::', ';', 'a;b', '#', '#35;', '&amp;', '&', '<b>', '<br/>', '<', '%%', '%%{init}%%', '{', '}', '{a|b}', '|', '\\', '\\n', '\\N', '\n', 'a\nb', '\t', '\0', '\u2028', '\u202E', '\uD800',
  '--', '-->', '--> x', '---', 'a_start', 'b_end', 'constructor', 'toString', 'a.b', 'always', 'ünï', '→', '日本', '🎉', 'fa:fa-car', 'accTitle: x', 'hide empty description', 'stateDiagram-v2',
];

const name = fc
  .oneof(fc.constantFrom('a', 'b', 'c', 'go', 'STOP'), fc.constantFrom(...nastyNames), fc.string({ unit: 'grapheme', maxLength: 6 }), fc.string({ unit: 'binary', maxLength: 4 }))
  .filter((text) => !/^\(|^__proto__$|^H\*?$|ﬂ/.test(text));

const transition: fc.Arbitrary<TransitionPlan> = fc.record({
  trigger: fc.oneof(
    { weight: 4, arbitrary: fc.record({ kind: fc.constant('on' as const), name: name.filter((text) => text !== '') }) },
    fc.record({ kind: fc.constant('after' as const), name: fc.oneof(name, fc.constantFrom('500', '2000', '1500')) }),
    fc.constant({ kind: 'always' as const }),
    fc.constant({ kind: 'onDone' as const }),
  ),
  guard: fc.option(name),
  guardKind: fc.constantFrom('plain', 'not', 'and', 'or', 'inline'),
  actions: fc.array(name, { maxLength: 2 }),
  targets: fc.array(fc.nat(20), { maxLength: 3 }),
  reenter: fc.boolean(),
});

const common = { key: name, initial: fc.nat(5), entry: fc.array(name, { maxLength: 2 }), transitions: fc.array(transition, { maxLength: 3 }) };

const { mode } = fc.letrec<{ mode: Plan; leaf: Plan; box: Plan }>((tie) => ({
  mode: fc.oneof({ maxDepth: 3, withCrossShrink: true }, tie('leaf'), tie('box')),
  leaf: fc.record({ ...common, kind: fc.constantFrom('atomic', 'atomic', 'final', 'shallow', 'deep'), children: fc.constant([]) }),
  box: fc.record({ ...common, kind: fc.constantFrom('compound', 'parallel'), children: fc.uniqueArray(tie('mode'), { selector: ({ key }) => key, minLength: 1, maxLength: 4 }) }),
}));

/** Plans of machines with at least one mode inside the root. */
export const plans: fc.Arbitrary<Plan> = fc.record({
  ...common,
  kind: fc.constantFrom('compound', 'parallel'),
  children: fc.uniqueArray(mode, { selector: ({ key }) => key, minLength: 1, maxLength: 4 }),
});

/** The machine of a plan; its modes get ids by which transitions name them. */
export function machineOf(plan: Plan): AnyStateMachine {
  const rootId = plan.key === '' ? '(machine)' : plan.key;
  const reference = (target: number): string => (target === 0 ? `#${rootId.replaceAll(/[.\\]/g, '\\$&')}` : `#n${target}`);
  const count = modeCount(plan);
  let next = 0;
  const build = ({ kind, children, initial, entry, transitions }: Plan): object => {
    const id = `n${next}`;
    next += 1;
    const isHistory = kind === 'shallow' || kind === 'deep';
    return {
      ...(id === 'n0' ? { id: rootId } : { id }),
      ...(isHistory ? { type: 'history', history: kind } : { type: kind, entry }),
      ...(kind === 'compound' ? { initial: { target: children[initial % children.length]?.key, actions: entry } } : {}),
      ...(children.length > 0 ? { states: Object.fromEntries(children.map((child) => [child.key, build(child)])) } : {}),
      ...(isHistory ? {} : transitionsConfig(transitions, (target) => reference(target % count))),
    };
  };
  return createMachine(build(plan));
}

export const modeCount = (plan: Plan): number => 1 + plan.children.reduce((sum, child) => sum + modeCount(child), 0);

function transitionsConfig(transitions: readonly TransitionPlan[], reference: (target: number) => string): object {
  const on = new Map<string, object[]>();
  const after = new Map<string, object[]>();
  const always: object[] = [];
  const onDone: object[] = [];
  for (const { trigger, guard, guardKind, actions, targets, reenter } of transitions) {
    const config = {
      ...(targets.length > 0 ? { target: targets.map(reference) } : {}),
      ...(guard === null ? {} : { guard: guardOf(guard, guardKind) }),
      actions,
      reenter,
    };
    if (trigger.kind === 'always') always.push(config);
    else if (trigger.kind === 'onDone') onDone.push(config);
    else {
      const group = trigger.kind === 'on' ? on : after;
      group.set(trigger.name, [...(group.get(trigger.name) ?? []), config]);
    }
  }
  return { on: Object.fromEntries(on), after: Object.fromEntries(after), ...(always.length > 0 ? { always } : {}), ...(onDone.length > 0 ? { onDone } : {}) };
}

function guardOf(guard: string, kind: TransitionPlan['guardKind']): unknown {
  switch (kind) {
    case 'plain':
      return guard;
    case 'not':
      return not(guard);
    case 'and':
      return and([guard, { type: guard, params: { limit: 3 } }]);
    case 'or':
      return or([not(guard), and([guard, 'b'])]);
    case 'inline':
      return () => true;
  }
}
