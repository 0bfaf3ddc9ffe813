/**
 * Arguments in, exit code out: finds the command, runs it, and puts every error into words.
 */
import { messageLines, type Message } from '../report/message.ts';
import { UsageError } from '../report/usage-fault.ts';
import { commands } from './commands.ts';
import { exitCodes } from './exit-code.ts';
import { commandHelp, overallHelp } from './help.ts';
import { isAnimated, pageFor, type Host } from './host.ts';
import { parseOptions, type Options } from './options.ts';

/** Carries out a command line; it never throws. */
export async function runCommandLine(args: readonly string[], host: Host): Promise<number> {
  try {
    return await dispatch(args, host);
  } catch (error) {
    return await tellError(error, args, host);
  }
}

async function dispatch(args: readonly string[], host: Host): Promise<number> {
  const [name = '--help', ...rest] = args;
  if (name === '--version' || name === '-V') {
    host.stdout.write(`${host.version()}\n`);
    return exitCodes.met;
  }
  const asksHelp = name === 'help' || name === '--help' || name === '-h';
  const called = asksHelp ? rest[0] : name;
  const command = commands.find((candidate) => candidate.name === called);
  if (asksHelp || command === undefined) return helpOrUnknown(called, host);
  if (rest.includes('-h')) return help(command, parseOptions(command.name, command.options, []), host);
  const options = parseOptions(command.name, command.options, rest);
  if (options.help) return help(command, options, host);
  refuseCount(command, options.subjects);
  const animates = isAnimated(host);
  // The only thing that takes long enough to notice before a command has something to say.
  if (animates) host.stderr.write('loading …');
  const run = await command.load();
  if (animates) host.stderr.write('\r\u001b[K');
  return run(options, host, args);
}

function helpOrUnknown(called: string | undefined, host: Host): number {
  const page = pageFor(host.stdout, host.env, { colour: 'auto', ascii: false });
  const command = commands.find(({ name }) => name === called);
  if (command !== undefined) host.stdout.write(commandHelp(page, host.program, command));
  else if (called === undefined || called === 'help') host.stdout.write(overallHelp(page, host.program));
  else if (called.startsWith('-')) throw new UsageError({ code: 'unknown-option', command: 'quiesce', given: called, known: ['--help', '--version'] });
  else throw new UsageError({ code: 'unknown-command', given: called, known: commands.map(({ name }) => name) });
  return exitCodes.met;
}

function help(command: (typeof commands)[number], options: Options, host: Host): number {
  host.stdout.write(commandHelp(pageFor(host.stdout, host.env, options), host.program, command));
  return exitCodes.met;
}

function refuseCount({ name, usage, argumentsMin, argumentsMax, argumentNames }: (typeof commands)[number], subjects: readonly string[]): void {
  const extra = subjects[argumentsMax];
  if (extra !== undefined) throw new UsageError({ code: 'unexpected-argument', command: name, given: extra, usage });
  if (subjects.length < argumentsMin) throw new UsageError({ code: 'missing-argument', command: name, wanted: argumentNames.slice(subjects.length).join(' and '), usage });
}

/** Tells an error that no command expected and returns its exit code; the words are loaded only now, as few command lines need them. */
export async function tellError(error: unknown, args: readonly string[], host: Host): Promise<number> {
  const { internalMessage, modelMessage, suiteMessage, traceMessage, usageMessage } = await import('../report/messages.ts');
  const page = pageFor(host.stderr, host.env, { colour: args.includes('--no-color') ? 'never' : args.includes('--color') ? 'always' : 'auto', ascii: args.includes('--ascii') });
  const say = (message: Message, code: number): number => {
    host.stderr.write(`${messageLines(page, message).join('\n')}\n`);
    return code;
  };
  if (error instanceof UsageError) return say(usageMessage(error.fault, host.program), exitCodes.usage);
  const [{ CheckpointError }, { checkpointMessage }] = await Promise.all([import('../checkpoint/checkpoint-error.ts'), import('../report/checkpoint-messages.ts')]);
  if (error instanceof CheckpointError) return say(checkpointMessage(error.fault), exitCodes.usage);
  const [{ ModelError }, { TraceError }, { SuiteError }] = await Promise.all([import('../system/model-error.ts'), import('../trace/trace.ts'), import('../property/suite.ts')]);
  if (error instanceof TraceError) return say(traceMessage(error.fault, null, `${host.program} check`), exitCodes.usage);
  if (error instanceof SuiteError) return say(suiteMessage(error.message), exitCodes.usage);
  if (error instanceof ModelError) return say(modelMessage(error.fault), exitCodes.model);
  const details = error instanceof Error ? (error.stack ?? error.message) : String(error);
  const code = say(internalMessage(host.version(), [host.program, ...args].join(' ')), exitCodes.internal);
  host.stderr.write(`\n${details}\n`);
  return code;
}
