/** A log as bytes -> the messages of the monitor that the migration was asked for at, and whatever is no message. */
import { exchangeOf, type Exchange, type NumberedMessage } from './exchange.ts';
import { linesOf } from './log-lines.ts';
import { messageOf } from './qmp-message.ts';
import type { Damage, NoLog, Note } from './qmp-report.ts';

export interface QmpLog {
  readonly kind: 'log';
  readonly lines: number;
  readonly lastLine: number;
  readonly messages: number;
  readonly exchange: Exchange;
  /** Lines that are no message. */
  readonly unreadable: readonly Damage[];
  /** Other monitors, whose messages are left out. */
  readonly others: readonly Note[];
}

export function qmpLogOf(log: Uint8Array): QmpLog | NoLog {
  const lines = linesOf(log);
  const first = lines[0];
  if (first === undefined) return { kind: 'empty' };
  const messages: NumberedMessage[] = [];
  const unreadable: Damage[] = [];
  for (const line of lines) {
    const { number } = line;
    if (line.kind !== 'text') {
      unreadable.push({ line: number, kind: 'unreadable', fault: line.kind === 'not-text' ? { kind: 'not-text' } : { kind: 'too-long', bytes: line.bytes } });
      continue;
    }
    const reading = messageOf(line.text);
    if (reading.kind === 'message') messages.push({ line: number, message: reading.message });
    else unreadable.push({ line: number, kind: 'unreadable', fault: reading.fault });
    if (reading.kind === 'fault' && reading.begun !== null) messages.push({ line: number, message: reading.begun });
  }
  const whole = messages.filter(({ message }) => message.kind !== 'broken').length;
  if (whole === 0) return { kind: 'foreign', lines: lines.length, firstLine: first.number, first: first.kind === 'text' ? first.text.slice(0, 60) : '' };
  const monitor = monitorOf(messages);
  return {
    kind: 'log',
    lines: lines.length,
    lastLine: lines.at(-1)?.number ?? 0,
    messages: whole,
    exchange: exchangeOf(messages.filter(({ message }) => message.monitor === monitor)),
    unreadable,
    others: othersIn(messages, monitor),
  };
}

/** The one that `migrate` was given to; else the one that was asked most often how a migration is. */
function monitorOf(messages: readonly NumberedMessage[]): string {
  const begun = messages.find(({ message }) => message.kind === 'command' && message.name === 'migrate');
  if (begun !== undefined) return begun.message.monitor;
  const asked = messages.filter(({ message }) => message.kind === 'command' && message.name === 'query-migrate').map(({ message }) => message.monitor);
  const counted = [...new Set(asked)].map((monitor) => ({ monitor, times: asked.filter((other) => other === monitor).length }));
  return counted.toSorted((one, other) => other.times - one.times)[0]?.monitor ?? messages[0]?.message.monitor ?? '';
}

function othersIn(messages: readonly NumberedMessage[], monitor: string): readonly Note[] {
  const others = messages.filter(({ message }) => message.monitor !== monitor);
  return [...new Set(others.map(({ message }) => message.monitor))].map((name) => {
    const theirs = others.filter(({ message }) => message.monitor === name);
    return { line: theirs[0]?.line ?? 0, kind: 'other-monitor', monitor: name, times: theirs.length };
  });
}
