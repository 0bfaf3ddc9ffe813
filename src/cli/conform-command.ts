/** `quiesce conform qmp FILE`: a recorded migration, held to the model of live migration and to the calculator. */
import { readFileSync, readdirSync, statSync } from 'node:fs';
import { basename, dirname, extname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { conformQmp } from '../conform/conform-qmp.ts';
import type { QmpReading } from '../conform/qmp-reading.ts';
import type { QmpVerdict } from '../conform/qmp-report.ts';
import { conformLines } from '../report/conform-text.ts';
import { nearest } from '../report/nearest.ts';
import { UsageError } from '../report/usage-fault.ts';
import { exitCodes } from './exit-code.ts';
import type { Exports } from './exports-of-file.ts';
import { pageFor, type Host } from './host.ts';
import { loadUrl } from './load-file.ts';
import type { Options } from './options.ts';

const formats: readonly string[] = ['qmp'];
/** A day of answers every 200 ms is half of it. */
const bytesMax = 512 * 2 ** 20;

export async function conformCommand(options: Options, host: Host, args: readonly string[]): Promise<number> {
  const [format = '', path = ''] = options.subjects;
  if (!formats.includes(format)) throw new UsageError({ code: 'unknown-format', given: format, known: formats });
  const log = readLog(path, host.cwd);
  const outcome = conformQmp(log, await ownReading(host), options.statesMax === null ? {} : { statesMax: options.statesMax });
  if (outcome.kind === 'no-log') throw new UsageError({ code: 'not-a-qmp-log', path, because: outcome.fault });
  const { report } = outcome;
  const code = codeOf(report.verdict);
  if (options.json) {
    const [{ jsonText, runInfo }, { conformJson }] = await Promise.all([import('../report/report-json.ts'), import('../report/conform-json.ts')]);
    host.stdout.write(jsonText(conformJson(runInfo(host.program, host.version(), args, null, code), path, report)));
    return code;
  }
  host.stdout.write(`${conformLines(pageFor(host.stdout, host.env, options), path, report).join('\n')}\n`);
  return code;
}

function codeOf({ kind }: QmpVerdict): number {
  const codes = { accepted: exitCodes.met, refused: exitCodes.unexpected, inconclusive: exitCodes.inconclusive };
  return codes[kind];
}

function readLog(path: string, cwd: string): Uint8Array {
  const absolute = resolve(cwd, path);
  try {
    const { size } = statSync(absolute);
    if (size > bytesMax) throw new UsageError({ code: 'cannot-read', path, problem: `it has ${size} bytes, and at most ${bytesMax} are read` });
    return unpacked(readFileSync(absolute), path);
  } catch (error) {
    if (error instanceof UsageError) throw error;
    const code = error instanceof Error && 'code' in error ? error.code : null;
    if (code === 'ENOENT') throw new UsageError({ code: 'file-not-found', path, nearest: nearestFile(path, absolute) });
    throw new UsageError({ code: 'cannot-read', path, problem: code === 'EISDIR' ? 'it is a directory' : error instanceof Error ? error.message : String(error) });
  }
}

/** Logs are often kept packed. */
function unpacked(bytes: Uint8Array, path: string): Uint8Array {
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return bytes;
  try {
    return gunzipSync(bytes, { maxOutputLength: bytesMax });
  } catch {
    throw new UsageError({ code: 'cannot-read', path, problem: 'it begins like a file that gzip has packed, and cannot be unpacked' });
  }
}

function nearestFile(path: string, absolute: string): string | null {
  try {
    const closest = nearest(basename(absolute), readdirSync(dirname(absolute)));
    return closest === null ? null : path.replace(/[^/\\]*$/, closest);
  } catch {
    return null;
  }
}

/** The reading that comes with quiesce; it stands beside our own suites. */
async function ownReading(host: Host): Promise<QmpReading> {
  const url = new URL(`conformance${extname(fileURLToPath(host.suitesUrl))}`, host.suitesUrl);
  const { qmp }: Exports = await loadUrl(url, fileURLToPath(url), host.cwd);
  if (!isReading(qmp)) throw new Error(`${url.href} exports no reading of QMP`);
  return qmp;
}

function isReading(value: unknown): value is QmpReading {
  if (typeof value !== 'object' || value === null) return false;
  const members: Readonly<Record<string, unknown>> = { ...value };
  return ['system', 'pass', 'view', 'command', 'matters'].every((name) => typeof members[name] === 'function');
}
