/**
 * Rows of tables as bytes: how a component was met, what a step was asked and led to, and what an event is.
 *
 *   components   actor | how it was met: start, step s, expiry e or tick of component c | digest  32 bytes a row
 *   steps        actor | component, event -> next component | digest                           32 bytes a row
 *   events       actor | length | the event as node:v8 writes it                               any length
 *
 * Numbers are 32 bits wide, least byte first; a digest is the first half of a SHA-256.
 */
import { hash } from 'node:crypto';
import { deserialize, serialize } from 'node:v8';
import type { EventObject } from 'xstate';
import type { SavedSearch } from '../checkpoint/keeper.ts';
import { isRecord } from '../checkpoint/shapes.ts';
import { canonicalText, deepFreeze } from '../system/canonical.ts';
import { eventKeyOf } from '../system/run-to-completion.ts';
import type { ActorTable, Component, ComponentStep, Origin } from './actor-table.ts';

export const rowBytes = 32;
const digestAt = 16;
const frameBytes = 8;

export interface SavedComponent {
  readonly origin: Origin;
  readonly digest: string;
}

export interface SavedStep {
  readonly component: number;
  readonly event: number;
  readonly next: number;
  readonly digest: string;
}

/** What was saved of one table, in the order of its numbers. */
export interface SavedTable {
  readonly components: SavedComponent[];
  readonly steps: SavedStep[];
  readonly events: EventObject[];
}

export function rowOfComponent(actor: number, component: Component): Buffer {
  return rowOf([actor, ...numbersOf(component.origin)], digestOfComponent(component));
}

export function rowOfStep(actor: number, table: ActorTable, step: ComponentStep): Buffer {
  return rowOf([actor, step.component, table.eventNumber(step.event), step.next], digestOfStep(step));
}

/** The tables of so many actors, from the bytes of the three columns. @throws {CheckpointError} `checkpoint-damaged`. */
export function tablesIn(saved: SavedSearch, actors: number, bytes: { readonly components: Buffer; readonly steps: Buffer; readonly events: Buffer }): readonly SavedTable[] {
  const tables = Array.from({ length: actors }, (): SavedTable => ({ components: [], steps: [], events: [] }));
  const tableOf = (actor: number, column: string): SavedTable => tables[actor] ?? saved.refuse({ kind: 'unreadable', column });
  for (const row of rowsOf(bytes.components)) tableOf(row.readInt32LE(0), 'components').components.push({ origin: originIn(row, saved), digest: digestIn(row) });
  for (const row of rowsOf(bytes.steps)) tableOf(row.readInt32LE(0), 'steps').steps.push({ component: row.readInt32LE(4), event: row.readInt32LE(8), next: row.readInt32LE(12), digest: digestIn(row) });
  for (const { actor, event } of framesOf(bytes.events, saved)) tableOf(actor, 'events').events.push(event);
  return tables;
}

export function digestOfComponent({ local, timers }: Component): string {
  return hash('sha256', `${local.key}\n${timers.map(({ key }) => key).join('\n')}`).slice(0, 32);
}

/** All that XState said. Of what was raised and not answered only the names matter, and only they are known to be plain data. */
export function digestOfStep({ local, event }: ComponentStep): string {
  const { next, reception, actions, taken, unansweredRaises } = local;
  return hash('sha256', canonicalText([eventKeyOf(event), next.key, reception, actions, taken, unansweredRaises.map(({ type }) => type)])).slice(0, 32);
}

function rowOf(numbers: readonly number[], digest: string): Buffer {
  const row = Buffer.alloc(rowBytes);
  numbers.forEach((number, place) => row.writeInt32LE(number, place * 4));
  row.write(digest, digestAt, 'hex');
  return row;
}

function* rowsOf(bytes: Buffer): Iterable<Buffer> {
  for (let at = 0; at + rowBytes <= bytes.length; at += rowBytes) yield bytes.subarray(at, at + rowBytes);
}

function digestIn(row: Buffer): string {
  return row.toString('hex', digestAt, rowBytes);
}

const kinds = ['start', 'step', 'expiry', 'tick'] as const;

function numbersOf(origin: Origin): readonly number[] {
  const kind = kinds.indexOf(origin.kind);
  switch (origin.kind) {
    case 'start':
      return [kind, 0, 0];
    case 'step':
      return [kind, origin.step, 0];
    case 'expiry':
      return [kind, origin.component, origin.expiry];
    case 'tick':
      return [kind, origin.component, 0];
  }
}

function originIn(row: Buffer, saved: SavedSearch): Origin {
  const kind = kinds[row.readInt32LE(4)] ?? saved.refuse({ kind: 'unreadable', column: 'components' });
  switch (kind) {
    case 'start':
      return { kind };
    case 'step':
      return { kind, step: row.readInt32LE(8) };
    case 'expiry':
      return { kind, component: row.readInt32LE(8), expiry: row.readInt32LE(12) };
    case 'tick':
      return { kind, component: row.readInt32LE(8) };
  }
}

/** An event, with its length before it. */
export function frameOf(actor: number, event: EventObject | undefined): Buffer {
  const bytes = serialize(event);
  const frame = Buffer.alloc(frameBytes + bytes.length);
  frame.writeUInt32LE(actor, 0);
  frame.writeUInt32LE(bytes.length, 4);
  frame.set(bytes, frameBytes);
  return frame;
}

function* framesOf(bytes: Buffer, saved: SavedSearch): Iterable<{ readonly actor: number; readonly event: EventObject }> {
  for (let at = 0; at < bytes.length; ) {
    const end = at + frameBytes + (at + frameBytes <= bytes.length ? bytes.readUInt32LE(at + 4) : bytes.length);
    const event = end <= bytes.length ? deserialized(bytes.subarray(at + frameBytes, end)) : null;
    if (!isEvent(event)) return saved.refuse({ kind: 'unreadable', column: 'events' });
    deepFreeze(event);
    yield { actor: bytes.readUInt32LE(at), event };
    at = end;
  }
}

function deserialized(bytes: Buffer): unknown {
  try {
    return deserialize(bytes);
  } catch {
    return null;
  }
}

function isEvent(value: unknown): value is EventObject {
  return isRecord(value) && typeof value['type'] === 'string';
}
