/**
 * A system driven by hand: each step is taken by the reference semantics and, with all steps before it, by live actors.
 */
import { expect, vi } from 'vitest';
import { createMachine as create, type ActionArgs, type AnyActorRef, type AnyMachineSnapshot, type AnyStateMachine, type EventObject, type MachineContext } from 'xstate';
import { defineSystem, type Actors, type System } from '../../src/system/define-system.ts';
import { modeText } from '../../src/system/local-step.ts';
import { ModelError } from '../../src/system/model-error.ts';
import type { Delivery } from '../../src/system/run-to-completion.ts';
import type { StepLabel } from '../../src/system/step-label.ts';
import { semanticsOf, type SystemState } from '../../src/system/step.ts';
import { replayLive } from '../../src/trace/replay-live.ts';
import { traceOf } from '../../src/trace/trace.ts';

// XState's development build warns of mail to stopped actors, which some of these systems send on purpose.
vi.spyOn(console, 'warn').mockImplementation(() => {});

/** Makes a machine of any config: XState infers contexts like `{ log: never[] }`, to which nothing can be assigned. */
export function createMachine(config: object): AnyStateMachine {
  const machine: unknown = create(config);
  return machine as AnyStateMachine;
}

/** The target of a `sendTo`, by name. */
export const to = (name: string) => ({ system }: Pick<ActionArgs<MachineContext, EventObject, EventObject>, 'system'>): AnyActorRef => system.get(name) as AnyActorRef;

/** A system in which every actor may be sent every one of these events. */
export function systemOf(actors: Actors, events: readonly (string | EventObject)[]): System {
  const given = events.map((event) => (typeof event === 'string' ? { type: event } : event));
  const stimuli = Object.keys(actors).flatMap((name) => given.map((event) => ({ to: name, event })));
  return defineSystem({ id: 'by-hand', actors, stimuli });
}

export class Driven {
  readonly #semantics;
  readonly #labels: StepLabel[] = [];
  readonly opening: readonly Delivery[];
  state: SystemState;
  /** What was handled in the last step, as `from → to EVENT (reception)`; `(taken)` is left out. */
  heard: readonly string[];
  emitted: readonly EventObject[] = [];

  constructor(system: System) {
    this.#semantics = semanticsOf(system);
    const { state, deliveries } = this.#semantics.start();
    this.state = state;
    this.opening = deliveries;
    this.heard = deliveries.map(lineOf);
    this.#agree();
  }

  get enabled(): readonly string[] {
    return this.#semantics.enabled(this.state).map((label) => `${label.to} ${label.event.type}`);
  }

  get timers(): readonly string[] {
    return this.state.timers.map(({ from, to, event, sendId, orphan }) => `${from}→${to} ${event.type}${sendId === null ? '' : ` as ${sendId}`}${orphan ? ' (orphan)' : ''}`);
  }

  snapshot(name: string): AnyMachineSnapshot {
    return this.#semantics.view(this.state).actors[name] ?? expect.fail(`no actor ${name}`);
  }

  mode(name: string): string {
    return modeText(this.snapshot(name).value);
  }

  context(name: string): unknown {
    return this.snapshot(name).context;
  }

  /** Gives a stimulus that must be enabled. */
  give(name: string, type: string): this {
    return this.#take((label) => label.kind === 'stimulus' && label.to === name && label.event.type === type, `${name} ${type}`);
  }

  /** Expires the pending timer of an event; `orphan` tells two of one event apart. */
  expire(type: string, { orphan = false }: { readonly orphan?: boolean } = {}): this {
    return this.#take((label) => label.kind === 'timer' && label.event.type.includes(type) && label.orphan === orphan, `timer ${type}`);
  }

  #take(wanted: (label: StepLabel) => boolean, name: string): this {
    const label = this.#semantics.enabled(this.state).find(wanted) ?? expect.fail(`${name} is not enabled; enabled: ${this.enabled.join(', ')}`);
    const taken = this.#semantics.take(this.state, label);
    this.#labels.push(label);
    this.state = taken.after;
    this.heard = taken.deliveries.map(lineOf);
    this.emitted = taken.deliveries.flatMap((delivery) => delivery.emitted);
    this.#agree();
    return this;
  }

  #agree(): void {
    expect(replayLive(this.#semantics, traceOf(this.#semantics, this.#labels))).toBeNull();
  }
}

export function drive(actors: Actors, events: readonly (string | EventObject)[]): Driven {
  return new Driven(systemOf(actors, events));
}

/** The model error that an act ends in. */
export function modelErrorOf(act: () => unknown): ModelError {
  try {
    act();
  } catch (error) {
    if (error instanceof ModelError) return error;
    throw error;
  }
  return expect.fail('no model error');
}

function lineOf({ from, to, event, reception }: Delivery): string {
  return `${from ?? 'environment'} → ${to} ${event.type}${reception === 'taken' ? '' : ` (${reception})`}`;
}
