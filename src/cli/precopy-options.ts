/**
 * The options of `quiesce precopy`: what each takes, and how together they make a migration.
 *
 * They are kept as texts until the command runs, because what one may be depends on others: a threshold is of one rule alone.
 */
import { qemuFraming, type Framing, type Migration, type RateCap } from '../precopy/migration.ts';
import type { DirtyCurve } from '../precopy/dirty-curve.ts';
import type { StopRule } from '../precopy/stop-rule.ts';
import { binaryText } from '../report/quantities.ts';
import { UsageError } from '../report/usage-fault.ts';
import { countFrom, exponentOf, oneOf, rateOf, shareOf, sizeOf, timeOf } from './option-values.ts';

export const precopyOptionTable = {
  memory: { value: 'SIZE', about: 'the memory of the VM: 8GiB, 512MiB, 2GB; B, kB to TB and KiB to TiB are known' },
  link: { value: 'RATE', about: 'how fast the link is: 10Gbit/s, 128MiB/s, 1.25GB/s; bit to Tbit and B to TiB are known' },
  'dirty-rate': { value: 'RATE', about: 'how fast the guest dirties memory, distinct pages counted; at first, where the curve bends' },
  'dirty-curve': { value: 'NAME', about: 'how that goes on: constant (default), saturating, or power-law' },
  'dirty-exponent': { value: 'A', about: 'of a power-law, where after t seconds the dirty rate times t^A is dirty; 0.7 was measured' },
  writable: { value: 'SIZE', about: 'the guest writes nowhere else, so no more than this is dirty; all of the memory unless given' },
  'non-zero': { value: 'SHARE', about: 'the share of the memory to send at first, 0.25 or 25%; all of it unless given' },
  rule: { value: 'NAME', about: 'when passes end: hyper-v (default), qemu, xen, or xen-2011' },
  'passes-max': { value: 'N', about: 'suspend the guest after this many passes; unless given 10 for hyper-v, 5 for xen, 29 for xen-2011' },
  threshold: { value: 'SIZE', about: 'of hyper-v: or when less than this is dirty; 4KiB unless given, for what Hyper-V takes is not published' },
  'downtime-limit': { value: 'TIME', about: 'of qemu: suspend the guest when what is left fits into this; 300ms unless given' },
  'bandwidth-estimate': { value: 'RATE', about: 'of qemu: at this rate; at that of the passes unless given' },
  'rate-cap': { value: 'RATE', about: "send passes no faster than this; QEMU's own default is 128MiB/s, measured at 129" },
  'last-pass': { value: 'HOW', about: 'under a cap: capped or lifted; lifted with qemu unless given, else capped' },
  'switch-over': { value: 'TIME', about: 'from the last byte to the guest running again; 0ms unless given' },
} as const;

export type PrecopyOption = keyof typeof precopyOptionTable;

/** In the order of the help. */
export const precopyOptions: readonly PrecopyOption[] = Object.keys(precopyOptionTable).filter(isPrecopyOption);

/** What was given, as it was given. */
export type PrecopyTexts = Readonly<Partial<Record<PrecopyOption, string>>>;

export function isPrecopyOption(name: string): name is PrecopyOption {
  return Object.hasOwn(precopyOptionTable, name);
}

const rules = ['hyper-v', 'qemu', 'xen', 'xen-2011'] as const;
const curves = ['constant', 'saturating', 'power-law'] as const;
const passesMaxDefaults = { 'hyper-v': 10, xen: 5, 'xen-2011': 29 } as const;

/** @throws {UsageError} when a value is missing, is not what it should be, or does not go with another. */
export function migrationOf(texts: PrecopyTexts): Migration {
  const memoryBytes = sizeOf('--memory', required(texts, 'memory'), 'positive');
  const linkBytesPerSecond = rateOf('--link', required(texts, 'link'), 'positive');
  const rule = ruleOf(texts);
  return {
    memoryBytes,
    nonZeroShare: given(texts, 'non-zero', shareOf) ?? 1,
    linkBytesPerSecond,
    cap: capOf(texts, rule),
    dirty: curveOf(texts, memoryBytes),
    rule,
    framing: framingOf(rule),
    switchOverMs: given(texts, 'switch-over', (option, text) => timeOf(option, text, 'zero')) ?? 0,
  };
}

function curveOf(texts: PrecopyTexts, memoryBytes: number): DirtyCurve {
  const rate = rateOf('--dirty-rate', required(texts, 'dirty-rate'), 'zero');
  const kind = given(texts, 'dirty-curve', (option, text) => oneOf(option, text, curves)) ?? 'constant';
  const writableBytes = given(texts, 'writable', (option, text) => sizeOf(option, text, 'zero')) ?? memoryBytes;
  if (writableBytes > memoryBytes) throw new UsageError({ code: 'bad-value', option: '--writable', given: texts.writable ?? '', wanted: `at most the ${binaryText(memoryBytes)} of --memory`, nearest: null });
  if (kind !== 'power-law') {
    onlyWith(texts, 'dirty-exponent', '--dirty-curve power-law');
    return { kind, bytesPerSecond: rate, writableBytes };
  }
  const exponent = given(texts, 'dirty-exponent', exponentOf);
  if (exponent === null) throw new UsageError({ code: 'missing-value', option: '--dirty-curve power-law', wanted: 'its exponent: --dirty-exponent A' });
  return { kind, bytesInFirstSecond: rate, exponent, writableBytes };
}

function ruleOf(texts: PrecopyTexts): StopRule {
  const kind = given(texts, 'rule', (option, text) => oneOf(option, text, rules)) ?? 'hyper-v';
  if (kind !== 'hyper-v') onlyWith(texts, 'threshold', '--rule hyper-v');
  if (kind === 'qemu') {
    if (texts['passes-max'] !== undefined) throw new UsageError({ code: 'conflicting-options', one: '--passes-max', other: '--rule qemu', because: 'QEMU has no limit on passes' });
    const downtimeLimitMs = given(texts, 'downtime-limit', (option, text) => timeOf(option, text, 'positive')) ?? 300;
    const estimate = given(texts, 'bandwidth-estimate', (option, text) => rateOf(option, text, 'positive'));
    return { kind, downtimeLimitMs, bandwidth: estimate === null ? { kind: 'measured' } : { kind: 'given', bytesPerSecond: estimate } };
  }
  onlyWith(texts, 'downtime-limit', '--rule qemu');
  onlyWith(texts, 'bandwidth-estimate', '--rule qemu');
  const passesMax = given(texts, 'passes-max', countFrom) ?? passesMaxDefaults[kind];
  return kind === 'hyper-v' ? { kind, passesMax, thresholdBytes: given(texts, 'threshold', (option, text) => sizeOf(option, text, 'zero')) ?? 4096 } : { kind, passesMax };
}

function capOf(texts: PrecopyTexts, rule: StopRule): RateCap {
  const bytesPerSecond = given(texts, 'rate-cap', (option, text) => rateOf(option, text, 'positive'));
  if (bytesPerSecond === null) {
    onlyWith(texts, 'last-pass', '--rate-cap');
    return { kind: 'none' };
  }
  const lastPass = given(texts, 'last-pass', (option, text) => oneOf(option, text, ['capped', 'lifted'] as const));
  return { kind: 'capped', bytesPerSecond, lastPass: lastPass ?? (rule.kind === 'qemu' ? 'lifted' : 'capped') };
}

/** Only QEMU's is known. */
function framingOf(rule: StopRule): Framing {
  return rule.kind === 'qemu' ? qemuFraming : { kind: 'none' };
}

function required(texts: PrecopyTexts, name: PrecopyOption): string {
  const text = texts[name];
  if (text === undefined) throw new UsageError({ code: 'missing-argument', command: 'precopy', wanted: `--${name} ${precopyOptionTable[name].value}`, usage: precopyUsage });
  return text;
}

export const precopyUsage = 'precopy --memory SIZE --link RATE --dirty-rate RATE';

function given<T>(texts: PrecopyTexts, name: PrecopyOption, read: (option: string, text: string) => T): T | null {
  const text = texts[name];
  return text === undefined ? null : read(`--${name}`, text);
}

function onlyWith(texts: PrecopyTexts, name: PrecopyOption, wanted: string): void {
  if (texts[name] !== undefined) throw new UsageError({ code: 'option-alone', option: `--${name}`, wanted });
}
