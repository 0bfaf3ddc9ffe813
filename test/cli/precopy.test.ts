/** `quiesce precopy`: what it takes, what it prints, and what it refuses. */
import { describe, expect, test } from 'vitest';
import { exponentOf, rateOf, shareOf, sizeOf, timeOf } from '../../src/cli/option-values.ts';
import { migrationOf, precopyOptions, type PrecopyTexts } from '../../src/cli/precopy-options.ts';
import { UsageError } from '../../src/report/usage-fault.ts';
import { quiesce } from './run-quiesce.ts';

const needed = '--memory 8GiB --link 10Gbit --dirty-rate 200MiB/s';
const precopy = (options: string) => quiesce(['precopy', ...`${needed} ${options}`.trim().split(' ')]);
const texts: PrecopyTexts = { memory: '8GiB', link: '10Gbit', 'dirty-rate': '200MiB/s' };

test('the passes are printed as a table with bars, then how it ends and the totals', async () => {
  expect(await precopy('')).toEqual({
    code: 0,
    stderr: '',
    stdout: `precopy  8 GiB over 1.16 GiB/s; dirtied at 200 MiB/s; Hyper-V: less than 4 KiB
dirty, or 10 passes

  PASS   TO SEND    TIME   DIRTIED
     1     8 GiB   6.9 s  1.34 GiB  │██████████████████████████████████████████│
     2  1.34 GiB   1.2 s   231 MiB  │███████                                   │
     3   231 MiB  193 ms  38.7 MiB  │█▏                                        │
     4  38.7 MiB   32 ms  6.49 MiB  │▎                                         │
     5  6.49 MiB    5 ms  1.09 MiB  │▏                                         │
     6  1.09 MiB    1 ms   187 KiB  │▏                                         │
     7   187 KiB   <1 ms  31.4 KiB  │▏                                         │
     8  31.4 KiB   <1 ms  5.27 KiB  │▏                                         │
     9  5.27 KiB   <1 ms     905 B  │▏                                         │
  last     905 B   <1 ms         -  │▏                                         │

  ends      rule met after 9 passes, with 905 B dirty
  sent      9.61 GiB over the link
  brownout  8.3 s
  blackout  <1 ms; at most 6.9 s (all that is writable)
  total     8.3 s; whatever the guest writes, at least 6.9 s, and at most 1 min
            16 s (10 passes and the last, of all that is writable)
  assumes   the guest goes on as it does, and this migration has the link to
            itself
`,
  });
});

test('a pipe gets no colour, and a terminal does; ASCII is as everywhere', async () => {
  const line = `precopy ${needed}`.split(' ');
  expect((await quiesce(line)).stdout).not.toContain('\u001b');
  expect((await quiesce(line, { isTerminal: true })).stdout).toContain('\u001b[32mrule met');
  expect((await quiesce([...line, '--ascii'])).stdout).toMatch(/^[\x20-\x7e\n]*$/);
});

test('--json has the inputs, the prediction and the bounds, under a schema of its own', async () => {
  const { code, stdout, stderr } = await precopy('--rule qemu --rate-cap 128MiB/s --json');
  const document: unknown = JSON.parse(stdout);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(document).toMatchObject({
    schema: 'quiesce-precopy/1',
    run: { tool: 'quiesce', version: '1.2.3', command: `quiesce precopy ${needed} --rule qemu --rate-cap 128MiB/s --json`, seed: null, exitCode: 0 },
    migration: { memoryBytes: 2 ** 33, nonZeroShare: 1, linkBytesPerSecond: 1.25e9, cap: { kind: 'capped', bytesPerSecond: 2 ** 27, lastPass: 'lifted' }, rule: { kind: 'qemu', downtimeLimitMs: 300, bandwidth: { kind: 'measured' } }, switchOverMs: 0 },
    prediction: { kind: 'endless', because: 'dirties-as-much', plateau: { greatestBytes: 2 ** 33 } },
    bounds: { totalMost: { kind: 'unbounded' }, blackoutMost: { kind: 'bounded', because: 'threshold' } },
  });
});

test('--json of a migration that ends has every pass with its bytes and its time', async () => {
  const { stdout } = await precopy('--json');
  expect(JSON.parse(stdout)).toMatchObject({ prediction: { kind: 'switched', passes: { length: 9, 0: { number: 1, toSendBytes: 2 ** 33, sentBytes: 2 ** 33, wireBytes: 2 ** 33 } }, ending: { kind: 'rule-met', thresholdBytes: 4096 } } });
});

test('every option changes the migration that is computed', () => {
  const plain = migrationOf(texts);
  const changed = (more: PrecopyTexts): object => {
    const other = migrationOf({ ...texts, ...more });
    return Object.fromEntries(Object.entries(other).filter(([name, value]) => JSON.stringify(value) !== JSON.stringify(Object.entries(plain).find(([known]) => known === name)?.[1])));
  };
  const qemu = (more: object) => ({ kind: 'qemu', downtimeLimitMs: 300, bandwidth: { kind: 'measured' }, ...more });
  const framing = { kind: 'pages', pageBytes: 4096, headerBytes: 8, zeroPageBytes: 9 };
  const cap = (lastPass: 'capped' | 'lifted') => ({ kind: 'capped', bytesPerSecond: 1e6, lastPass });
  const cases: readonly (readonly [PrecopyTexts, object])[] = [
    [{ memory: '16GiB', writable: '8GiB' }, { memoryBytes: 2 ** 34 }],
    [{ link: '1Gbit/s' }, { linkBytesPerSecond: 125e6 }],
    [{ 'dirty-rate': '0B/s' }, { dirty: { kind: 'constant', bytesPerSecond: 0, writableBytes: 2 ** 33 } }],
    [{ 'dirty-curve': 'saturating', writable: '1GiB' }, { dirty: { kind: 'saturating', bytesPerSecond: 200 * 2 ** 20, writableBytes: 2 ** 30 } }],
    [{ 'dirty-curve': 'power-law', 'dirty-exponent': '0.7' }, { dirty: { kind: 'power-law', bytesInFirstSecond: 200 * 2 ** 20, exponent: 0.7, writableBytes: 2 ** 33 } }],
    [{ 'non-zero': '25%' }, { nonZeroShare: 0.25 }],
    [{ 'passes-max': '3', threshold: '1MiB' }, { rule: { kind: 'hyper-v', passesMax: 3, thresholdBytes: 2 ** 20 } }],
    [{ rule: 'xen' }, { rule: { kind: 'xen', passesMax: 5 } }],
    [{ rule: 'xen-2011', 'passes-max': '12' }, { rule: { kind: 'xen-2011', passesMax: 12 } }],
    [{ rule: 'qemu', 'downtime-limit': '1s' }, { rule: qemu({ downtimeLimitMs: 1000 }), framing }],
    [{ rule: 'qemu', 'bandwidth-estimate': '1MB/s' }, { rule: qemu({ bandwidth: { kind: 'given', bytesPerSecond: 1e6 } }), framing }],
    [{ 'rate-cap': '1MB/s' }, { cap: cap('capped') }],
    [{ 'rate-cap': '1MB/s', 'last-pass': 'lifted' }, { cap: cap('lifted') }],
    [{ 'rate-cap': '1MB/s', rule: 'qemu' }, { cap: cap('lifted'), rule: qemu({}), framing }],
    [{ 'switch-over': '0.5s' }, { switchOverMs: 500 }],
  ];
  for (const [more, change] of cases) expect(changed(more)).toEqual(change);
  expect(new Set(cases.flatMap(([more]) => Object.keys(more)))).toEqual(new Set(precopyOptions));
});

test('sizes, rates, times and shares take the units people write, in their case', () => {
  expect(['1B', '1kB', '1.5MB', '2GB', '1TB', '1KiB', '1MiB', '8GiB', '1TiB', '8 GiB'].map((text) => sizeOf('--memory', text, 'positive'))).toEqual([1, 1e3, 1.5e6, 2e9, 1e12, 2 ** 10, 2 ** 20, 2 ** 33, 2 ** 40, 2 ** 33]);
  expect(['8bit', '8kbit/s', '10Gbit', '10Gbit/s', '10Gbps', '8bps', '1GB/s', '128MiB/s', '1TiB/s'].map((text) => rateOf('--link', text, 'positive'))).toEqual([1, 1000, 1.25e9, 1.25e9, 1.25e9, 1, 1e9, 2 ** 27, 2 ** 40]);
  expect(['300ms', '2s', '1.5min', '1h', '0ms'].map((text) => timeOf('--switch-over', text, 'zero'))).toEqual([300, 2000, 90_000, 3_600_000, 0]);
  expect(['0', '0.25', '1', '25%', '100 %'].map((text) => shareOf('--non-zero', text))).toEqual([0, 0.25, 1, 0.25, 1]);
  expect(['0.7', '1'].map((text) => exponentOf('--dirty-exponent', text))).toEqual([0.7, 1]);
  for (const text of ['8', '8gib', '8Gb', '-8GiB', 'GiB', '8e9B', '1,5GB', '0x8GiB', '8 G iB', '']) expect(() => sizeOf('--memory', text, 'zero')).toThrow(UsageError);
  for (const text of ['10', '10GB', '10gbit', '10Gb/s', '10Gbit/min', 'constructor']) expect(() => rateOf('--link', text, 'zero')).toThrow(UsageError);
});

const size = 'a size with its unit, such as 8GiB, 512MiB or 2GB';
const rate = 'a rate with its unit, such as 10Gbit/s, 128MiB/s or 1.25GB/s';
const time = 'a time with its unit, such as 300ms, 2s or 1.5min';
const share = 'a share from 0 to 1, such as 0.25 or 25%';
const exponent = 'a number above 0 and at most 1, such as 0.7';

describe('what makes no migration is refused by name, with what is accepted', () => {
  test.each([
    ['--memory 8', `[bad-value]: --memory takes ${size}, not 8.`],
    ['--memory 8gib', `[bad-value]: --memory takes ${size}, not 8gib; the nearest is 8GiB.`],
    ['--memory 8Gb', `[bad-value]: --memory takes ${size}, not 8Gb; the nearest is 8GB.`],
    ['--memory 8GiBB', `[bad-value]: --memory takes ${size}, not 8GiBB; the nearest is 8GiB.`],
    ['--memory 8parsec', `[bad-value]: --memory takes ${size}, not 8parsec.`],
    ['--memory -8GiB', `[bad-value]: --memory takes ${size}, not -8GiB.`],
    ['--memory 0GiB', `[bad-value]: --memory takes more than 0, ${size}, not 0GiB.`],
    ['--memory 9000TiB', `[bad-value]: --memory takes no more than 2^53, ${size}, not 9000TiB.`],
    ['--memory 8Gbit', `[bad-value]: --memory takes ${size}, not 8Gbit.`],
    ['--link 0Gbit', `[bad-value]: --link takes more than 0, ${rate}, not 0Gbit.`],
    ['--link 10', `[bad-value]: --link takes ${rate}, not 10.`],
    ['--link 10GB', `[bad-value]: --link takes ${rate}, not 10GB.`],
    ['--link 10Gb/s', `[bad-value]: --link takes ${rate}, not 10Gb/s; the nearest is 10Gbit/s.`],
    ['--link 10gbit', `[bad-value]: --link takes ${rate}, not 10gbit; the nearest is 10Gbit.`],
    ['--link -1Gbit', `[bad-value]: --link takes ${rate}, not -1Gbit.`],
    ['--dirty-rate fast', `[bad-value]: --dirty-rate takes ${rate}, not fast.`],
    ['--dirty-rate -1MiB/s', `[bad-value]: --dirty-rate takes ${rate}, not -1MiB/s.`],
    ['--non-zero 1.5', `[bad-value]: --non-zero takes ${share}, not 1.5.`],
    ['--non-zero 120%', `[bad-value]: --non-zero takes ${share}, not 120%.`],
    ['--non-zero -0.1', `[bad-value]: --non-zero takes ${share}, not -0.1.`],
    ['--writable 9GiB', '[bad-value]: --writable takes at most the 8 GiB of --memory, not 9GiB.'],
    ['--dirty-curve power', '[bad-value]: --dirty-curve takes constant, saturating, power-law, not power; the nearest is power-law.'],
    ['--dirty-curve power-law', '[missing-value]: --dirty-curve power-law needs its exponent: --dirty-exponent A.'],
    ['--dirty-curve power-law --dirty-exponent 1.1', `[bad-value]: --dirty-exponent takes ${exponent}, not 1.1.`],
    ['--dirty-curve power-law --dirty-exponent 0', `[bad-value]: --dirty-exponent takes ${exponent}, not 0.`],
    ['--dirty-exponent 0.5', '[option-alone]: --dirty-exponent has no use without --dirty-curve power-law.'],
    ['--rule hyperv', '[bad-value]: --rule takes hyper-v, qemu, xen, xen-2011, not hyperv; the nearest is hyper-v.'],
    ['--rule qemu --passes-max 3', '[conflicting-options]: --passes-max does not go with --rule qemu: QEMU has no limit on passes.'],
    ['--rule qemu --threshold 1MiB', '[option-alone]: --threshold has no use without --rule hyper-v.'],
    ['--rule xen --downtime-limit 1s', '[option-alone]: --downtime-limit has no use without --rule qemu.'],
    ['--bandwidth-estimate 1GB/s', '[option-alone]: --bandwidth-estimate has no use without --rule qemu.'],
    ['--rule qemu --downtime-limit 0ms', `[bad-value]: --downtime-limit takes more than 0, ${time}, not 0ms.`],
    ['--rule qemu --downtime-limit 300', `[bad-value]: --downtime-limit takes ${time}, not 300.`],
    ['--rule qemu --bandwidth-estimate 0B/s', `[bad-value]: --bandwidth-estimate takes more than 0, ${rate}, not 0B/s.`],
    ['--passes-max 0', '[bad-value]: --passes-max takes a whole number of at least 1, not 0.'],
    ['--threshold -1KiB', `[bad-value]: --threshold takes ${size}, not -1KiB.`],
    ['--last-pass lifted', '[option-alone]: --last-pass has no use without --rate-cap.'],
    ['--rate-cap 128MiB/s --last-pass lift', '[bad-value]: --last-pass takes capped, lifted, not lift; the nearest is lifted.'],
    ['--rate-cap 0MiB/s', `[bad-value]: --rate-cap takes more than 0, ${rate}, not 0MiB/s.`],
    ['--switch-over soon', `[bad-value]: --switch-over takes ${time}, not soon.`],
    ['--switch-over -1s', `[bad-value]: --switch-over takes ${time}, not -1s.`],
    ['--memory', '[missing-value]: --memory needs a value: --memory SIZE.'],
    ['--memroy 8GiB', '[unknown-option]: precopy has no option --memroy; the nearest is --memory.'],
    ['lun', '[unexpected-argument]: precopy has no use for lun: quiesce precopy --memory SIZE --link RATE --dirty-rate RATE'],
  ])('%s', async (options, message) => {
    expect(await precopy(options)).toEqual({ code: 2, stdout: '', stderr: `error${message}\n` });
  });

  test.each([
    ['', '--memory SIZE'],
    ['--memory 8GiB', '--link RATE'],
    ['--memory 8GiB --link 10Gbit', '--dirty-rate RATE'],
  ])('%s alone lacks %s', async (line, wanted) => {
    expect(await quiesce(['precopy', ...line.split(' ').filter((word) => word !== '')])).toEqual({ code: 2, stdout: '', stderr: `error[missing-argument]: precopy needs ${wanted}: quiesce precopy --memory SIZE --link RATE --dirty-rate RATE\n` });
  });
});

test('the examples of the help run', async () => {
  const { stdout } = await quiesce(['precopy', '--help'], { width: 400 });
  const examples = [...stdout.matchAll(/^ {2}quiesce (precopy --.*)$/gm)].map(([, line = '']) => line).filter((line) => !line.includes('SIZE'));
  expect(examples.length).toBeGreaterThanOrEqual(2);
  for (const line of examples) expect((await quiesce(line.split(' '))).code).toBe(0);
});
