/** `quiesce list`: every suite with its scopes, systems and properties. */
import { listJson, listLines } from '../report/list-text.ts';
import { jsonText } from '../report/report-json.ts';
import { exitCodes } from './exit-code.ts';
import { pageFor, type Host } from './host.ts';
import type { Options } from './options.ts';
import { ownSuites, suitesNamed } from './select.ts';

export async function listCommand(options: Options, host: Host): Promise<number> {
  const named = options.subjects.length === 0 ? await ownSuites(host) : await suitesNamed(options.subjects, host);
  const page = pageFor(host.stdout, host.env, options);
  if (options.json) host.stdout.write(jsonText(listJson(named.map(({ suite }) => suite))));
  else host.stdout.write(`${listLines(page, host.program, named.map(({ suite, name }) => ({ ...suite, id: name }))).join('\n')}\n`);
  return exitCodes.met;
}
