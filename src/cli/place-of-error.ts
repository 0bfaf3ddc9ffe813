/**
 * Where in the user's files an error comes from: `my-system.ts:12`, relative to where the command was given.
 *
 * Our own code and that of packages is on the stack too, but is not where the user has to look.
 */
import { relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

const ownFolder = fileURLToPath(new URL('..', import.meta.url));

/** The place a syntax error is at, or the topmost of the user's frames; null when there is neither. */
export function placeOf(error: unknown, cwd: string): string | null {
  if (!(error instanceof Error) || error.stack === undefined) return null;
  const ofSyntax = placeInText(error.stack.split('\n', 1).join(), cwd);
  if (ofSyntax !== null) return ofSyntax;
  for (const line of error.stack.split('\n')) {
    const frame = /(?:\(|at )((?:file:\/\/|\/|[A-Z]:\\).+?):(\d+):\d+\)?$/.exec(line);
    if (frame === null) continue;
    const path = pathOf(frame[1] ?? '');
    if (!path.startsWith(ownFolder) && !path.includes(`${sep}node_modules${sep}`)) return fromHere(path, frame[2] ?? '', cwd);
  }
  return null;
}

/** The first line that is nothing but a place, as Node prints it above a syntax error. */
export function placeInText(text: string, cwd: string): string | null {
  const found = /^(file:\/\/\S+|\/\S+|[A-Z]:\\\S+):(\d+)$/m.exec(text);
  if (found === null) return null;
  const [, location = '', line = ''] = found;
  return fromHere(pathOf(location), line, cwd);
}

function pathOf(location: string): string {
  return location.startsWith('file://') ? fileURLToPath(location) : location;
}

function fromHere(path: string, line: string, cwd: string): string {
  const short = relative(cwd, path);
  return `${short.startsWith('..') ? path : short}:${line}`;
}
