/**
 * What went on growing until a limit ended the run, in words that say what was seen and no more.
 *
 *   growing when it stopped, at depth 998:
 *     counter (machine counter): context.count took 999 values, from 0 to 998, the last new one at depth 998
 *   If nothing ends that, no limit is large enough. Bound it in the machine, by a guard or a modulus, or check a smaller scope.
 */
import type { GrowingField, Growth } from '../property/growth.ts';
import { paint, plain, wrapped, type Page } from './page.ts';
import { countOf, countText } from './quantities.ts';

/** The JSON has the others. */
const fieldsMax = 3;

export function growthLines(page: Page, { depth, fields }: Growth): readonly string[] {
  const shown = fields.slice(0, fieldsMax);
  const left = fields.length - shown.length;
  return [
    paint(page, 'doubt', `  growing when it stopped, at depth ${countText(depth)}:`),
    ...shown.flatMap((field) => hanging(page, growthText(field))),
    ...(left === 0 ? [] : [paint(page, 'quiet', `    and ${left} more; --json has them all`)]),
    ...wrapped(remedy, page.width - 4).map((line) => `  ${line}`),
  ];
}

const remedy = 'If nothing ends that, no limit is large enough. Bound it in the machine, by a guard or a modulus, or check a smaller scope.';

/** @example growthText(field) // 'counter (machine counter): context.count took 999 values, from 0 to 998, the last new one at depth 998' */
export function growthText(field: GrowingField): string {
  return `${field.actor} (machine ${field.machine}): ${field.path} ${took(field)}, the last new one at depth ${countText(field.lastNewDepth)}`;
}

function took({ measure, values, least, greatest }: GrowingField): string {
  const span = `from ${numberText(least)} to ${numberText(greatest)}`;
  switch (measure) {
    case 'number':
      return `took ${countOf(values, 'value')}, ${span}`;
    case 'text':
      return `took ${countOf(values, 'text')} of up to ${countOf(greatest, 'character')}`;
    case 'length':
      return `took ${countOf(values, 'length')}, ${span}`;
    case 'size':
      return `took ${countOf(values, 'size')}, ${span}`;
    case 'keys':
      return `had ${countOf(values, 'key')} in all, up to ${countText(greatest)} at once`;
    case 'nesting':
      return `took ${countOf(values, 'depth')} of nesting, ${span}`;
    case 'pending':
      return `took ${countOf(values, 'number')} pending at once, ${span}`;
  }
}

/** Whole numbers with separators, others as they are. */
function numberText(value: number): string {
  return Number.isSafeInteger(value) ? (value < 0 ? `-${countText(-value)}` : countText(value)) : String(value);
}

function hanging(page: Page, text: string): readonly string[] {
  return wrapped(plain(page, text), page.width - 8).map((line, i) => `${i === 0 ? '    ' : '      '}${line}`);
}
