/**
 * Whether this Node can run quiesce, asked before anything else is loaded.
 *
 * An older one would stop in the middle of some file with a word about syntax. Nothing newer than Node 16 may be used here.
 */

/** The oldest Node that runs TypeScript files as they are and has all that is used here. */
const oldest = { major: 22, minor: 18 };

/** What to say to the user of a Node that is too old; null when it is new enough. */
export function nodeProblem(version: string): string | null {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  if (major > oldest.major || (major === oldest.major && minor >= oldest.minor)) return null;
  return `error[node-version]: quiesce needs Node ${oldest.major}.${oldest.minor} or later; this is Node ${version}.\n`;
}
