/** Help, fitted to the page: of everything, and of one command. */
import { padded, paint, paragraph, plain, wrapped, type Page } from '../report/page.ts';
import { commands, type Command } from './commands.ts';
import { optionTable } from './options.ts';

/** What `quiesce --help` prints. */
export function overallHelp(page: Page, program: string): string {
  const width = Math.max(...commands.map(({ usage }) => usage.length));
  return text(page, [
    'quiesce: a model checker for systems of XState machines.',
    '',
    paint(page, 'strong', 'Usage'),
    ...commands.flatMap(({ usage, about }) => entry(page, usage, about, width)),
    '',
    ...wrapped(`\`${program} COMMAND --help\` tells more of a command; --version prints the version.`, page.width),
    '',
    paint(page, 'strong', 'Examples'),
    ...['list', 'check quick-migration --scope tiny', 'check ./my-system.ts'].map((example) => `  ${program} ${example}`),
  ]);
}

/** What `quiesce COMMAND --help` prints. */
export function commandHelp(page: Page, program: string, command: Command): string {
  const options = [...command.options, 'help'] as const;
  const flags = options.map((name) => [`--${name}${optionTable[name].value === null ? '' : ` ${optionTable[name].value}`}`, optionTable[name].about] as const);
  const width = Math.max(...flags.map(([flag]) => flag.length));
  return text(page, [
    `${program} ${command.usage}`,
    paragraph(command.about, page.width, '  '),
    '',
    paint(page, 'strong', 'Options'),
    ...flags.flatMap(([flag, about]) => entry(page, flag, about, width)),
    '',
    ...command.notes.flatMap((note) => [...wrapped(note, page.width), '']),
    paint(page, 'strong', 'Examples'),
    ...command.examples.map((example) => `  ${program} ${example}`),
  ]);
}

function entry(page: Page, name: string, about: string, width: number): readonly string[] {
  const room = page.width - width - 4;
  const lines = wrapped(about, Math.max(24, room));
  if (room < 24) return [`  ${name}`, ...lines.map((line) => `      ${line}`)];
  return lines.map((line, i) => `  ${padded(i === 0 ? name : '', width)}  ${line}`);
}

function text(page: Page, lines: readonly string[]): string {
  return `${lines.flatMap((line) => line.split('\n')).map((line) => (page.colour ? line : plain(page, line))).join('\n')}\n`;
}
