/**
 * The states that a model may be in after what has been seen of it: trace inclusion by subsets, made as they are needed.
 *
 *   seen        migrate        active, 1              active, 3                    completed, 5
 *   possible   {s0} ──────▶ {s1} ──∙∙∙──▶ {s4, s7} ──∙∙∙──▶ {s19, s20, s31} ──∙∙∙──▶ {s44}
 *                                 steps that a log does not show
 *
 * A log does not show every step: replies are samples, taken every so often, and between two of them anything may happen that the model
 * can do without a command. So each line is met by all states that can be reached without one and look as the line says. When
 * there are none, no run of the model gives this log, and the line is the first that shows it: every shorter log is given by some run.
 *
 * The search for one line is bounded twice. It passes no state of a later pass than the line's, which loses nothing, because passes
 * only count upwards until the next `migrate`, and that is a command. And it ends at `statesMax`, which is reported.
 */
import type { System } from '../system/define-system.ts';
import { semanticsOf, type Semantics, type SystemState } from '../system/step.ts';
import type { MonitorCommand, MonitorView, QmpReading, QmpSize } from './qmp-reading.ts';

/** `pass`: the last one of the migration that is under way, or was. There is one object for each, so that two are the same exactly when they are identical. */
interface Possible {
  readonly state: SystemState;
  readonly pass: number;
  readonly view: MonitorView | null;
}

interface Successor {
  /** Null for what happens by itself. */
  readonly command: MonitorCommand | null;
  readonly after: Possible;
}

/** `none`: no state looks so. `cut-off`: none was found among as many as were looked at. */
export type Met = 'met' | 'none' | 'cut-off';

export class PossibleStates {
  readonly #graph: PossibleGraph;
  readonly #statesMax: number;
  #possible: ReadonlySet<Possible>;
  #statesMost = 1;

  constructor(reading: QmpReading, size: QmpSize, statesMax: number) {
    this.#graph = graphOf(reading.system(size), reading);
    this.#statesMax = statesMax;
    this.#possible = new Set([this.#graph.start]);
  }

  /** Goes on to the states that look as wanted, without a command and without a pass later than `passMax`; stays where it is if there are none. */
  see(wanted: (view: MonitorView) => boolean, passMax: number): Met {
    const { found, complete } = this.#reachable(passMax);
    return this.#goOn([...found].filter(({ view }) => view !== null && wanted(view)), complete);
  }

  /**
   * Takes a command that QEMU has carried out, at any time since the last line. `needed`: where the model has no such step it
   * cannot have been; else it changes nothing there.
   */
  take(command: MonitorCommand, passMax: number, needed: 'needed' | 'not-needed', before: (view: MonitorView) => boolean): Met {
    const { found, complete } = this.#reachable(passMax);
    const able = [...found].filter(({ view }) => view !== null && before(view));
    const after = able.flatMap((possible) => {
      const taken = this.#graph.stepsOf(possible).filter((step) => step.command === command).map((step) => step.after);
      return taken.length > 0 || needed === 'needed' ? taken : [possible];
    });
    return this.#goOn(after, complete);
  }

  /** Everything that could be seen next, up to the pass given. */
  next(passMax: number): readonly MonitorView[] {
    return [...this.#reachable(passMax).found].flatMap(({ view }) => (view === null ? [] : [view]));
  }

  get model(): { readonly id: string; readonly scope: string } {
    const { id, scope } = this.#graph.system;
    return { id, scope };
  }

  /** The most states that the search for one line has reached. */
  get statesMost(): number {
    return this.#statesMost;
  }

  #goOn(after: readonly Possible[], complete: boolean): Met {
    if (after.length === 0) return complete ? 'none' : 'cut-off';
    this.#possible = new Set(after);
    return 'met';
  }

  #reachable(passMax: number): { readonly found: ReadonlySet<Possible>; readonly complete: boolean } {
    const found = new Set(this.#possible);
    // A Set hands out what is put in while it is walked through: it is the queue as well.
    for (const possible of found) {
      for (const { command, after } of this.#graph.stepsOf(possible)) {
        if (command !== null || after.pass > passMax || found.has(after)) continue;
        if (found.size >= this.#statesMax) return { found, complete: false };
        found.add(after);
      }
    }
    this.#statesMost = Math.max(this.#statesMost, found.size);
    return { found, complete: true };
  }
}

/** The states of a system as far as they were asked for, with what follows each. */
class PossibleGraph {
  readonly #reading: QmpReading;
  readonly #semantics: Semantics;
  readonly #known = new Map<string, Possible>();
  readonly #steps = new Map<Possible, readonly Successor[]>();
  readonly system: System;
  readonly start: Possible;

  constructor(system: System, reading: QmpReading) {
    this.system = system;
    this.#reading = reading;
    this.#semantics = semanticsOf(system);
    this.start = this.#possible(this.#semantics.start().state, 0);
  }

  stepsOf(possible: Possible): readonly Successor[] {
    const known = this.#steps.get(possible);
    if (known !== undefined) return known;
    const view = this.#semantics.view(possible.state);
    const steps = this.#semantics.enabled(possible.state).flatMap((label): readonly Successor[] => {
      const step = { to: label.kind === 'tick' ? '' : label.to, type: label.kind === 'tick' ? 'tick' : label.event.type };
      if (!this.#reading.matters(view, step)) return [];
      const { after, stutter } = this.#semantics.take(possible.state, label);
      const command = label.kind === 'stimulus' ? this.#reading.command(step) : null;
      return stutter && command === null ? [] : [{ command, after: this.#possible(after, possible.pass) }];
    });
    this.#steps.set(possible, steps);
    return steps;
  }

  #possible(state: SystemState, passBefore: number): Possible {
    const seen = this.#semantics.view(state);
    const pass = this.#reading.pass(seen) ?? passBefore;
    const key = `${pass} ${state.key}`;
    const possible = this.#known.get(key) ?? { state, pass, view: this.#reading.view(seen, pass) };
    this.#known.set(key, possible);
    return possible;
  }
}

/** Kept for the next log that is replayed against the same system. */
const graphs = new WeakMap<System, WeakMap<QmpReading, PossibleGraph>>();

function graphOf(system: System, reading: QmpReading): PossibleGraph {
  const ofSystem = graphs.get(system) ?? new WeakMap<QmpReading, PossibleGraph>();
  graphs.set(system, ofSystem);
  const graph = ofSystem.get(reading) ?? new PossibleGraph(system, reading);
  ofSystem.set(reading, graph);
  return graph;
}
