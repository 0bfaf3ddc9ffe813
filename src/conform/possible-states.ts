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
import type { StepLabel } from '../system/step-label.ts';
import { semanticsOf, type Semantics, type SystemState } from '../system/step.ts';
import type { MonitorCommand, MonitorView, QmpReading, QmpSize } from './qmp-reading.ts';

/** `pass`: the last one of the migration that is under way, or was. */
interface Possible {
  readonly key: string;
  readonly state: SystemState;
  readonly pass: number;
  readonly view: MonitorView | null;
}

interface Successor {
  readonly command: MonitorCommand | null;
  readonly after: Possible;
}

type Set = ReadonlyMap<string, Possible>;

/** `none`: no state looks so. `cut-off`: none was found among as many as were looked at. */
export type Met = 'met' | 'none' | 'cut-off';

/** What is known of a system, kept for the next log that is replayed against it. */
interface Memory {
  readonly semantics: Semantics;
  readonly successors: Map<string, readonly Successor[]>;
}

const memories = new WeakMap<System, WeakMap<QmpReading, Memory>>();

function memoryOf(system: System, reading: QmpReading): Memory {
  const ofSystem = memories.get(system) ?? new WeakMap<QmpReading, Memory>();
  memories.set(system, ofSystem);
  const memory = ofSystem.get(reading) ?? { semantics: semanticsOf(system), successors: new Map() };
  ofSystem.set(reading, memory);
  return memory;
}

export class PossibleStates {
  readonly #reading: QmpReading;
  readonly #semantics: Semantics;
  readonly #statesMax: number;
  readonly #successors: Map<string, readonly Successor[]>;
  #possible: Set;
  #statesMost = 1;

  constructor(reading: QmpReading, size: QmpSize, statesMax: number) {
    this.#reading = reading;
    const { semantics, successors } = memoryOf(reading.system(size), reading);
    this.#semantics = semantics;
    this.#successors = successors;
    this.#statesMax = statesMax;
    const start = this.#possibleIn(this.#semantics.start().state, 0);
    this.#possible = new Map([[start.key, start]]);
  }

  /** Goes on to the states that look as wanted, without a command and without a pass later than `passMax`; stays where it is if there are none. */
  see(wanted: (view: MonitorView) => boolean, passMax: number): Met {
    const { found, complete } = this.#reachable(passMax);
    const after = [...found.values()].filter(({ view }) => view !== null && wanted(view));
    if (after.length === 0) return complete ? 'none' : 'cut-off';
    this.#possible = byKey(after);
    return 'met';
  }

  /**
   * Takes a command that QEMU has carried out, at any time since the last line. `needed`: where the model has no such step it
   * cannot have been; else it changes nothing there.
   */
  take(command: MonitorCommand, passMax: number, needed: 'needed' | 'not-needed', before: (view: MonitorView) => boolean): Met {
    const { found, complete } = this.#reachable(passMax);
    const after = [...found.values()].filter(({ view }) => view !== null && before(view)).flatMap((possible) => {
      const taken = this.#stepsOf(possible).filter((step) => step.command === command).map((step) => step.after);
      return taken.length > 0 || needed === 'needed' ? taken : [possible];
    });
    if (after.length === 0) return complete ? 'none' : 'cut-off';
    this.#possible = byKey(after);
    return 'met';
  }

  /** Everything that could be seen next, up to the pass given. */
  next(passMax: number): readonly MonitorView[] {
    return [...this.#reachable(passMax).found.values()].flatMap(({ view }) => (view === null ? [] : [view]));
  }

  /** The most states that the search for one line has reached. */
  get statesMost(): number {
    return this.#statesMost;
  }

  #reachable(passMax: number): { readonly found: Set; readonly complete: boolean } {
    const found = new Map(this.#possible);
    // A Map hands out what is put in while it is walked through: it is the queue as well.
    for (const possible of found.values()) {
      for (const { command, after } of this.#stepsOf(possible)) {
        if (command !== null || after.pass > passMax || found.has(after.key)) continue;
        if (found.size >= this.#statesMax) return { found, complete: false };
        found.set(after.key, after);
      }
    }
    this.#statesMost = Math.max(this.#statesMost, found.size);
    return { found, complete: true };
  }

  #stepsOf(possible: Possible): readonly Successor[] {
    const known = this.#successors.get(possible.key);
    if (known !== undefined) return known;
    const state = this.#semantics.view(possible.state);
    const successors = this.#semantics.enabled(possible.state).flatMap((label): readonly Successor[] => {
      const step = { to: label.kind === 'tick' ? '' : label.to, type: typeOf(label) };
      if (!this.#reading.matters(state, step)) return [];
      const { after, stutter } = this.#semantics.take(possible.state, label);
      return stutter ? [] : [{ command: label.kind === 'stimulus' ? this.#reading.command(step) : null, after: this.#possibleIn(after, possible.pass) }];
    });
    this.#successors.set(possible.key, successors);
    return successors;
  }

  #possibleIn(state: SystemState, before: number): Possible {
    const seen = this.#semantics.view(state);
    const pass = this.#reading.pass(seen) ?? before;
    return { key: `${pass} ${state.key}`, state, pass, view: this.#reading.view(seen, pass) };
  }
}

function byKey(states: readonly Possible[]): Set {
  return new Map(states.map((possible) => [possible.key, possible]));
}

function typeOf(label: StepLabel): string {
  return label.kind === 'tick' ? 'tick' : label.event.type;
}
