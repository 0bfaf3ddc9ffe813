/**
 * Questions to a value that was read from a file: is it a record, a list of texts, a count?
 *
 * What is read has passed its digest, so that a no means a defect of ours or a file that somebody made up; either way it is
 * told as damage and not as a stack trace.
 */

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

export function isStrings(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((member) => typeof member === 'string');
}

/** Whole numbers of at least 0. */
export function areCounts(value: unknown): value is readonly number[] {
  return Array.isArray(value) && value.every((member) => Number.isSafeInteger(member) && Number(member) >= 0);
}

export function areBooleans(value: unknown): value is readonly boolean[] {
  return Array.isArray(value) && value.every((member) => typeof member === 'boolean');
}

/** A list whose members all fit. */
export function areAll<T>(value: unknown, fits: (member: unknown) => member is T): value is readonly T[] {
  return Array.isArray(value) && value.every((member) => fits(member));
}
