/**
 * Why a checkpoint is not written or not gone on from, in words; what messages.ts is for all other errors.
 */
import type { CheckpointFault, Damage } from '../checkpoint/checkpoint-error.ts';
import type { Difference } from '../checkpoint/identity.ts';
import type { Message } from './message.ts';
import { countOf } from './quantities.ts';

const again = 'Begin again with --checkpoint and another directory.';
const orAgain = 'Resume it with the quiesce that wrote it, or begin again with --checkpoint and another directory.';

export function checkpointMessage(fault: CheckpointFault): Message {
  const { code, directory } = fault;
  const say = (headline: string, advice: string | null = null, values: Message['values'] = []): Message => ({ code, headline, values, advice });
  switch (fault.code) {
    case 'checkpoint-not-found':
      return say(`there is no directory ${directory}.`);
    case 'not-a-checkpoint':
      return say(`${directory} ${inPlaces[fault.found]}.`, fault.found === 'unfinished' ? 'The run was killed before its first checkpoint. Begin again with --checkpoint in its place.' : null);
    case 'checkpoint-format':
      return say(`${directory} is a checkpoint of format ${fault.saved}, and this quiesce reads format ${fault.present}.`, orAgain);
    case 'checkpoint-damaged':
      return { code, ...damageText(directory, fault.file, fault.damage), advice: again };
    case 'checkpoint-foreign':
      return { code, ...differenceText(directory, fault.difference) };
    case 'checkpoint-in-use':
      return fault.here
        ? say(`the checkpoint in ${directory} is being written by process ${fault.pid}.`, 'Wait for it, or end it: when interrupted it keeps what it has.')
        : say(`the checkpoint in ${directory} is being written by process ${fault.pid} on ${fault.host}; whether that one still runs cannot be known here.`, `When it has ended, delete ${fault.lock}.`);
    case 'checkpoint-exists':
      return say(`there is a checkpoint in ${directory} already.`, `Go on from it with --resume ${directory}, or name another directory.`);
    case 'directory-not-empty':
      return say(`${directory} holds other things.`, 'A checkpoint needs a directory that is new or empty.', [['files', fault.files.slice(0, 6).join(' · ') + (fault.files.length > 6 ? ' · …' : '')]]);
    case 'checkpoint-unwritable':
      return say(
        `cannot write the checkpoint in ${directory}: ${fault.problem}.`,
        fault.kept === null ? null : `The last checkpoint, of ${countOf(fault.kept, 'distinct state')}, is whole. When there is a remedy, go on from it with --resume ${directory}.`,
      );
    case 'checkpoint-of-reference':
      return say('the reference explorer keeps no checkpoint; leave out --engine reference.');
  }
}

const inPlaces = { file: 'is a file, not the directory of a checkpoint', nothing: 'is empty; there is no checkpoint in it', unfinished: 'holds no whole checkpoint', 'other-files': 'holds no checkpoint' } as const;

type Text = Pick<Message, 'headline' | 'values'>;

function damageText(directory: string, file: string, damage: Damage): Text {
  const headline = `the checkpoint in ${directory} is damaged:`;
  switch (damage.kind) {
    case 'missing':
      return { headline: `${headline} ${file} is missing.`, values: [] };
    case 'too-short':
      return { headline: `${headline} ${file} is too short.`, values: [['expected', countOf(damage.expected, 'byte')], ['found', countOf(damage.found, 'byte')]] };
    case 'digest':
      return { headline: `${headline} the SHA-256 of ${file} is not that of what was written.`, values: [['expected', damage.expected], ['found', damage.found]] };
    case 'unreadable':
      return { headline: `${headline} ${file} cannot be read.`, values: [['problem', damage.problem]] };
  }
}

function differenceText(directory: string, difference: Difference): Omit<Message, 'code'> {
  const of = (what: string): string => `the checkpoint in ${directory} is of ${what}.`;
  const both = (saved: string, present: string): Message['values'] => [['checkpoint', saved], ['this is', present]];
  const changes = ({ gone, added }: { readonly gone: readonly string[]; readonly added: readonly string[] }): Message['values'] => [
    ...(gone.length === 0 ? [] : [['only there', gone.join(' · ')] as const]),
    ...(added.length === 0 ? [] : [['only here', added.join(' · ')] as const]),
  ];
  switch (difference.part) {
    case 'version':
      return { headline: of('another version of quiesce'), values: both(difference.saved, difference.present), advice: orAgain };
    case 'node':
      return { headline: `the checkpoint in ${directory} was written by another Node, and this one cannot read it.`, values: both(`Node ${difference.saved}`, `Node ${difference.present}`), advice: `Resume it with Node ${difference.saved} or later.` };
    case 'byte-order':
      return { headline: `the checkpoint in ${directory} was written on a machine with another order of bytes.`, values: both(difference.saved, difference.present), advice: 'Resume it on a machine of the same kind.' };
    case 'system':
      return { headline: of('another system'), values: both(difference.saved, difference.present), advice: `--resume ${directory} alone goes on with the suite that it is of.` };
    case 'structure':
      return { headline: of('another version of the system'), values: both(difference.saved, difference.present), advice: `The actors, modes, transitions, stimuli or budgets have changed since, or the checkpoint belongs to another scope. ${again}` };
    case 'final':
      return { headline: of('a system with other final states'), values: [], advice: `The function \`final\` has changed since. ${again}` };
    case 'properties': {
      const values = changes(difference);
      return { headline: values.length === 0 ? `the checkpoint in ${directory} has the same properties in another order.` : of('other properties'), values, advice: again };
    }
    case 'kind':
      return { headline: of('other properties'), values: [['property', difference.id], ...both(difference.saved, difference.present)], advice: again };
    case 'predicate':
      return { headline: `a function of property ${difference.id} has changed since the checkpoint in ${directory} was written.`, values: [], advice: `What it said of the states until then is not what it would say now. ${again}` };
    case 'built-ins':
      return { headline: of('other built-in claims'), values: changes(difference), advice: again };
    case 'expectations':
      return { headline: of('a suite that expects other violations'), values: changes(difference), advice: `Those decide where a check stops. ${again}` };
    case 'keep-going':
      return { headline: `the run in ${directory} went on after violations, and this one would stop at the first.`, values: [], advice: 'Resume it with --keep-going.' };
    case 'symmetry': {
      const textOf = (groups: readonly string[]): string => (groups.length === 0 ? 'every state' : `one state of each orbit, of ${groups.join(' and of ')}`);
      return { headline: `the run in ${directory} does not visit the states that this one would.`, values: both(textOf(difference.saved), textOf(difference.present)), advice: `Declare the same actors interchangeable, and say --no-symmetry where the run that wrote it did. ${again}` };
    }
    case 'machine':
      return {
        headline: `actor ${difference.actor} answers otherwise than when the checkpoint in ${directory} was written.`,
        values: [['mode', difference.mode], ['event', difference.event]],
        advice: `A guard, an action or another function of its machine has changed since. ${again}`,
      };
  }
}
