/**
 * Steps taken again under other names, from the image of the state before: what a claim about steps is tried on.
 *
 * They are taken by tables and a player of their own over the same actors, so that nothing that the search counts or lays out
 * is touched by them.
 */
import type { StepView } from '../property/property.ts';
import type { System } from '../system/define-system.ts';
import { namesConcerned, stimulusText, stimulusUnder } from '../system/interchangeable.ts';
import { modeText } from '../system/local-step.ts';
import { ModelError } from '../system/model-error.ts';
import { renamed, type Renaming } from '../system/renaming.ts';
import { eventKeyOf } from '../system/run-to-completion.ts';
import { labelKey, type StepLabel } from '../system/step-label.ts';
import { timerUnder } from '../system/timers.ts';
import type { ActorTable } from './actor-table.ts';
import { deliveriesOf } from './deliveries.ts';
import { bitsMax, layoutOf } from './layout.ts';
import { Player } from './player.ts';
import { RunNumbers } from './run-numbers.ts';
import { StepTables } from './step-tables.ts';

export interface ImageStep {
  readonly label: StepLabel;
  /** Equal for steps in which the same was said. */
  readonly run: number;
  readonly log: Int32Array;
  readonly after: Int32Array;
}

export class ImageSteps {
  readonly #system: System;
  readonly #tables: StepTables;
  readonly #player: Player;
  readonly #noWords: Int32Array;
  readonly #runs = new RunNumbers();
  /** Numbers of the labels that are no stimuli, after those of all stimuli. */
  readonly #others = new Map<string, number>();
  readonly #stimuli: ReadonlyMap<string, number>;
  /** By renaming: the label of each stimulus under it, by index. */
  readonly #labels = new Map<Renaming, (StepLabel | undefined)[]>();

  constructor(system: System, actors: readonly ActorTable[]) {
    this.#system = system;
    this.#tables = new StepTables(system, actors, () => {});
    const fields = actors.length + system.budgetNames.length;
    // Nobody reads the words of these states; in this layout no component is too large for them.
    const layout = layoutOf(new Int32Array(fields).fill(bitsMax));
    this.#player = new Player(this.#tables, system.budgetNames.length, layout);
    this.#player.isLogging = true;
    this.#noWords = new Int32Array(layout.words);
    this.#stimuli = new Map(system.stimuli.map((stimulus, index) => [stimulusText(stimulus), index]));
  }

  /**
   * Takes the image of a step from the image of the state before it.
   *
   * @throws {ModelError} `asymmetric-machine` when it cannot be taken.
   */
  take(before: Int32Array, label: StepLabel, image: Int32Array, names: Renaming): ImageStep {
    const other = this.#labelUnder(label, names);
    try {
      this.#take(image, other);
    } catch (error) {
      if (!(error instanceof ModelError)) throw error;
      throw this.#fault(before, label, names, { counterpart: other.to, found: `is refused: ${error.code}` });
    }
    const { log, logLength, fields } = this.#player;
    const said = log.slice(0, logLength);
    return { label: other, run: this.#runs.of(this.#numberOf(other), said, 0, logLength), log: said, after: fields.slice() };
  }

  viewOf({ label: { kind, to, event }, log }: ImageStep): StepView {
    return { kind, to, event, deliveries: deliveriesOf(this.#tables, log, 0, log.length) };
  }

  #take(before: Int32Array, label: StepLabel): void {
    const tables = this.#tables;
    const player = this.#player;
    tables.actors.forEach((_, place) => tables.admit(place, before[place] ?? 0));
    player.fields.set(before);
    player.begin(this.#noWords, 0);
    if (label.kind === 'tick') {
      tables.actors.forEach((_, place) => player.write(place, tables.tick(place, before[place] ?? 0)));
      return;
    }
    const to = tables.placeOf(label.to);
    const column = tables.columnOf(to, tables.actor(to).eventNumber(label.event));
    if (label.kind === 'stimulus') {
      if (label.budget !== null) {
        const field = tables.actorCount + this.#system.budgetNames.indexOf(label.budget);
        player.write(field, (before[field] ?? 0) - 1);
      }
      player.deliver(to, column, -1);
      return;
    }
    const from = tables.placeOf(label.from);
    const expiry = tables.actor(from).expiries(before[from] ?? 0).find(({ timer }) => timer.key === label.timer);
    if (expiry === undefined) throw new RangeError(`no timer ${label.timer}`);
    tables.admit(from, expiry.after);
    player.write(from, expiry.after);
    player.deliver(to, column, from);
  }

  #labelUnder(label: StepLabel, names: Renaming): StepLabel {
    if (label.kind === 'stimulus') {
      const known = this.#labels.get(names) ?? [];
      this.#labels.set(names, known);
      return (known[label.index] ??= this.#stimulusUnder(label.index, names));
    }
    if (label.kind === 'tick') return label;
    const { timer, ...asked } = label;
    // One that may expire has no time left, if it is timed.
    const leftMs = this.#system.clock === null ? null : 0;
    const { key, ...other } = timerUnder({ key: timer, eventKey: eventKeyOf(label.event), leftMs, ...asked }, names);
    return { kind: 'timer', timer: key, from: other.from, to: renamed(label.to, names), event: other.event, delayMs: other.delayMs, sendId: other.sendId, orphan: other.orphan };
  }

  #stimulusUnder(index: number, names: Renaming): StepLabel {
    const stimulus = this.#system.stimuli[index];
    const image = stimulus === undefined ? -1 : (this.#stimuli.get(stimulusText(stimulusUnder(stimulus, names))) ?? -1);
    const { to, event, budget } = this.#system.stimuli[image] ?? { to: '', event: { type: '' } };
    return { kind: 'stimulus', index: image, to, event, budget: budget ?? null };
  }

  #numberOf(label: StepLabel): number {
    if (label.kind === 'stimulus') return label.index;
    const key = labelKey(label);
    const known = this.#others.get(key);
    if (known !== undefined) return known;
    const number = this.#system.stimuli.length + this.#others.size;
    this.#others.set(key, number);
    return number;
  }

  #fault(before: Int32Array, label: StepLabel, names: Renaming, { counterpart, found }: { readonly counterpart: string; readonly found: string }): ModelError {
    const place = this.#tables.placeOf(label.to);
    const { machine } = this.#tables.actor(place).machine;
    const mode = modeText(this.#tables.actor(place).component(before[place] ?? 0).local.snapshot.value);
    return new ModelError({ code: 'asymmetric-machine', place: { actor: label.to, machine: machine.id, mode, event: label.event.type }, group: namesConcerned(this.#system.interchangeable, names), names: [...names], counterpart, wanted: 'is taken', found });
  }
}
