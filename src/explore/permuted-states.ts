/**
 * Interchangeable actors in the reference explorer: every renaming, on every state, by brute force.
 *
 * A state is written down as text with the names in it changed: that is the state under other names. The key of an orbit is
 * the least text of its members. Beside each state the explorer keeps the states that the run
 * to it leads to under each renaming; every step is taken from all of them, and must lead to the state with its names changed.
 * Every claim is asked about all of them. So nothing is taken on trust, and nothing is quick: k actors cost k! states.
 */
import { canonicalText } from '../system/canonical.ts';
import type { Stimulus, System } from '../system/define-system.ts';
import { namesConcerned, renamingsOf, stimulusText, stimulusUnder } from '../system/interchangeable.ts';
import { modeText, type LocalState } from '../system/local-step.ts';
import { ModelError } from '../system/model-error.ts';
import { renamed, type Renaming } from '../system/renaming.ts';
import { labelKey, type StepLabel } from '../system/step-label.ts';
import type { Semantics, SystemState, TakenStep } from '../system/step.ts';
import { timersUnder, timerUnder, type PendingTimer } from '../system/timers.ts';

/** A state, or a step, as it is under another renaming. */
export interface Image<T> {
  readonly names: Renaming;
  readonly of: T;
}

const unchanged: Renaming = new Map();

export class PermutedStates {
  readonly #semantics: Semantics;
  readonly #renamings: readonly Renaming[];
  /** By renaming: the index of the stimulus that each stimulus becomes. */
  readonly #stimuli: ReadonlyMap<Renaming, readonly number[]>;
  /** By renaming: the keys of local states with their names changed, as they are asked for again and again. */
  readonly #keys: ReadonlyMap<Renaming, Map<LocalState, string>>;

  constructor(semantics: Semantics) {
    const { interchangeable, stimuli } = semantics.system;
    this.#semantics = semantics;
    this.#renamings = renamingsOf(interchangeable);
    this.#stimuli = new Map(this.#renamings.map((names) => [names, stimuliUnder(stimuli, names)]));
    this.#keys = new Map([unchanged, ...this.#renamings].map((names) => [names, new Map()]));
  }

  /** Equal for two states exactly when a renaming takes one to the other. */
  orbitKey(state: SystemState): string {
    return [unchanged, ...this.#renamings].map((names) => this.#textUnder(state, names)).reduce((least, text) => (text < least ? text : least));
  }

  /** The images of the initial state, which are itself. @throws {ModelError} `asymmetric-machine` when a renaming changes it. */
  startImages(start: SystemState): readonly Image<SystemState>[] {
    const { actorNames } = this.#semantics.system;
    const found = this.#textUnder(start, unchanged);
    return this.#renamings.map((names) => {
      const wanted = this.#textUnder(start, names);
      if (wanted !== found) throw this.#fault(start, actorNames[0] ?? '', 'xstate.init', names, wanted, found);
      return { names, of: start };
    });
  }

  /** The images of a step from the images of the state it is taken from. @throws {ModelError} `asymmetric-machine`, with the step's label. */
  stepImages(before: SystemState, images: readonly Image<SystemState>[], enabled: readonly StepLabel[], taken: TakenStep): readonly Image<TakenStep>[] {
    const { label, after } = taken;
    return images.map(({ names, of }) => {
      const key = this.#keyUnder(before, label, names);
      const others = this.#semantics.enabled(of);
      const other = others.find((candidate) => labelKey(candidate) === key);
      const fault = (wanted: string, found: string): ModelError => this.#fault(before, label.to, label.event.type, names, wanted, found).after([label]);
      if (other === undefined || others.length !== enabled.length) throw fault('enabled', 'not enabled');
      const image = this.#semantics.take(of, other);
      const wanted = this.#textUnder(after, names);
      const found = this.#textUnder(image.after, unchanged);
      if (wanted !== found) throw fault(wanted, found);
      return { names, of: image };
    });
  }

  /** The indices of the stimuli that a stimulus becomes, its own among them. */
  stimuliLike(index: number): readonly number[] {
    return [...new Set([index, ...this.#renamings.map((names) => this.#stimuli.get(names)?.[index] ?? index)])];
  }

  /** Everything that tells a state from another, with its names changed. */
  #textUnder({ locals, timers, budgets }: SystemState, names: Renaming): string {
    const { machines } = this.#semantics;
    const known = this.#keys.get(names);
    const keys = locals.map((local, place) => {
      const key = known?.get(local) ?? machines[place]?.keyUnder(local, names) ?? '';
      known?.set(local, key);
      return [renamed(machines[place]?.name ?? '', names), key] as const;
    });
    return canonicalText({ actors: Object.fromEntries(keys), timers: timersUnder(timers, names).map(({ key }) => key), budgets });
  }

  /** The key of a label with its names changed. */
  #keyUnder(state: SystemState, label: StepLabel, names: Renaming): string {
    if (label.kind === 'stimulus') return `s${this.#stimuli.get(names)?.[label.index] ?? -1}`;
    if (label.kind === 'tick') return labelKey(label);
    const timer: PendingTimer | undefined = state.timers.find(({ key }) => key === label.timer);
    return timer === undefined ? '' : `t${timerUnder(timer, names).key}`;
  }

  #fault(state: SystemState, actor: string, event: string, names: Renaming, wanted: string, found: string): ModelError {
    const at = this.#semantics.system.actorNames.indexOf(actor);
    const mode = state.locals[at] === undefined ? '' : modeText(state.locals[at].snapshot.value);
    const place = { actor, machine: this.#semantics.machines[at]?.machine.id ?? '', mode: event === 'xstate.init' ? '(start)' : mode, event };
    return new ModelError({ code: 'asymmetric-machine', place, group: namesConcerned(this.#semantics.system.interchangeable, names), names: [...names], counterpart: names.get(actor) ?? actor, wanted, found });
  }
}

/** Where the same stimulus is declared twice, the first becomes the first. */
function stimuliUnder(stimuli: readonly Stimulus[], names: Renaming): readonly number[] {
  const texts = stimuli.map(stimulusText);
  return stimuli.map((stimulus, index) => {
    const text = stimulusText(stimulusUnder(stimulus, names));
    const rank = texts.slice(0, index).filter((other) => other === texts[index]).length;
    return texts.flatMap((other, at) => (other === text ? [at] : []))[rank] ?? -1;
  });
}

/** The fault of a claim that says `outcome`, but `other` under other names. */
export function claimFault(system: System, claim: string, names: Renaming, outcome: string, other: string): ModelError {
  return new ModelError({ code: 'asymmetric-claim', claim, group: namesConcerned(system.interchangeable, names), names: [...names], outcome, other });
}
