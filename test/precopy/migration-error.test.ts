/** What the calculator refuses to reckon with, through the public API. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { boundsOf, MigrationError, predict, type Migration } from '../../src/index.ts';
import { hyperV, migration, migrations, qemu } from './migrations.ts';

const impossible: readonly (readonly [Partial<Migration>, string])[] = [
  [{ memoryBytes: 0 }, 'memoryBytes takes a finite number above 0, not 0'],
  [{ memoryBytes: Number.NaN }, 'memoryBytes takes a finite number above 0, not NaN'],
  [{ nonZeroShare: 1.1 }, 'nonZeroShare takes a number from 0 to 1, not 1.1'],
  [{ linkBytesPerSecond: Infinity }, 'linkBytesPerSecond takes a finite number above 0, not Infinity'],
  [{ cap: { kind: 'capped', bytesPerSecond: -1, lastPass: 'lifted' } }, 'cap.bytesPerSecond takes a finite number above 0, not -1'],
  [{ dirty: { kind: 'constant', bytesPerSecond: 1, writableBytes: 2 ** 31 } }, 'dirty.writableBytes takes a number from 0 to memoryBytes, not 2147483648'],
  [{ dirty: { kind: 'saturating', bytesPerSecond: -1, writableBytes: 1 } }, 'dirty.bytesPerSecond takes a finite number of at least 0, not -1'],
  [{ dirty: { kind: 'power-law', bytesInFirstSecond: 1, exponent: 1.5, writableBytes: 1 } }, 'dirty.exponent takes a number above 0, and at most 1, not 1.5'],
  [{ rule: { ...hyperV, passesMax: 0 } }, 'rule.passesMax takes a whole number of at least 1, or Infinity, not 0'],
  [{ rule: { ...hyperV, thresholdBytes: -1 } }, 'rule.thresholdBytes takes a finite number of at least 0, not -1'],
  [{ rule: { ...qemu, downtimeLimitMs: 0 } }, 'rule.downtimeLimitMs takes a finite number above 0, not 0'],
  [{ framing: { kind: 'pages', pageBytes: 0, headerBytes: 8, zeroPageBytes: 9 } }, 'framing.pageBytes takes a finite number above 0, not 0'],
  [{ switchOverMs: -1 }, 'switchOverMs takes a finite number of at least 0, not -1'],
];

describe('a migration that cannot be is refused by the field that makes it so', () => {
  test.each(impossible)('%j: %s', (changes, message) => {
    expect(() => predict(migration(changes))).toThrow(new MigrationError(...partsOf(message)));
    expect(() => boundsOf(migration(changes))).toThrow(message);
  });
});

test('one that can be is not refused', () => {
  fc.assert(fc.property(migrations('hyper-v', 'qemu', 'xen', 'xen-2011'), (possible) => boundsOf(possible).totalLeastMs >= 0));
});

function partsOf(message: string): readonly [field: string, value: number, wanted: string] {
  const [, field = '', wanted = '', value = ''] = /^(\S+) takes (.*), not (\S+)$/.exec(message) ?? [];
  return [field, Number(value), wanted];
}
