/** `quiesce precopy`: what a live migration will be like, by arithmetic; no model is explored. */
import { boundsOf } from '../precopy/bounds.ts';
import { predict } from '../precopy/predict.ts';
import { precopyLines } from '../report/precopy-text.ts';
import { exitCodes } from './exit-code.ts';
import { pageFor, type Host } from './host.ts';
import type { Options } from './options.ts';
import { migrationOf } from './precopy-options.ts';

export async function precopyCommand(options: Options, host: Host, args: readonly string[]): Promise<number> {
  const migration = migrationOf(options.precopy);
  const prediction = predict(migration);
  const bounds = boundsOf(migration);
  if (options.json) {
    // Loaded only now, because it brings the whole checker with it.
    const [{ jsonText, runInfo }, { precopyJson }] = await Promise.all([import('../report/report-json.ts'), import('../report/precopy-json.ts')]);
    host.stdout.write(jsonText(precopyJson(runInfo(host.program, host.version(), args, null, exitCodes.met), migration, prediction, bounds)));
    return exitCodes.met;
  }
  const page = pageFor(host.stdout, host.env, options);
  host.stdout.write(`${precopyLines(page, migration, prediction, bounds).join('\n')}\n`);
  return exitCodes.met;
}
