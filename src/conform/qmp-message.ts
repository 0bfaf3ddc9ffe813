/**
 * A line of a QMP log -> what was said on the monitor.
 *
 *   QMP cmd [src1] migrate args={'uri': 'unix:mig.sock'}      what the recorder of the transcripts in test/conform/data prints
 *   QMP reply [src1] query-migrate: {'status': 'active'}
 *   QMP event [src1] STOP: {}
 *   {"execute": "migrate", "arguments": {"uri": "unix:mig.sock"}, "id": 7}     QMP as it is on the wire, one message a line
 *   {"return": {}, "id": 7}   {"error": {"class": "GenericError", "desc": "..."}}   {"event": "STOP", "timestamp": {}}   {"QMP": {}}
 *
 * Other words in front of a message on the wire (a time, a thread) are skipped: libvirt's debug log has some.
 */
import { isObject, valueOf, type Value, type ValueObject } from './value-text.ts';

/** `monitor`: which QEMU, where the log names several; empty where it names none. */
export type QmpMessage = { readonly monitor: string } & (
  | { readonly kind: 'command'; readonly name: string; readonly args: Value; readonly id: string | null }
  /** `name`: of the command, where the log says it. */
  | { readonly kind: 'reply'; readonly name: string | null; readonly value: Value; readonly id: string | null }
  | { readonly kind: 'error'; readonly name: string | null; readonly description: string; readonly id: string | null }
  | { readonly kind: 'event'; readonly name: string; readonly data: Value }
  | { readonly kind: 'greeting' }
);

export type LineFault =
  /** It begins as a message of QMP, and breaks off or goes wrong. */
  | { readonly kind: 'cut-off'; readonly column: number; readonly wanted: string }
  | { readonly kind: 'malformed'; readonly column: number; readonly wanted: string }
  | { readonly kind: 'no-message' };

/** `begun`: what could be told of it before it went wrong. */
export type LineReading = { readonly kind: 'message'; readonly message: QmpMessage } | { readonly kind: 'fault'; readonly fault: LineFault; readonly begun: BrokenMessage | null };

/** A command or a reply whose values are lost. */
export interface BrokenMessage {
  readonly kind: 'broken';
  readonly of: 'command' | 'reply';
  readonly monitor: string;
  readonly name: string;
}

const head = /^QMP (?<what>cmd|reply|event|error) \[(?<monitor>[^\]]*)\] (?<name>[\w-]+)(?<sign> args=|: )/;
/** Cut off before the values begin. */
const headCutOff = /^(?:QMP (?:cmd|reply|event|error)\b|QMP(?: (?:c(?:m)?|r(?:e(?:p(?:l)?)?)?|e(?:v(?:e(?:n)?)?)?)?)?$)/;

export function messageOf(text: string): LineReading {
  const groups = head.exec(text)?.groups;
  const start = groups === undefined ? text.search(/\{\s*["'](?:execute|exec-oob|return|error|event|QMP|id|timestamp|arguments|data)["']\s*:/) : (head.exec(text)?.[0].length ?? 0);
  if (start === -1) return fault(headCutOff.test(text) ? { kind: 'cut-off', column: text.length + 1, wanted: 'a message' } : { kind: 'no-message' }, null);
  const read = valueOf(text.slice(start), start + 1);
  const [what, monitor, name] = [groups?.['what'] ?? '', groups?.['monitor'] ?? '', groups?.['name'] ?? ''];
  if (read.kind === 'malformed') {
    const begun = groups === undefined || what === 'event' ? null : ({ kind: 'broken', of: what === 'cmd' ? 'command' : 'reply', monitor, name } as const);
    return fault({ kind: read.endsThere ? 'cut-off' : 'malformed', column: read.column, wanted: read.wanted }, begun);
  }
  const message = groups === undefined ? onTheWire(read.value) : recorded(what, monitor, name, read.value);
  return message === null ? fault({ kind: 'no-message' }, null) : { kind: 'message', message };
}

function fault(found: LineFault, begun: BrokenMessage | null): LineReading {
  return { kind: 'fault', fault: found, begun };
}

function recorded(what: string, monitor: string, name: string, value: Value): QmpMessage {
  switch (what) {
    case 'cmd':
      return { monitor, kind: 'command', name, args: value, id: null };
    case 'event':
      return { monitor, kind: 'event', name, data: isObject(value) && isObject(value['data']) ? value['data'] : value };
    case 'error':
      return { monitor, kind: 'error', name, description: descriptionOf(value), id: null };
    default:
      return { monitor, kind: 'reply', name, value, id: null };
  }
}

function onTheWire(value: Value): QmpMessage | null {
  if (!isObject(value)) return null;
  const monitor = '';
  const id = value['id'] === undefined ? null : JSON.stringify(value['id']);
  const name = value['execute'] ?? value['exec-oob'];
  if (typeof name === 'string') return { monitor, kind: 'command', name, args: value['arguments'] ?? {}, id };
  if ('return' in value) return { monitor, kind: 'reply', name: null, value: value['return'] ?? null, id };
  if ('error' in value) return { monitor, kind: 'error', name: null, description: descriptionOf(value['error'] ?? null), id };
  if (typeof value['event'] === 'string') return { monitor, kind: 'event', name: value['event'], data: value['data'] ?? {} };
  return isObject(value['QMP']) ? { monitor, kind: 'greeting' } : null;
}

function descriptionOf(value: Value): string {
  const inside: ValueObject = isObject(value) ? value : {};
  return typeof inside['desc'] === 'string' ? inside['desc'] : JSON.stringify(value);
}
