/**
 * One exploration in a process of its own: `node test/engine/run-within.ts SYSTEM EXPLORER [BYTES]` prints how it ended, and
 * the most memory that the process ever held, as JSON. Without BYTES it has the limit that anyone has who gives none.
 */
import { search } from '../../src/engine/search.ts';
import { explore } from '../../src/explore/explore.ts';
import type { StopReason } from '../../src/property/verdict.ts';
import { peakRssBytes } from '../bench/peak-memory.ts';
import { growingSystems, type GrowingSystem } from './growing-systems.ts';

export interface Ended {
  readonly stopped: StopReason | null;
  readonly distinct: number;
  readonly verdicts: readonly string[];
  readonly peakBytes: number | null;
}

const isSystem = (name: string | undefined): name is GrowingSystem => name !== undefined && Object.hasOwn(growingSystems, name);

const [name, explorer, bytes] = process.argv.slice(2);
if (!isSystem(name)) throw new Error(`there is no system ${name ?? ''}`);
const { stopped, distinct, verdicts } = await (explorer === 'reference' ? explore : search)(growingSystems[name](), [], { keepGoing: true, ...(bytes === undefined ? {} : { memoryMaxBytes: Number(bytes) }) });
const ended: Ended = { stopped, distinct, verdicts: [...verdicts.values()].map(({ kind }) => kind), peakBytes: peakRssBytes() };
process.stdout.write(`${JSON.stringify(ended)}\n`);
