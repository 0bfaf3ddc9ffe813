/**
 * How a model of live migration looks to who sits at the monitor of a QEMU: what a user, or `properties/conformance.ts`, tells
 * `quiesce conform qmp` about a system, so that logs can be replayed against it.
 *
 * The order in which phases and passes may come is not in here. That is asked of the system.
 */
import type { StateView, System } from '../system/define-system.ts';
import type { MigrationStatus } from './migration-info.ts';

/** What a log asks for, so that the system has room for it. */
export interface QmpSize {
  /** More than the largest `dirty-sync-count`, and so than the passes. */
  readonly passes: number;
  /** How often `migrate` was given. */
  readonly migrations: number;
  /** How often any of the commands was given that the model knows. */
  readonly commands: number;
}

/** The commands that are stimuli of the model. */
export type MonitorCommand = 'migrate' | 'migrate_cancel' | 'stop' | 'cont';

/** A stimulus, a timer or a tick, as far as a reading needs to know it. */
export interface ReadStep {
  readonly to: string;
  readonly type: string;
}

export interface MonitorView {
  /** What `query-migrate` may answer; each status once. */
  readonly answers: readonly Answer[];
  readonly vm: 'running' | 'stopped';
}

export interface Answer {
  readonly status: MigrationStatus;
  /** From what to what `dirty-sync-count` may be; null where it says nothing. */
  readonly syncs: SyncRange | null;
}

export interface SyncRange {
  readonly least: number;
  readonly most: number;
}

export interface QmpReading {
  readonly system: (size: QmpSize) => System;
  /** The pass under way; null between migrations. */
  readonly pass: (state: StateView) => number | null;
  /** What is seen in a state, where `pass` is the last one there was; null when there is nobody to answer. */
  readonly view: (state: StateView, pass: number) => MonitorView | null;
  /** Which command a step is; null for what happens by itself. */
  readonly command: (step: ReadStep) => MonitorCommand | null;
  /** False of a step that changes nothing that could ever be seen, so that it need not be tried. */
  readonly matters: (state: StateView, step: ReadStep) => boolean;
}
