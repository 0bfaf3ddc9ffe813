/**
 * What a migration by pre-copy will be like: its passes, its bytes, how long it takes, how long the guest is dark, and why it
 * ends - or that it never does.
 *
 *   brownout                                      blackout
 *   ├── pass 1 ──────┼── pass 2 ──┼─ pass 3 ─┼ ·· ├─ last pass ─┼─ switch-over ─┤
 *
 * Pure arithmetic on what is known before; nothing is random. How far it is from what was measured stands in docs/precopy.md.
 */
import { firstBytes, lastRate, passRate, timeOf, wireFactor, zeroWireBytes, type Migration, type Times } from './migration.ts';
import { refuseImpossible } from './migration-error.ts';
import { passesOf, type Pass } from './passes.ts';
import { causeOfEndlessness, plateauOf, type EndlessCause, type Plateau } from './plateau.ts';
import { causeToStop, thresholdBytesOf, type StopCause } from './stop-rule.ts';

export type Prediction = Switched | Endless | TooLong;

/** The guest runs on the target in the end. */
export interface Switched {
  readonly kind: 'switched';
  readonly passes: readonly Pass[];
  readonly ending: Ending;
  readonly last: LastPass;
  /** Over the link, the last pass included. */
  readonly wireBytes: number;
  readonly times: Times;
}

/** Why the guest is suspended. Where a limit forces it, the passes would settle at the plateau. */
export type Ending =
  | { readonly kind: Extract<StopCause, 'rule-met'>; readonly thresholdBytes: number }
  | { readonly kind: Exclude<StopCause, 'rule-met'>; readonly thresholdBytes: number; readonly plateau: Plateau };

/** What is sent while the guest is suspended. */
export interface LastPass {
  readonly toSendBytes: number;
  readonly wireBytes: number;
  readonly durationMs: number;
}

/** The rule is never met, and nothing else ends the passes; those until they settle. */
export interface Endless {
  readonly kind: 'endless';
  readonly passes: readonly Pass[];
  readonly because: EndlessCause;
  readonly thresholdBytes: number;
  readonly plateau: Plateau;
}

/** The rule, or a limit of it, ends the passes some day, but not within `passesMax` of them; the first few. */
export interface TooLong {
  readonly kind: 'too-long';
  readonly passes: readonly Pass[];
  readonly thresholdBytes: number;
  readonly passesMax: number;
}

/** QEMU has no limit on passes; at 100 ms and more each this is a few hours. */
const passesMaxDefault = 100_000;
/** How many passes are shown of those that do not end. */
const shownMax = 200;

/**
 * What a migration will be like: that it ends, and how (`switched`), that it never does (`endless`), or that it does not within
 * `passesMax` passes (`too-long`; 100,000 unless given, which is a few hours of QEMU's).
 *
 * Bytes are bytes of guest memory, save those called `wireBytes`; times are milliseconds. One run, without faults, of a guest that goes
 * on as it does. Formulae: domain.md 5.1, 3.2, 3.3; how far it was off on measured migrations: docs/precopy.md.
 * @throws {MigrationError} when a number of the migration cannot be.
 * @example predict(migration).kind // 'switched'
 */
export function predict(migration: Migration, { passesMax = passesMaxDefault }: { readonly passesMax?: number } = {}): Prediction {
  refuseImpossible(migration);
  const thresholdBytes = thresholdBytesOf(migration.rule, passRate(migration));
  const startsBelow = migration.rule.kind === 'qemu' && migration.memoryBytes < thresholdBytes;
  if (startsBelow) return switched(migration, thresholdBytes, [], 'rule-met', firstBytes(migration));
  const passes: Pass[] = [];
  let sentInAllBytes = 0;
  for (const pass of passesOf(migration, thresholdBytes)) {
    passes.push(pass);
    sentInAllBytes += pass.sentBytes;
    const cause = causeToStop(migration.rule, thresholdBytes, { ...pass, sentInAllBytes, memoryBytes: migration.memoryBytes });
    if (cause !== null) return switched(migration, thresholdBytes, passes, cause, pass.dirtyBytes);
    const endlessness = migration.rule.kind === 'qemu' ? causeOfEndlessness(migration, thresholdBytes) : null;
    if (endlessness !== null) return endless(migration, thresholdBytes, endlessness);
    if (passes.length >= passesMax) break;
  }
  return { kind: 'too-long', passes: passes.slice(0, shownMax), thresholdBytes, passesMax };
}

function switched(migration: Migration, thresholdBytes: number, passes: readonly Pass[], cause: StopCause, lastBytes: number): Switched {
  const wireBytes = lastBytes * wireFactor(migration.framing) + (passes.length === 0 ? zeroWireBytes(migration) : 0);
  const last = { toSendBytes: lastBytes, wireBytes, durationMs: (wireBytes / lastRate(migration)) * 1000 };
  const ending: Ending = cause === 'rule-met' ? { kind: cause, thresholdBytes } : { kind: cause, thresholdBytes, plateau: plateauOf(migration, thresholdBytes) };
  const sentBytes = passes.reduce((sum, pass) => sum + pass.wireBytes, 0);
  return { kind: 'switched', passes, ending, last, wireBytes: sentBytes + wireBytes, times: timeOf(migration, sentBytes, wireBytes) };
}

/** Shows the passes until one lies on the plateau, and two more. */
function endless(migration: Migration, thresholdBytes: number, because: EndlessCause): Endless {
  const plateau = plateauOf(migration, thresholdBytes);
  const passes = passesOf(migration, thresholdBytes).take(shownMax).toArray();
  const settled = passes.findIndex(({ toSendBytes }) => toSendBytes >= plateau.leastBytes && toSendBytes <= plateau.greatestBytes);
  return { kind: 'endless', passes: settled === -1 ? passes : passes.slice(0, settled + 3), because, thresholdBytes, plateau };
}
