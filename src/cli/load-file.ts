/**
 * A module, imported by its path; when that fails, what failed and where.
 *
 * The place of a fault is worth some work: it is the first thing a user needs. A throw has it in its stack. A syntax error
 * may not: V8 keeps the line of a broken module to itself until the process dies of it, so a second process is let die.
 */
import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { basename, dirname, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { modelMessage } from '../report/messages.ts';
import { nearest } from '../report/nearest.ts';
import { UsageError } from '../report/usage-fault.ts';
import { ModelError } from '../system/model-error.ts';
import type { Exports } from './exports-of-file.ts';
import { placeInText, placeOf } from './place-of-error.ts';

/** Whether an argument is a path rather than the name of a suite. */
export function looksLikeFile(argument: string): boolean {
  return /\.[mc]?[jt]s(#.*)?$/.test(argument) || /[/\\]/.test(argument.replace(/#.*$/, ''));
}

/**
 * What a file exports.
 *
 * @throws {UsageError} `file-not-found`, or `file-broken` when it does not compile or throws.
 */
export async function loadFile(path: string, cwd: string): Promise<Exports> {
  const absolute = resolve(cwd, path);
  const siblings = filesBeside(absolute);
  if (siblings?.includes(basename(absolute)) !== true) {
    const closest = nearest(basename(absolute), (siblings ?? []).filter(looksLikeFile));
    throw new UsageError({ code: 'file-not-found', path, nearest: closest === null ? null : path.replace(/[^/\\]*$/, closest) });
  }
  return loadUrl(pathToFileURL(absolute), path, cwd);
}

/** The exports of a module that is known to exist; `name` is what the user calls it. */
export async function loadUrl(url: URL, name: string, cwd: string): Promise<Exports> {
  try {
    const exported: unknown = await import(url.href);
    return { ...(typeof exported === 'object' ? exported : {}) };
  } catch (error) {
    const syntax = error instanceof SyntaxError || isUnsupportedSyntax(error);
    const place = placeOf(error, cwd) ?? (syntax ? placeInAnotherProcess(url, cwd) : null);
    throw new UsageError({
      code: 'file-broken',
      path: name,
      place,
      problem: problemOf(error),
      when: syntax ? 'compiling' : 'importing',
    });
  }
}

function filesBeside(path: string): readonly string[] | null {
  try {
    return readdirSync(dirname(path));
  } catch {
    return null;
  }
}

function isUnsupportedSyntax(error: unknown): boolean {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' && error.code.endsWith('_TYPESCRIPT_SYNTAX');
}

function problemOf(error: unknown): string {
  if (error instanceof ModelError) {
    const { code, headline, advice } = modelMessage(error.fault);
    return `${code}: ${headline} ${advice ?? ''}`.trim();
  }
  if (!(error instanceof Error)) return `it throws ${String(error)}`;
  return error.name === 'Error' ? error.message : `${error.name}: ${error.message}`;
}

function placeInAnotherProcess(url: URL, cwd: string): string | null {
  const { stderr } = spawnSync(process.execPath, ['--no-warnings', '--input-type=module', '--eval', `await import(${JSON.stringify(url.href)})`], { encoding: 'utf8', timeout: 10_000 });
  return placeInText(stderr, cwd);
}
