/** What comes out when a QMP log is held to a model and to the calculator, as data. Lines count from 1. */
import type { FigureFault } from './counters.ts';
import type { ExchangeFault } from './exchange.ts';
import type { Comparison } from './figures.ts';
import type { FieldFault, MigrationStatus } from './migration-info.ts';
import type { LineFault } from './qmp-message.ts';
import type { MonitorCommand, MonitorView } from './qmp-reading.ts';
import type { Settings } from './settings.ts';
import type { StopRuleFault } from './stop-rule-fault.ts';

export type QmpOutcome = { readonly kind: 'report'; readonly report: QmpReport } | { readonly kind: 'no-log'; readonly fault: NoLog };

/** Why there is nothing to hold to anything. `foreign`: no line is a message of QMP. */
export type NoLog = { readonly kind: 'empty' } | { readonly kind: 'foreign'; readonly lines: number; readonly firstLine: number; readonly first: string } | { readonly kind: 'no-migration'; readonly lines: number; readonly messages: number };

export interface QmpReport {
  /** Those that are not blank. */
  readonly lines: number;
  readonly messages: number;
  /** Answers to query-migrate that were held to the model. */
  readonly samples: number;
  readonly verdict: QmpVerdict;
  /** What it was replayed against. */
  readonly model: { readonly id: string; readonly scope: string };
  /** All lines up to here were checked, but those in `damages`; 0 when not even the first was. */
  readonly checkedTo: number;
  readonly damages: readonly Damage[];
  readonly notes: readonly Note[];
  readonly seen: SeenMigration;
  readonly settings: Settings;
  readonly comparison: Comparison;
  /** The most states that the search for one line has reached. */
  readonly statesMost: number;
}

/** `accepted`: all lines were read, the migration ends in the log, and some run of the model looks just so. */
export type QmpVerdict = { readonly kind: 'accepted' } | { readonly kind: 'refused'; readonly refusal: Refusal } | { readonly kind: 'inconclusive'; readonly because: Doubt };

/** Why a log is not accepted though no line of it was refused. */
export type Doubt = { readonly kind: 'damaged' } | { readonly kind: 'unfinished'; readonly status: MigrationStatus; readonly line: number } | { readonly kind: 'cut-off'; readonly line: number; readonly statesMax: number };

/** The first line that is not allowed. */
export type Refusal = { readonly line: number } & (
  /** No run of the model that gives the lines before gives this one. */
  | { readonly kind: 'no-run'; readonly seen: Seen; readonly allowed: readonly Allowed[] }
  | { readonly kind: 'figure'; readonly fault: FigureFault }
  | { readonly kind: 'field'; readonly faults: readonly FieldFault[] }
  | { readonly kind: 'stop-rule'; readonly fault: StopRuleFault }
);

export type Seen =
  | { readonly kind: 'status'; readonly status: MigrationStatus; readonly syncs: number | null }
  | { readonly kind: 'pass'; readonly syncs: number }
  | { readonly kind: 'vm'; readonly vm: MonitorView['vm'] }
  | { readonly kind: 'command'; readonly command: MonitorCommand };

/** What a line in its place may say. `orMore`: the model can go on counting for as long as the guest writes. */
export interface Allowed {
  readonly status: MigrationStatus;
  readonly syncs: { readonly least: number; readonly most: number; readonly orMore: boolean } | null;
  readonly vm: readonly MonitorView['vm'][];
}

/** What is wrong with the log, not with the migration. */
export type Damage = { readonly line: number } & (
  | { readonly kind: 'unreadable'; readonly fault: LineFault | { readonly kind: 'not-text' } | { readonly kind: 'too-long'; readonly bytes: number } }
  | { readonly kind: 'exchange'; readonly fault: ExchangeFault }
  /** A migration is under way that nothing in the log has begun. */
  | { readonly kind: 'began-before'; readonly status: MigrationStatus }
);

/** What a reader should know, and what does not count against the log. */
export type Note = { readonly line: number } & (
  | { readonly kind: 'unknown-field'; readonly field: string; readonly times: number }
  | { readonly kind: 'gap'; readonly ms: number; readonly usualMs: number }
  | { readonly kind: 'repeated'; readonly earlier: number }
  | { readonly kind: 'failed-command'; readonly name: string; readonly description: string }
  | { readonly kind: 'other-monitor'; readonly monitor: string; readonly times: number }
);

/** The last migration of the log, as it says itself. */
export interface SeenMigration {
  readonly status: MigrationStatus;
  /** `dirty-sync-count` of the last sample that has one. */
  readonly syncs: number | null;
  readonly figures: Readonly<Record<string, number>>;
}
