/**
 * Sampling: random walks held to all properties at once, and what they find made short.
 *
 *   pass one   runs 0, 1, 2, ... from the seed, every open claim on every run
 *   then       for each claim decided: fast-check itself shrinks its run, from { seed, path: run }
 *
 * Both passes are ordinary checks of fast-check over `walks`, so that seed and path of the report find the very same walk
 * in anyone's `fc.assert`. No trace is reported before it has been replayed, by the reference and on live actors.
 */
import { asyncProperty, check, type Arbitrary } from 'fast-check';
import { collectCoverage } from '../property/coverage.ts';
import { builtIns, type BuiltIn } from '../property/built-in.ts';
import { Ledger } from '../property/ledger.ts';
import type { Property } from '../property/property.ts';
import { expectationOf } from '../property/suite.ts';
import type { StopReason, Verdict } from '../property/verdict.ts';
import type { Actors, StateView, System } from '../system/define-system.ts';
import { replayed } from '../trace/replay-live.ts';
import { knownStatesOf } from './known-states.ts';
import { verdictOn } from './holds-on.ts';
import { rememberingAnswers } from './remembering-answers.ts';
import { meetsExpectation, openVerdictOf, type Found, type FoundVerdict, type PropertySample, type SampleOptions, type SampleReport } from './sample-report.ts';
import { showWalk } from './show-walk.ts';
import { StayTally } from './stay-tally.ts';
import type { Walk } from './walk.ts';
import { lengthMaxDefault, walks } from './walks.ts';

/** How long it works before it lets the process hear a Ctrl-C. */
const sliceMs = 50;

/**
 * Holds random runs of a system to properties, and to what is claimed of every system.
 *
 * A claim that no run refutes is `sampled`, never `holds`. Interrupted, it reports the runs done; what they found is then
 * as short as the time allowed.
 * @throws {ModelError} when a machine does what a checked machine must not, with the steps that lead to it.
 * @throws {DisagreementError} when live actors go another way than the trace: a defect of the checker.
 * @throws {RangeError} when `runs` or `lengthMax` is not a whole number.
 * @example (await sample(system, [oneWriter], { runs: 10_000, seed: 1 })).properties[0].verdict.kind // 'sampled'
 */
export async function sample<A extends Actors>(system: System<A>, properties: readonly Property<StateView<A>>[], options: SampleOptions): Promise<SampleReport> {
  if (!Number.isInteger(options.runs) || options.runs < 1) throw new RangeError(`runs is ${options.runs}; it is a whole number of at least 1`);
  const sampling = new Sampling(system, properties, options);
  const stopped = await sampling.takeRuns();
  return sampling.report(stopped);
}

class Sampling {
  readonly #system: System;
  readonly #claims: readonly (Property | BuiltIn)[];
  readonly #lengthMax: number;
  readonly #walks: Arbitrary<Walk>;
  readonly #options: SampleOptions;
  readonly #ledger: Ledger;
  readonly #coverage: ReturnType<typeof collectCoverage>;
  readonly #covered = new WeakSet<object>();
  readonly #stays: readonly StayTally[];
  /** The run in which each decided claim was decided. */
  readonly #decidedIn = new Map<string, number>();
  readonly #startedMs = performance.now();
  #sliceStartedMs = this.#startedMs;
  #runs = 0;
  #steps = 0;

  constructor(system: System, properties: readonly Property[], options: SampleOptions) {
    const always = options.builtIns ?? builtIns;
    this.#system = system;
    this.#claims = [...properties, ...always];
    this.#lengthMax = options.lengthMax ?? lengthMaxDefault;
    this.#walks = walks(system, { lengthMax: this.#lengthMax });
    this.#options = options;
    this.#ledger = new Ledger(rememberingAnswers(properties), always, (id) => this.#decidedIn.set(id, this.#runs));
    this.#coverage = collectCoverage(system);
    this.#stays = properties.flatMap((property) => ('during' in property ? [new StayTally(property)] : []));
  }

  /** Pass one: every run, until told to stop. */
  async takeRuns(): Promise<StopReason | null> {
    const { seed, runs } = this.#options;
    const stop = new Error('interrupted');
    const everyRun = asyncProperty(this.#walks, async (walk) => {
      if (this.#isInterrupted) throw stop;
      showWalk(this.#ledger, walk);
      this.#cover(walk);
      for (const tally of this.#stays) tally.note(walk, this.#runs);
      this.#runs += 1;
      this.#steps += walk.steps.length;
      await this.#breathe();
    });
    const { failed, errorInstance } = await check(everyRun, { seed, numRuns: runs, endOnFailure: true });
    if (!failed) return null;
    if (errorInstance === stop) return { kind: 'interrupted' };
    throw errorInstance;
  }

  async report(stopped: StopReason | null): Promise<SampleReport> {
    const verdicts = this.#ledger.close({ kind: 'interrupted' }, this.#runs + this.#steps, this.#steps);
    const properties: PropertySample[] = [];
    for (const claim of this.#claims) {
      const verdict = verdicts.get(claim.id);
      if (verdict !== undefined) properties.push(await this.#reportOn(claim, verdict, stopped));
    }
    return {
      system: this.#system,
      semantics: knownStatesOf(this.#system).semantics,
      seed: this.#options.seed,
      lengthMax: this.#lengthMax,
      runs: this.#runs,
      stopped,
      steps: this.#steps,
      properties,
      stays: this.#stays.map((tally) => tally.sample()),
      coverage: this.#coverage.result(),
      asExpected: properties.every(({ expected, verdict }) => meetsExpectation(expected, verdict)),
      elapsedMs: performance.now() - this.#startedMs,
    };
  }

  async #reportOn(claim: Property | BuiltIn, verdict: Verdict, stopped: StopReason | null): Promise<PropertySample> {
    const { id, kind, requirements, statement } = claim;
    const expected = expectationOf(claim, this.#options.expect ?? {});
    const tested = 'tested' in verdict ? verdict.tested : 0;
    const run = this.#decidedIn.get(id);
    if (run === undefined || !isFound(verdict)) {
      return { id, kind, requirements, statement, expected, tested, runs: this.#runs, verdict: openVerdictOf(claim, tested, this.#runs, stopped), found: null };
    }
    const { found, shortest } = await this.#shrink(claim, run);
    return { id, kind, requirements, statement, expected, tested, runs: run + 1, verdict: asFound(verdict, shortest), found };
  }

  /** The run that decided a claim, shrunk by fast-check from its place in the sequence of runs. */
  async #shrink(claim: Property | BuiltIn, run: number): Promise<{ readonly found: Found; readonly shortest: FoundVerdict }> {
    const failures: { readonly verdict: FoundVerdict; readonly walk: Walk }[] = [];
    const thrown: unknown[] = [];
    let tried = 0;
    const staysOpen = asyncProperty(this.#walks, async (walk) => {
      // Once interrupted, every shorter walk passes, and so the shortest one so far is the result.
      if (thrown.length > 0 || (tried > 0 && this.#isInterrupted)) return true;
      tried += 1;
      await this.#breathe();
      try {
        const verdict = verdictOn(claim, walk);
        if (isFound(verdict)) failures.push({ verdict, walk });
        return !isFound(verdict);
      } catch (error) {
        thrown.push(error);
        return true;
      }
    });
    const { counterexamplePath } = await check(staysOpen, { seed: this.#options.seed, path: String(run), numRuns: 1 });
    if (thrown.length > 0) throw thrown[0];
    const first = failures[0];
    const last = failures.at(-1);
    if (first === undefined || last === undefined || counterexamplePath === null) throw new RangeError(`run ${run} no longer decides ${claim.id}`);
    const trace = replayed(last.walk.semantics, last.walk.traceTo(last.verdict.run?.length ?? 0));
    const found = { run, length: first.walk.steps.length, shrunk: trace.steps.length, candidates: tried - 1, kept: failures.length - 1, path: counterexamplePath, trace };
    return { found, shortest: last.verdict };
  }

  /** A step remembered by the table of known states is one object, so that it is counted once. */
  #cover(walk: Walk): void {
    const first = walk.known[0];
    if (first !== undefined && this.#isNew(first)) this.#coverage.delivered(walk.opening);
    for (const step of walk.steps) if (this.#isNew(step)) this.#coverage.delivered(step.deliveries);
    for (const state of walk.known) {
      if (!this.#isNew(state.labels)) continue;
      for (const label of state.labels) if (label.kind === 'stimulus') this.#coverage.stimulusEnabled(label.index);
    }
  }

  #isNew(thing: object): boolean {
    if (this.#covered.has(thing)) return false;
    this.#covered.add(thing);
    return true;
  }

  get #isInterrupted(): boolean {
    return this.#options.signal?.aborted === true;
  }

  async #breathe(): Promise<void> {
    if (performance.now() - this.#sliceStartedMs < sliceMs) return;
    this.#options.onProgress?.({ runs: this.#runs, runsMax: this.#options.runs, steps: this.#steps, elapsedMs: performance.now() - this.#startedMs, violations: this.#ledger.violations });
    await new Promise((resolve) => setImmediate(resolve));
    this.#sliceStartedMs = performance.now();
  }
}

function isFound(verdict: Verdict): verdict is FoundVerdict {
  return verdict.kind === 'violated' || verdict.kind === 'witnessed';
}

/** The verdict of all runs, shown by the shortest one; what that one shows is named first. */
function asFound(verdict: FoundVerdict, shortest: FoundVerdict): FoundVerdict {
  if (verdict.kind === 'witnessed' || shortest.kind === 'witnessed') return { ...shortest, tested: verdict.tested };
  return { ...shortest, tested: verdict.tested, details: [...new Set([...shortest.details, ...verdict.details])] };
}
