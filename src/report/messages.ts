/**
 * Every error in words: the one place where they are written.
 *
 * Errors are data elsewhere (`ModelFault`, `TraceFault`, `UsageFault`); each code gets its sentence, its values and its advice
 * here, those of checkpoints in checkpoint-messages.ts. No blame, no "invalid input", no stack trace unless the bug is ours.
 *
 * Longer than 250 lines because every code has its words in one place.
 */
import { renamingText } from '../system/interchangeable.ts';
import type { NoLog } from '../conform/qmp-report.ts';
import type { ModelFault, Place } from '../system/model-error.ts';
import type { Semantics } from '../system/step.ts';
import { leavesOf } from '../trace/diff.ts';
import type { TraceFault } from '../trace/trace.ts';
import type { Message } from './message.ts';
import { nearest } from './nearest.ts';
import type { PropertyError } from './property-error.ts';
import { countOf } from './quantities.ts';
import { delayText } from '../system/delay-text.ts';
import { eventText, stepText } from '../trace/step-words.ts';
import type { UsageFault } from './usage-fault.ts';

/** A slip on the command line is told in one line; a file that cannot be used, in the usual four parts. */
export function usageMessage(fault: UsageFault, program: string): Message {
  const { code } = fault;
  switch (fault.code) {
    case 'unknown-command':
      return oneLine(code, `there is no command ${fault.given}; the nearest is ${nearestOf(fault)}.`);
    case 'unknown-option':
      return oneLine(code, `${fault.command} has no option ${fault.given}; the nearest is ${nearestOf(fault)}.`);
    case 'unknown-suite':
      return oneLine(code, `there is no suite ${fault.given}; the nearest is ${nearestOf(fault)}.`);
    case 'unknown-scope':
      return oneLine(code, `suite ${fault.suite} has no scope ${fault.given}; the nearest is ${nearestOf(fault)}.`);
    case 'unknown-property':
      return oneLine(code, `${fault.suites.length === 1 ? `suite ${fault.suites.join('')} has` : `${countOf(fault.suites.length, 'suite')} have`} no property ${fault.given}; the nearest is ${nearestOf(fault)}.`);
    case 'unknown-subject':
      return oneLine(code, `there is no machine, system or suite ${fault.given}; the nearest is ${nearestOf(fault)}.`);
    case 'missing-value':
      return oneLine(code, `${fault.option} needs ${fault.wanted}.`);
    case 'unexpected-value':
      return oneLine(code, `${fault.option} takes no value, but was given ${fault.given}.`);
    case 'bad-value':
      return oneLine(code, `${fault.option} takes ${fault.wanted}, not ${fault.given}${fault.nearest === null ? '' : `; the nearest is ${fault.nearest}`}.`);
    case 'conflicting-options':
      return oneLine(code, `${fault.one} does not go with ${fault.other}: ${fault.because}.`);
    case 'missing-argument':
      return oneLine(code, `${fault.command} needs ${fault.wanted}: ${program} ${fault.usage}`);
    case 'unexpected-argument':
      return oneLine(code, `${fault.command} has no use for ${fault.given}: ${program} ${fault.usage}`);
    case 'file-not-found':
      return oneLine(code, `there is no file ${fault.path}${fault.nearest === null ? '' : `; the nearest is ${fault.nearest}`}.`);
    case 'file-broken':
      return {
        code,
        headline: `${fault.path} ${fault.when === 'compiling' ? 'does not compile' : 'cannot be imported'}.`,
        values: [...(fault.place === null ? [] : [['at', fault.place] as const]), ['problem', fault.problem]],
        advice: fault.problem.includes('strip-only') ? 'Node runs TypeScript by leaving out its types; what needs a compiler (enum, namespace, parameter properties) it cannot run.' : null,
      };
    case 'file-without-system':
      return {
        code,
        headline: `${fault.path} exports no system.`,
        values: [['exports', fault.exported.length === 0 ? 'nothing' : fault.exported.join(' · ')]],
        advice: `Export one: \`export const system = defineSystem({ ... })\`, and beside it \`export const properties = [ ... ]\`. \`${program} check --help\` lists what a file may export.`,
      };
    case 'bad-export':
      return { code, headline: `${fault.path} exports ${fault.name}, which ${fault.problem}.`, values: [], advice: `\`${program} check --help\` lists what a file may export.` };
    case 'one-suite':
      return oneLine(code, `${fault.option} is for one suite, and ${fault.names.length} are named: ${fault.names.join(', ')}. Name one of them.`);
    case 'options-exclude':
      return oneLine(code, `--resume goes on writing to its own directory; leave out ${fault.option}.`);
    case 'option-alone':
      return oneLine(code, `${fault.option} has no use without ${fault.wanted}.`);
    case 'unknown-format':
      return oneLine(code, `conform knows no logs of kind ${fault.given}; the nearest is ${nearestOf(fault)}.`);
    case 'not-a-qmp-log':
      return noLogMessage(code, fault.path, fault.because);
    case 'cannot-read':
      return oneLine(code, `cannot read ${fault.path}: ${fault.problem}.`);
    case 'cannot-write':
      return oneLine(code, `cannot write ${fault.path}: ${fault.problem}.`);
  }
}

function noLogMessage(code: string, path: string, because: NoLog): Message {
  switch (because.kind) {
    case 'empty':
      return oneLine(code, `${path} is empty, so nothing in it conforms to anything.`);
    case 'foreign':
      return {
        code,
        headline: `${path} is no QMP log: ${because.lines === 1 ? 'its only line is no message' : `of its ${countOf(because.lines, 'line')} none is a message`} of QMP.`,
        values: [[`line ${because.firstLine}`, because.first === '' ? 'no text' : because.first]],
        advice: 'A log has one message a line: as JSON, as it is on the wire, or like `QMP reply [src1] query-migrate: {...}`.',
      };
    case 'no-migration':
      return {
        code,
        headline: `${path} has ${countOf(because.messages, 'message')} of QMP, and no migration among them.`,
        values: [],
        advice: 'Log the monitor of the source: `migrate`, and `query-migrate` every so often until it has ended.',
      };
  }
}

/** A trace that does not replay; `again` is the command that makes a fresh one. */
export function traceMessage(fault: TraceFault, semantics: Semantics | null, again: string): Message {
  const { code } = fault;
  const remedy = `Run \`${again}\` for a fresh one.`;
  switch (fault.code) {
    case 'trace-malformed':
      return oneLine(code, `${fault.text} is not a trace; a trace is like 0.2.6.3@c41e77b09a3f, or 0.2.6.3 alone.`);
    case 'trace-of-another-system':
      return {
        code,
        headline: `trace ${fault.text} was recorded on another version of the system.`,
        values: [['recorded on', fault.recorded], ['this is', fault.present]],
        advice: `The actors, modes, transitions, stimuli or budgets have changed since, or the trace belongs to another suite or scope. ${remedy}`,
      };
    case 'trace-diverged':
      return {
        code,
        headline: `trace ${fault.text} stops replaying at step ${fault.step + 1}: there is no enabled step ${fault.choice} there.`,
        values: [
          ...(semantics === null ? [] : [['state', modesText(semantics, fault.state)] as const]),
          ['enabled', fault.enabled.map((label, i) => `${i} ${stepText(label)}`).join(' · ') || 'no step'],
        ],
        advice: `The system has changed since this trace was recorded. ${remedy}`,
      };
    case 'trace-ends-elsewhere':
      return {
        code,
        headline: `trace ${fault.text} replays, but ends in another state than the one it was recorded in.`,
        values: [['recorded', fault.recorded], ['reached', fault.present]],
        advice: `A guard or an action has changed since this trace was recorded. ${remedy}`,
      };
  }
}

/** A model that cannot be checked. */
export function modelMessage(fault: ModelFault): Message {
  const { code } = fault;
  switch (fault.code) {
    case 'invalid-system':
      return { code, headline: `system ${fault.system} is not well formed: ${fault.problem}.`, values: [], advice: fault.remedy };
    case 'invoke-refused':
      return {
        code,
        headline: `machine ${fault.machine} invokes ${fault.source}, which a checked machine must not yet do.`,
        values: [['actor', fault.actor], ['mode', fault.mode]],
        advice: 'Make the invoked actor an actor of the system, or its result a stimulus.',
      };
    case 'spawn-refused':
      return at(code, fault.place, `machine ${fault.place.machine} spawns an actor, which a checked machine must not yet do.`, [], 'Name every actor in defineSystem.');
    case 'impure-machine':
      return at(
        code,
        fault.place,
        `machine ${fault.place.machine} gave two answers to the same event in the same mode.`,
        differing(fault.first, fault.second),
        'A guard or an action reads something besides context and event: a clock, Math.random, a variable of the module. Make it input, or a stimulus.',
      );
    case 'context-mutated':
      return at(code, fault.place, `machine ${fault.place.machine} changed its context in place.`, [['problem', fault.problem]], 'A context belongs to every state that shares it. Return a new one from assign.');
    case 'reads-other-actor':
      return at(code, fault.place, `machine ${fault.place.machine} reads actor ${fault.target} by ${fault.method}.`, [], 'An actor knows of others only what it is sent. Send it the value.');
    case 'unknown-target':
      return at(code, fault.place, `machine ${fault.place.machine} sends to ${fault.target}, which is no actor of the system.`, [['actors', fault.known.join(' · ')]], `The nearest is ${nearestIn(fault.target, fault.known)}.`);
    case 'unborn-target':
      return at(code, fault.place, `machine ${fault.place.machine} sends to ${fault.target} before ${fault.target} has started.`, [], `Actors start in the order they are declared in. Declare ${fault.target} before ${fault.place.actor}.`);
    case 'stopped-target':
      return at(code, fault.place, `machine ${fault.place.machine} sends to ${fault.target}, which has stopped.`, [], `XState would give the event to the sender instead. Keep ${fault.target} out of a final mode at its top level, or ask first.`);
    case 'off-tick':
      return at(
        code,
        fault.place,
        `machine ${fault.place.machine} sets a delay of ${fault.delayMs} ms, which is no multiple of the tick, ${fault.tickMs} ms.`,
        [['delayed', eventText({ type: fault.delayed })]],
        'In a system with a clock every delay is a whole number of ticks, 0 or more. Round the delay, or give the clock a tick that divides it.',
      );
    case 'too-many-ticks':
      return at(
        code,
        fault.place,
        `machine ${fault.place.machine} sets a delay of ${countOf(fault.delayMs / fault.tickMs, 'tick')}, more than ${countOf(fault.ticksMax, 'tick')}.`,
        [
          ['delayed', eventText({ type: fault.delayed })],
          ['delay', delayText(fault.delayMs)],
          ['tick', delayText(fault.tickMs)],
        ],
        'Each tick of a timer is a state of its own. Give the clock a coarser tick, and round the delays to it.',
      );
    case 'unserialisable':
      return at(code, fault.place, `machine ${fault.place.machine} holds something that is not plain data.`, [['where', fault.path], ['what', fault.found]], 'Contexts, events and outputs are made of objects, arrays, Maps, Sets and primitives, or states could not be told apart.');
    case 'threw':
      return at(code, fault.place, `machine ${fault.place.machine} threw.`, [['thrown', fault.message]], 'A guard or an action fails on this context and event.');
    case 'asymmetric-machine':
      return at(
        code,
        fault.place,
        `machine ${fault.place.machine} tells actors apart that are declared interchangeable.`,
        [['interchangeable', fault.group.join(' · ')], ['permuted', renamingText(fault.names)], ...differing(fault.wanted, fault.found, ['so expected', `but ${fault.counterpart}`])],
        'Whoever refers to one of these actors must do so by its name as a string of its own, keep several in a Set, a Map or a record, and treat all alike. Else take them out of `interchangeable`.',
      );
    case 'asymmetric-order':
      return at(
        code,
        fault.place,
        `machine ${fault.place.machine} sends to interchangeable actors in an order that may make a difference.`,
        [['interchangeable', fault.group.join(' · ')], ['order', fault.targets.join(', ')]],
        'One of them sends or stops in turn, so that who comes first may matter. Send to one at a time, as stimuli of their own, or take them out of `interchangeable`.',
      );
    case 'asymmetric-claim':
      return {
        code,
        headline: `${fault.claim === 'final' ? 'the declaration of final states' : fault.claim} tells actors apart that are declared interchangeable.`,
        values: [
          ['interchangeable', fault.group.join(' · ')],
          ['says', outcomeText(fault.outcome)],
          ['permuted', renamingText(fault.names)],
          ['then says', outcomeText(fault.other)],
        ],
        advice: 'State it of every one of these actors, take them out of `interchangeable`, or check with --no-symmetry.',
      };
    case 'unbounded-step':
      return at(code, fault.place, `one step did not end within ${countOf(fault.count, fault.unit.slice(0, -1))}.`, [], fault.unit === 'microsteps' ? 'An `always` or a `raise` leads round in a circle.' : 'Actors answer each other for ever. What may repeat must be a stimulus or a timer.');
  }
}

/** A predicate that threw. */
export function propertyMessage({ property, problem, modes, place }: PropertyError): Message {
  return {
    code: 'property-threw',
    headline: `the predicate of ${property} threw.`,
    values: [['thrown', problem], ...(place === null ? [] : [['at', place] as const]), ['state', modes]],
    advice: 'A predicate is asked about every state, also those in which an actor is in another mode than it expects.',
  };
}

/** A suite that contradicts itself. */
export function suiteMessage(problem: string): Message {
  return oneLine('suite', `${problem}.`);
}

/** What nobody foresaw; the stack follows it. */
export function internalMessage(version: string, command: string): Message {
  return {
    code: 'internal',
    headline: 'quiesce itself is at fault, not the model.',
    values: [['version', `quiesce ${version}, Node ${process.versions.node}`], ['command', command]],
    advice: 'Please report this, with the lines that follow.',
  };
}

function oneLine(code: string, headline: string): Message {
  return { code, headline, values: [], advice: null };
}

function at(code: string, { actor, mode, event }: Place, headline: string, values: Message['values'], advice: string | null): Message {
  return { code, headline, values: [['actor', actor], ['mode', mode], ['event', event], ...values], advice };
}

function nearestOf({ given, known }: { readonly given: string; readonly known: readonly string[] }): string {
  return nearestIn(given, known);
}

function nearestIn(given: string, known: readonly string[]): string {
  return nearest(given, known) ?? 'none, as there are none';
}

function modesText(semantics: Semantics, state: Parameters<typeof leavesOf>[1]): string {
  const leaves = leavesOf(semantics, state);
  return semantics.system.actorNames.map((name) => `${name} ${leaves.get(name) ?? '-'}`).join(' · ');
}

function outcomeText(outcome: string): string {
  return outcome === 'untested' ? 'its condition is false' : outcome;
}

/** Two long texts from shortly before they part. */
function differing(first: string, second: string, labels: readonly [string, string] = ['first', 'then']): Message['values'] {
  let same = 0;
  while (same < first.length && first[same] === second[same]) same += 1;
  const from = Math.max(0, same - 20);
  const excerpt = (text: string): string => `${from > 0 ? '…' : ''}${text.slice(from, from + 80)}${text.length > from + 80 ? '…' : ''}`;
  return [[labels[0], excerpt(first)], [labels[1], excerpt(second)]];
}
