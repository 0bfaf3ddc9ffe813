/** Logs to hold to the model: the recorded ones, and those made up line by line. */
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { conformQmp, type ConformOptions } from '../../src/conform/conform-qmp.ts';
import type { QmpReading, QmpSize } from '../../src/conform/qmp-reading.ts';
import type { QmpOutcome, QmpReport } from '../../src/conform/qmp-report.ts';
import type { System } from '../../src/system/define-system.ts';
import { qmp } from '../../properties/conformance.ts';

export const dataFolder = new URL('data/', import.meta.url);

export function recorded(name: string): string {
  return gunzipSync(readFileSync(new URL(`${name}.log.gz`, dataFolder))).toString('utf8');
}

const systems = new Map<string, System>();

/** The reading that comes with quiesce; systems of one size are the same object, so that what is known of one is known to the next log. */
export const reading: QmpReading = {
  ...qmp,
  system: (size: QmpSize) => {
    const key = JSON.stringify(size);
    const system = systems.get(key) ?? qmp.system(size);
    systems.set(key, system);
    return system;
  },
};

export function outcomeOf(log: string | Uint8Array, options: ConformOptions = {}): QmpOutcome {
  return conformQmp(typeof log === 'string' ? Buffer.from(log) : log, reading, options);
}

/** What a log amounts to, which has to be one. */
export function conformed(log: string | Uint8Array, options: ConformOptions = {}): QmpReport {
  const outcome = outcomeOf(log, options);
  if (outcome.kind === 'no-log') throw new Error(`not a log: ${outcome.fault.kind}`);
  return outcome.report;
}

/** The verdict in short, with the line that decides it. */
export function verdictOn(log: string | Uint8Array, options: ConformOptions = {}): string {
  const { verdict } = conformed(log, options);
  if (verdict.kind === 'accepted') return 'accepted';
  if (verdict.kind === 'refused') return `refused at ${verdict.refusal.line}: ${verdict.refusal.kind}`;
  return `inconclusive: ${verdict.because.kind}`;
}

const pageBytes = 4096;

/** Figures that go together, after so many ms with so many passes begun. */
export function answer(status: string, syncs: number, ms: number, more: Readonly<Record<string, unknown>> = {}, ram: Readonly<Record<string, unknown>> = {}): object {
  const isOver = status === 'completed';
  const normal = Math.round(ms * 30);
  return {
    status,
    'total-time': ms,
    'setup-time': 1,
    ...(isOver ? { downtime: 10 } : { 'expected-downtime': 300 }),
    ...more,
    ram: {
      total: 1_048_576 * pageBytes,
      remaining: isOver ? 0 : 50_000 * pageBytes,
      transferred: normal * (pageBytes + 8),
      normal,
      'normal-bytes': normal * pageBytes,
      duplicate: 0,
      'dirty-sync-count': syncs,
      'page-size': pageBytes,
      mbps: 1000,
      'precopy-bytes': normal * (pageBytes + 8),
      'downtime-bytes': isOver ? 1_000_000 : 0,
      'postcopy-bytes': 0,
      ...ram,
    },
  };
}

/** A command with its reply, as the recorder prints them. */
export function asked(command: string, reply: object = {}, args: object = {}): string {
  return `QMP cmd [vm] ${command} args=${JSON.stringify(args)}\nQMP reply [vm] ${command}: ${JSON.stringify(reply)}\n`;
}

export function sample(...of: Parameters<typeof answer>): string {
  return asked('query-migrate', answer(...of));
}

export function event(name: string, data: object = {}): string {
  return `QMP event [vm] ${name}: ${JSON.stringify(data)}\n`;
}
