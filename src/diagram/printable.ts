/**
 * Names made fit to print, and made unique: what every text of a diagram is built from.
 *
 * XState accepts any string as a key or an event type. A picture is lines of text, so a name has to be visible and has to
 * stay on its line; and two names that look alike once they are cut down to an identifier have to stay two.
 */

/**
 * A name as one visible line: `""` for the empty one; what is no character, or controls the line, as in JSON.
 *
 * @example printable('two\nlines') // 'two\\nlines'
 */
export function printable(name: string): string {
  if (name === '') return '""';
  return name.replaceAll(/[\p{Cc}\p{Cs}\u2028\u2029\uFFFE\uFFFF]/gu, escapeSequence);
}

/** The wanted name, or else the first of `name_2`, `name_3`, ... that is free; it is taken from now on. */
export function claim(taken: Set<string>, name: string, separator: string): string {
  let free = name;
  for (let place = 2; taken.has(free); place += 1) free = `${name}${separator}${place}`;
  taken.add(free);
  return free;
}

function escapeSequence(character: string): string {
  const inJson = JSON.stringify(character).slice(1, -1);
  return inJson === character ? `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}` : inJson;
}
