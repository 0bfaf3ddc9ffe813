/**
 * docs/blackout-failover.md: how long a failover keeps a VM dark, when arbitration is safe, and when what nodes believe is true.
 *
 * Figures are those of the formulas in properties/bounds and properties/theorems; timed-failover.test.ts and
 * timed-failover.long.test.ts hold each of them to what the checker finds.
 */
import { timingR2 } from '../../machines/systems/timed-failover.ts';
import { patienceMs } from '../../properties/bounds/blackout-2008.ts';
import { blackoutOfACrash, blackoutOfAPartition, type Arbiter, type Blackout } from '../../properties/bounds/failover-r2.ts';
import { isArbitrationSafe } from '../../properties/theorems/arbitration.ts';
import { isMountedOnce, runsOnce, type Parting } from '../../properties/theorems/belief-under-partition.ts';
import { arbitrationPoints, blackoutPoints, partings, partitionChallenges, partitionDefences, partitionTiming } from './blackout-failover-sweep.ts';

const head = `# Blackout of a failover

How long a VM of Windows Server 2008 R2 is dark when its node is lost, proved by exploring every run of three small clusters on a clock
(\`failover-r2-timed\`, \`failover-r2-quorum-disk\`, \`failover-r2-quorum-disk-elsewhere\`), and what the times have to do with safety.
What the model leaves out is in [limits.md](limits.md).

<!-- Written by npm run blackout-failover; tests compare every figure with what the checker finds. -->

| | is | here | evidence |
|---|---|---|---|
| p, n | a heartbeat each p; a route is down after n missed | 1 s, 5 | vendor; for 2008 R2 unverified |
| R | regroup, from a change of what a node hears to its proposal | 1 s | derived: 7 s of arbitration (vendor, of 2012) less the challenge |
| D | the holder of a disk removes the keys of others each D | 3 s | derived, unverified for 2008 |
| W | a challenger waits W, then preempts the holder | 6 s | derived, unverified for 2008 |
| M, B | mount, boot | 3 s, 30 s | unverified; they vary |
| S | turning a VM off by force | 1 s | unverified |
| | clients give up after | 20 s | vendor, and derived from TCP |

Nobody knows when in its period a heartbeat comes, so silence is noticed after (n - 1) p to n p, and a message takes 0 to p.
`;

const crash = `
## The node crashes

| who decides | at best | at worst |
|---|---|---|
| node majority (three nodes) | (n - 1) p + R + W + M + B | n p + R + 2 p + W + M + B: a proposal and a vote wait for heartbeats |
| quorum disk, held by the other node | (n - 1) p + R + W + M + B | n p + R + W + M + B |
| quorum disk, held by the node that crashed | (n - 1) p + R + 2 W + M + B | n p + R + 2 W + M + B: first the quorum disk is challenged, then the VM's |

At the times above: NOW. The sweep, with patience of 20 s: *visible* is a failover that always takes longer, *invisible* one that never does.
`;

const visible = `
"5 s of detection < 7 s of arbitration < 20 s of patience" does not make a failover visible by itself. What counts is the sum, and at the default
times detection and arbitration alone stay within the patience: 11 to 14 s where a majority decides, 17 to 18 s for the owner of the
quorum disk, who is challenged twice. With a mount of 3 s the latter is 20 to 21 s, and always visible. Where a majority decides, mount and
boot must take 9 s for that; a boot of 30 s is enough in every row. (Clients that are patient enough find a VM
that has booted: their connections are gone with its memory, ARG-7.)

## The node is cut off

A node that has lost the network turns its VM off after n p + R at most, and the blackout begins there. Arbitration must be safe (W > D), else
the VM may run twice instead; S is at most p.

| who decides | at best | at worst |
|---|---|---|
| node majority | S + M + B: the disk is free when the others come for it | max(S + W, 3 p) + M + B: they have just begun a challenge, which is in vain |
| quorum disk, held by the other node | S + M + B | S + W + M + B |

A node that holds the quorum disk when it is cut off keeps it, and its VM.
`;

const arbitration = `
## When arbitration is safe

A holder that lives keeps its disk **if and only if W > D**. Equality is not enough: defence and preemption are then due at the same
moment, and either may come first. Suites: \`arbitration-above-the-limit\` (4 s against 3 s), \`arbitration-at-the-limit\` (3 s against 3 s, violated).
✗: the disk can be taken from a node that lives.
`;

const belief = `
## When what nodes believe is true

Without a clock, two nodes can believe that they have the volume mounted, or that they run the VM; only the disk knows better. On a clock
it is so **if and only if** the condition fails:

| what parts the nodes | at most one has it mounted | at most one runs it |
|---|---|---|
| a node is isolated, node majority | W > min(D, p + S) | W + M + B > min(D, p) |
| one link is cut, node majority | W > min(D, max(3 p + S, 4 p)) | W + M + B > min(D, 4 p) |
| links are cut one way, node majority | W > D | W + M + B > D |
| nodes are parted, quorum disk held by the other node | W > D | W + M + B > D |

Two things keep the two sides apart, and one is enough. The loser defends its disk as long as it has it (D). Or it has noticed, turned its VM off and
let go before the winner may preempt: how many heartbeats are missed and how long a regroup takes are the same on both sides and
cancel, and what is left is by how much the two can differ. Whoever must be told by a third node hears later. Whoever hears everything and is not heard never
notices, nor in time does one that must first lose the quorum disk: there the defence is all there is. At the default times all of it holds (\`partition-defended\`, whatever part of the network fails, and heals).

p = 1 s, S = 1 s, M + B = 0. **m**: the volume can be mounted twice, **r**: the VM can run twice.
`;

const dropped = `
## What it takes

| assumed | dropped in | then |
|---|---|---|
| a cut is noticed at both ends | \`partition-one-way\` | the loser never notices; W > D must hold |
| quorum is of nodes alone | \`partition-at-a-quorum-disk\` | the loser notices when it has lost the disk, which is too late; W > D must hold |
| the service that defends lives | \`failover-r2-killed-service\` | no times help: nobody notices, nobody defends, and the VM that was left behind runs beside the new one. Only the disk knows |
| a view keeps challengers apart | \`partition-at-a-lone-vote\`, \`arbitration-of-two-challengers\` | no times help: the second challenger takes the disk from the first before that has defended it |
| | \`partition-at-a-lone-vote-defended\`, \`arbitration-that-defends-at-once\` | an owner that defends in the moment in which it gets the disk: W > D again |
| a holder that is asked again does not begin its period anew | \`defect:regroup-postpones-the-defence\` | each regroup puts the defence off by up to D: after one on each side, W > D + min(D, p) |
| a host that crashed is not back before a challenge of its disk has ended | (not a suite) | it takes its reservation up again while its challenger waits, and does not defend at once: as two challengers |
| defences reach the disk in time, clocks run alike, no heartbeat is late | (in the formulas) | D is the longest time between two defences, p the most that two ends can differ by |
`;

const text = (ms: number): string => String(ms / 1_000);
const range = ({ bestMs, worstMs }: Blackout): string => (bestMs === worstMs ? text(bestMs) : `${text(bestMs)} to ${text(worstMs)}`);
const seen = ({ bestMs, worstMs }: Blackout): string => (bestMs >= patienceMs ? 'visible' : worstMs < patienceMs ? 'invisible' : 'either');

const arbiters: readonly Arbiter[] = ['node-majority', 'quorum-disk-elsewhere', 'quorum-disk'];

function crashTable(): string {
  const rows = blackoutPoints.map((timing) => [
    String(timing.heartbeatsMissed),
    text(timing.challengeMs),
    `${text(timing.mountMs)} + ${text(timing.bootMs)}`,
    ...arbiters.map((arbiter) => blackoutOfACrash(arbiter, timing)).map((blackout) => `${range(blackout)} s, ${seen(blackout)}`),
  ]);
  return table(['n', 'W, s', 'M + B, s', 'node majority', 'quorum disk elsewhere', 'quorum disk with the VM'], rows);
}

function partitionTable(): string {
  const rows = blackoutPoints
    .filter(({ heartbeatsMissed }) => heartbeatsMissed === timingR2.heartbeatsMissed)
    .map((timing) => [
      text(timing.challengeMs),
      `${text(timing.mountMs)} + ${text(timing.bootMs)}`,
      ...(['node-majority', 'quorum-disk-elsewhere'] as const).map((arbiter) => blackoutOfAPartition(arbiter, timing)).map((blackout) => `${range(blackout)} s, ${seen(blackout)}`),
    ]);
  return table(['W, s', 'M + B, s', 'node majority', 'quorum disk elsewhere'], rows);
}

function arbitrationTable(): string {
  const defences = [...new Set(arbitrationPoints.map(({ defenceMs }) => defenceMs))];
  const challenges = [...new Set(arbitrationPoints.map(({ challengeMs }) => challengeMs))];
  return table(
    ['D \\ W, s', ...challenges.map(text)],
    defences.map((defenceMs) => [text(defenceMs), ...challenges.map((challengeMs) => (isArbitrationSafe({ defenceMs, challengeMs }) ? '' : '✗'))]),
  );
}

function beliefTable(): string {
  const cell = (parting: Parting, defence: number, challenge: number): string => {
    const timing = partitionTiming({ heartbeat: 1, stop: 1, defence, challenge });
    return `${isMountedOnce(parting, timing) ? '' : 'm'}${runsOnce(parting, timing) ? '' : 'r'}`;
  };
  return table(
    ['parted by', 'D \\ W, s', ...partitionChallenges.map(String)],
    partings.flatMap((parting) => partitionDefences.map((defence) => [parting, String(defence), ...partitionChallenges.map((challenge) => cell(parting, defence, challenge))])),
  );
}

/** The page. */
export function blackoutPage(): string {
  const now = arbiters.map((arbiter) => `${range(blackoutOfACrash(arbiter, timingR2))} s`);
  return [
    head,
    crash.replace('NOW', now.join(', ')),
    crashTable(),
    visible,
    partitionTable(),
    arbitration,
    arbitrationTable(),
    belief,
    beliefTable(),
    dropped,
  ].join('\n').replaceAll('\n\n\n', '\n\n');
}

function table(columns: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [line(columns), line(columns.map(() => '---')), ...rows.map(line)].join('\n');
}
