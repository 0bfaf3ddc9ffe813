#!/usr/bin/env node
/**
 * The command line, as a table of contents:
 *
 *   main            is this Node new enough? then
 *   run-process     this process as a host: streams, signals, exit code
 *   command-line    arguments -> command; errors -> words
 *   options, help   what may be said, once as data and once as text
 *   *-command       one file a command
 *   select          names and files -> suites; load-file, exports-of-file, scopes
 *   exit-code       verdicts -> 0, 1, 3, 4, 5
 */
import { nodeProblem } from './node-version.ts';

const problem = nodeProblem(process.versions.node);
if (problem === null) {
  // All below is loaded late, so that an old Node gets to say what is wrong before it fails to read the rest.
  const { enableCompileCache } = await import('node:module');
  // Compiling this program and the machines it checks takes longer than most checks; Node keeps the result for the next run.
  enableCompileCache();
  const { runProcess } = await import('./run-process.ts');
  await runProcess();
} else {
  process.stderr.write(problem);
  process.exitCode = 2;
}
