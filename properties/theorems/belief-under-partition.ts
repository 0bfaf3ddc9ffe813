/**
 * When what nodes believe is true under partition: at most one has the volume mounted, at most one runs the VM.
 *
 *   loser    ─cut─▶ n p at most ─▶ regroup ─▶ turns the VM off ──S──▶ has let go of the disk
 *   winner   ─cut─▶ (n - 1) p at least ─▶ regroup ─▶ registers ──W──▶ preempts, mounts ──M + B──▶ runs the VM
 *
 * Two things keep the two apart, and either is enough: the loser defends its disk while it has it (W > D), or it has let go before the
 * winner may preempt. How many heartbeats are missed, and how long a regroup takes, are on both sides and cancel; what is left
 * of noticing is by how much the two sides differ. W the challenge, D the defence, p the heartbeat period, S what turning off takes:
 *
 *   fault, and quorum                              one mounter if and only if     one runner if and only if
 *   a node is isolated, node majority              W > min(D, p + S)              W + M + B > min(D, p)
 *   one link is cut, node majority                 W > min(D, max(3 p + S, 4 p))  W + M + B > min(D, 4 p)
 *   links are cut one way; or with a quorum disk   W > D                          W + M + B > D
 *
 * Of one link the loser hears from the third node, by heartbeats that wait for each other. Of links that are cut one way it hears nothing; and
 * before a quorum disk tells it that it has lost, the winner has begun. Found by a sweep, which a test repeats.
 *
 * Assumed: clocks run alike; a heartbeat comes each period; a defence comes each D and reaches the disk; the service that defends lives.
 */
import type { TimingR2 } from '../../machines/systems/timed-failover.ts';

/** What parts the nodes, and what the loser has to go by. */
export type Parting = 'isolated' | 'one-link' | 'one-way' | 'quorum-disk';

type Times = Pick<TimingR2, 'heartbeatMs' | 'challengeMs' | 'defenceMs' | 'stopMs' | 'mountMs' | 'bootMs'>;

/** By how much later than the winner might begin the loser may turn its VM off, and let go of the disk. */
function noticeMs(parting: Parting, { heartbeatMs, stopMs }: Times): { readonly off: number; readonly released: number } {
  if (parting === 'isolated') return { off: heartbeatMs, released: heartbeatMs + stopMs };
  if (parting === 'one-link') return { off: 4 * heartbeatMs, released: Math.max(3 * heartbeatMs + stopMs, 4 * heartbeatMs) };
  return { off: Infinity, released: Infinity };
}

/** Whether at most one node ever has the volume mounted, in its own eyes. Mounting begins when the reservation is won. */
export function isMountedOnce(parting: Parting, times: Times): boolean {
  return times.challengeMs > Math.min(times.defenceMs, noticeMs(parting, times).released);
}

/** Whether the VM ever runs on at most one node. */
export function runsOnce(parting: Parting, times: Times): boolean {
  return times.challengeMs + times.mountMs + times.bootMs > Math.min(times.defenceMs, noticeMs(parting, times).off);
}
