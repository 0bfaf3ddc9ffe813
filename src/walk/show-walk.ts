/**
 * A walk as the book of claims wants to see it: its states and steps in order, and what went wrong on the way.
 *
 * The order within a step is the explorer's: messages, then the state, then the step.
 */
import { swallowedIn } from '../property/built-in.ts';
import type { Ledger } from '../property/ledger.ts';
import type { Delivery } from '../system/run-to-completion.ts';
import type { KnownState } from './known-states.ts';
import { reaching, type Walk } from './walk.ts';
import { stepText } from '../trace/step-words.ts';

/** Shows a walk from its beginning, as long as `isOpen` says that somebody still wants to see it. */
export function showWalk(ledger: Ledger, walk: Walk, isOpen: () => boolean = () => true): void {
  const { known, steps, labels } = walk;
  const [first] = known;
  if (first === undefined) return;
  showState(ledger, walk, 0, first, walk.opening);
  ledger.walked(first.view, null, () => []);
  for (const [i, { label, after, deliveries }] of steps.entries()) {
    if (!isOpen()) return;
    const before = known[i];
    const now = known[i + 1];
    if (before === undefined || now === undefined) throw new RangeError(`${after.key} is not a state of the walk`);
    showState(ledger, walk, i + 1, now, deliveries);
    ledger.walked(now.view, label.kind === 'tick' ? label.tickMs : 0, () => labels.slice(0, i + 1));
    if (ledger.wantsSteps) ledger.step(before.view, { kind: label.kind, to: label.to, event: label.event, deliveries }, now.view, () => labels.slice(0, i + 1));
  }
  if (isOpen()) showEnd(ledger, walk);
}

function showState(ledger: Ledger, walk: Walk, length: number, { state, view }: KnownState, deliveries: readonly Delivery[]): void {
  const run = (): Walk['labels'] => walk.labels.slice(0, length);
  for (const delivery of deliveries) for (const lost of swallowedIn(delivery)) ledger.violate('no-swallowed-event', run, lost);
  ledger.state(view, run);
  const failed = state.locals.findIndex(({ snapshot }) => snapshot.status === 'error');
  if (failed < 0) return;
  const error: unknown = state.locals[failed]?.snapshot.error;
  ledger.violate('no-machine-error', run, `${walk.system.actorNames[failed] ?? failed} ends in status error: ${String(error)}`);
}

/** Only the last state can be a deadlock; from every other one the walk went on, or stuttered and came to the same. */
function showEnd(ledger: Ledger, walk: Walk): void {
  const last = walk.known.at(-1);
  if (last === undefined) return;
  const before = walk.steps.map((taken, i) => ({ taken, after: walk.known[i + 1] ?? last }));
  if (!reaching(before, last, () => last.isStuck) || walk.system.final(last.view)) return;
  const detail = last.labels.length === 0 ? 'no step is enabled' : `only stutters are enabled: ${last.labels.map(stepText).join(', ')}`;
  ledger.violate('no-deadlock', () => walk.labels, detail);
}
