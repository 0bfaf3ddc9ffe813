/**
 * What a search does otherwise when actors are interchangeable: it keeps one state of each orbit, and holds machines and claims
 * to the declaration.
 *
 *   batch ──▶ new local steps compared with their images ──▶ orders of messages ──▶ representatives ──▶ judged: looked up, claims tried
 *             (declaration-check.ts)                         (message-orders.ts)     (orbit-set.ts)              (claim-trials.ts)
 *
 * All but the last is done before anything of the batch is taken in. Images are asked of the tables of the actors alone
 * (component-images.ts): what the hot loop reads, and the layout of the states it expands, know only what the search met.
 */
import type { Memory } from '../property/memory-limit.ts';
import type { Property } from '../property/property.ts';
import type { Run, StopReason } from '../property/verdict.ts';
import type { System } from '../system/define-system.ts';
import { exchangesOf, namesOf, stimulusText, stimulusUnder } from '../system/interchangeable.ts';
import { ModelError } from '../system/model-error.ts';
import { Asymmetry } from './asymmetry.ts';
import type { Candidates } from './candidates.ts';
import { ClaimTrials } from './claim-trials.ts';
import { ComponentImages, type Exchange } from './component-images.ts';
import { askedMax, DeclarationCheck } from './declaration-check.ts';
import { perDelivery } from './hot-tables.ts';
import { Marks } from './marks.ts';
import { MessageOrders } from './message-orders.ts';
import { OrbitSet } from './orbit-set.ts';
import { Orbits } from './orbits.ts';
import type { Retrace } from './retrace.ts';
import type { RunMemory } from './run-memory.ts';
import type { StateArena } from './state-arena.ts';
import type { StepTables } from './step-tables.ts';
import { pairsOf } from './trial-renamings.ts';

/** What a search that goes on has to know of one that stopped. */
export interface SymmetryRecord {
  /** How many steps were asked for as images, and whether that was little enough for a proof. */
  readonly asked: number;
  readonly isProved: boolean;
  /** Which renamings are next for claims, and whether some were missed. */
  readonly triedUpTo: number;
  readonly hasMissed: boolean;
}

export interface SymmetryParts {
  readonly tables: StepTables;
  readonly arena: StateArena;
  readonly memory: RunMemory;
  readonly retrace: Retrace;
  readonly memoryLimit: Memory;
}

export class Symmetry {
  /** In place of the visited set. */
  readonly known: OrbitSet;
  readonly trials: ClaimTrials;
  readonly #system: System;
  readonly #tables: StepTables;
  readonly #arena: StateArena;
  readonly #retrace: Retrace;
  readonly #exchanges: readonly Exchange[];
  readonly #asymmetry: Asymmetry;
  readonly #check: DeclarationCheck;
  readonly #orders: MessageOrders;

  /** `limit`: how many steps may be asked for as images before no more than what the search meets is compared. */
  constructor(system: System, properties: readonly Property[], parts: SymmetryParts, limit = askedMax) {
    const { interchangeable, actorNames } = system;
    const { tables, arena, retrace, memoryLimit } = parts;
    this.#system = system;
    this.#tables = tables;
    this.#arena = arena;
    this.#retrace = retrace;
    const members = interchangeable.flatMap((blocks, group) => blocks.map((block) => ({ group, names: namesOf(block), places: namesOf(block).map((name) => actorNames.indexOf(name)) })));
    this.#exchanges = exchangesOf(interchangeable).map((names) => ({ names, places: Int32Array.from(actorNames, (name) => actorNames.indexOf(names.get(name) ?? name)) }));
    this.#asymmetry = new Asymmetry(tables.actors, interchangeable);
    const images = new ComponentImages(system.id, tables.actors, this.#exchanges, this.#asymmetry);
    this.#check = new DeclarationCheck(tables, images, this.#asymmetry, pairsOf(interchangeable), limit);
    this.#orders = new MessageOrders(system, this.#check.loose, parts);
    const orbits = new Orbits(images, new Marks(tables.actors, members, this.#exchanges), tables.actorCount, members);
    this.known = new OrbitSet(arena, orbits, memoryLimit);
    this.trials = new ClaimTrials(system, properties, tables.actors, orbits);
  }

  /** Whether records of steps are wanted: messages go out in an order that is not permuted with names. */
  get wantsSteps(): boolean {
    return this.#check.loose.any;
  }

  /** Whether the machines have been held to the declaration in everything, and each claim under every renaming. */
  get isProved(): boolean {
    return this.#check.isProved && this.trials.areAll;
  }

  /** A limit that was met where claims are tried. */
  get limit(): StopReason | null {
    return this.trials.limit;
  }

  /** Holds the initial state to the declaration, and notes the orbits of the states there are. @throws {ModelError} `asymmetric-machine`. */
  begin(): void {
    this.#check.compareStart();
    this.known.renew();
  }

  /**
   * Holds what came up in a batch to the declaration, and finds its representatives; to be called before it is judged.
   *
   * @throws {ModelError} `asymmetric-machine`, `asymmetric-order`, with the run that leads to where it shows.
   * @throws {LimitReached} when XState may not be asked more; then nothing of the batch may be taken in.
   */
  meet(batch: Candidates): void {
    try {
      this.#check.settle();
      this.#orders.check(batch);
      this.known.prepare(batch.words, batch.count);
    } catch (error) {
      if (error instanceof ModelError && error.code === 'asymmetric-machine') throw error.after(this.#runIn(batch));
      throw error;
    }
  }

  record(): SymmetryRecord {
    return { asked: this.#asymmetry.asked, isProved: this.#check.isProved, triedUpTo: this.trials.triedUpTo, hasMissed: this.trials.hasMissed };
  }

  restore({ asked, isProved, triedUpTo, hasMissed }: SymmetryRecord): void {
    this.#asymmetry.asked = asked;
    this.#check.isProved = isProved;
    this.trials.triedUpTo = triedUpTo;
    this.trials.hasMissed = hasMissed;
  }

  /** The stimuli that are enabled in some state, given those that are in some state that was met. */
  enabledUnderAllNames(enabledOnce: Uint8Array): Uint8Array {
    const enabled = enabledOnce.slice();
    const texts = this.#system.stimuli.map((stimulus) => stimulusText(stimulus));
    const frontier = [...enabled.keys()].filter((index) => enabled[index] === 1);
    for (const met of frontier) {
      const stimulus = this.#system.stimuli[met];
      if (stimulus === undefined) continue;
      for (const { names } of this.#exchanges) {
        const image = stimulusText(stimulusUnder(stimulus, names));
        texts.forEach((text, index) => {
          if (text !== image || enabled[index] === 1) return;
          enabled[index] = 1;
          frontier.push(index);
        });
      }
    }
    return enabled;
  }

  /** The run to the first step of a batch in which what the last fault is told of was done; else to a state in which it was asked about. */
  #runIn({ first, ends }: Candidates): Run {
    const { toldOf } = this.#asymmetry;
    if (toldOf === null) return [];
    const states = Array.from(ends, (_, i) => first + i);
    for (const state of states) {
      const shown = this.#retrace.steps(state).find(({ log, from, to }) => this.#isIn(toldOf, log, from, to));
      if (shown !== undefined) return [...this.#retrace.runTo(state), this.#tables.label(shown.label)];
    }
    const { component } = this.#tables.actor(toldOf.place).step(toldOf.step);
    const fields = new Int32Array(this.#arena.layout.mask.length);
    const asked = states.find((state) => {
      this.#arena.read(state, fields);
      return fields[toldOf.place] === component;
    });
    return this.#retrace.runTo(asked ?? first);
  }

  #isIn({ place, step }: { readonly place: number; readonly step: number }, log: Int32Array, from: number, to: number): boolean {
    for (let at = from; at < to; at += perDelivery) {
      const taken = log[at] ?? -1;
      if (taken >= 0 && this.#tables.places[taken] === place && this.#tables.numbers[taken] === step) return true;
    }
    return false;
  }
}
