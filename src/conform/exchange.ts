/**
 * Replies joined to their commands: QMP answers the commands of a monitor in their order, save where they carry ids.
 *
 * A log that breaks this has lost lines or has them out of order. That is told by the line and not held against the migration, and
 * reading goes on: a reply is joined to the first command of its name that waits, and those before it are given up.
 */
import type { BrokenMessage, QmpMessage } from './qmp-message.ts';
import type { Value } from './value-text.ts';

export interface NumberedMessage {
  readonly line: number;
  readonly message: QmpMessage | BrokenMessage;
}

/** What has happened, in the order of the log. A command counts where it is answered: by then it has been carried out. */
export type Happening = { readonly line: number } & (
  | { readonly kind: 'done'; readonly name: string; readonly args: Value; readonly value: Value; readonly commandLine: number }
  | { readonly kind: 'failed'; readonly name: string; readonly description: string }
  | { readonly kind: 'event'; readonly name: string; readonly data: Value }
);

export type ExchangeFault = { readonly line: number } & ({ readonly kind: 'no-command'; readonly name: string | null } | { readonly kind: 'no-reply'; readonly name: string });

interface Waiting {
  readonly line: number;
  readonly name: string;
  readonly args: Value;
  readonly id: string | null;
}

export interface Exchange {
  readonly happenings: readonly Happening[];
  /** By line. */
  readonly faults: readonly ExchangeFault[];
}

/** Without the first of a name. */
function without(waiting: readonly Waiting[], name: string): readonly Waiting[] {
  const at = waiting.findIndex((command) => command.name === name);
  return waiting.filter((_, i) => i !== at);
}

/** Where ids do not tell which commands have had no reply, it is the first of each name. */
function lostIn(waiting: readonly Waiting[], recent: readonly Waiting[]): readonly ExchangeFault[] {
  return waiting.map((command, i) => {
    const before = waiting.slice(0, i).filter(({ name }) => name === command.name).length;
    const { line, name } = (command.id === null ? recent.filter((other) => other.name === command.name)[before] : undefined) ?? command;
    return { line, kind: 'no-reply', name };
  });
}

/** Of the messages of one monitor. */
export function exchangeOf(messages: readonly NumberedMessage[]): Exchange {
  const happenings: Happening[] = [];
  const faults: ExchangeFault[] = [];
  let waiting: readonly Waiting[] = [];
  /** The commands since the last time that all had been answered: a reply that is missing in the end was lost behind the first of its name. */
  let recent: readonly Waiting[] = [];
  for (const { line, message } of messages) {
    if (message.kind === 'command' || (message.kind === 'broken' && message.of === 'command')) {
      const command = message.kind === 'command' ? { line, name: message.name, args: message.args, id: message.id } : { line, name: message.name, args: {}, id: null };
      recent = waiting.length === 0 ? [command] : [...recent, command];
      waiting = [...waiting, command];
    }
    if (message.kind === 'event') happenings.push({ line, kind: 'event', name: message.name, data: message.data });
    // What a broken reply said is lost, but that it was one is known.
    if (message.kind === 'broken' && message.of === 'reply') waiting = without(waiting, message.name);
    if (message.kind !== 'reply' && message.kind !== 'error') continue;
    const at = waiting.findIndex(({ name, id }) => (message.id === null ? message.name === null || message.name === name : message.id === id));
    const command = waiting[at];
    if (command === undefined) faults.push({ line, kind: 'no-command', name: message.name });
    if (command !== undefined && message.id === null) faults.push(...waiting.slice(0, at).map((lost) => ({ line: lost.line, kind: 'no-reply', name: lost.name }) as const));
    waiting = waiting.filter((_, i) => (message.id === null ? i > at : i !== at));
    const name = command?.name ?? message.name;
    if (name === null) continue;
    if (message.kind === 'error') happenings.push({ line, kind: 'failed', name, description: message.description });
    else happenings.push({ line, kind: 'done', name, args: command?.args ?? {}, value: message.value, commandLine: command?.line ?? line });
  }
  faults.push(...lostIn(waiting, recent));
  return { happenings, faults: faults.toSorted((one, other) => one.line - other.line) };
}
