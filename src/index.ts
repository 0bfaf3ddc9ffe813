/**
 * The public API: an explicit list, so that what is promised can be read in one place.
 */
export type { Clock } from './system/clock.ts';
export { defineSystem, type Actors, type StateOf, type StateView, type System } from './system/define-system.ts';
export { ModelError } from './system/model-error.ts';
export { semanticsOf, type Semantics, type SystemState } from './system/step.ts';
export type { Delivery } from './system/run-to-completion.ts';
export { always, eachStep, longest, reachable, shortest, unreachable, type Property, type StepView } from './property/property.ts';
export type { Bound } from './property/bound.ts';
export { defineSuite, type Suite } from './property/suite.ts';
export type { Expectation, Verdict } from './property/verdict.ts';
export { explore } from './explore/explore.ts';
export type { Exploration, ExploreOptions, Progress, SymmetryUsed } from './property/exploration.ts';
export type { GrowingField, Growth } from './property/growth.ts';
export type { MetDelay, TickFineness } from './property/tick-fineness.ts';
export { check, type Engine, type CheckOptions, type CheckReport, type PropertyReport } from './check/check.ts';
export { Checkpoint, type CheckpointOptions, type Resumption } from './checkpoint/checkpoint.ts';
export { CheckpointError } from './checkpoint/checkpoint-error.ts';
export { replay, traceOf, type Trace } from './trace/trace.ts';
export { replayLive } from './trace/replay-live.ts';
export { walks, type WalksOptions } from './walk/walks.ts';
export { walkOf, type Walk } from './walk/walk.ts';
export { expectHolds, firstViolation, ViolationError, type Refutable, type WalkOutcome } from './walk/holds-on.ts';
export { sample } from './walk/sample.ts';
export type { Found, PropertySample, SampleOptions, SampleProgress, SampleReport } from './walk/sample-report.ts';
export { fifoChannel } from './channels/fifo-channel.ts';
export { unorderedChannel } from './channels/unordered-channel.ts';
export { fifoStimuli, unorderedStimuli, type ChannelContext, type ChannelEvent, type ChannelOptions, type ChannelStimuliOptions, type InFlight } from './channels/channel.ts';
