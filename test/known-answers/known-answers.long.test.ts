/** Larger known answers, each agreed on with Spin where it is installed. */
import { expect, test } from 'vitest';
import { explore } from '../../src/explore/explore.ts';
import type { System } from '../../src/system/define-system.ts';
import { philosophers } from './philosophers.ts';
import { singleMounter } from './single-mounter.ts';
import { spinCounts, spinMissing } from './spin.ts';
import { twoPhaseCommit } from './two-phase-commit.ts';

async function expectCounts(system: System, counts: object): Promise<void> {
  expect(await explore(system, [], { keepGoing: true })).toMatchObject({ stopped: null, ...counts });
}

test('two-phase commit with 7 managers has 296,448 states', async () => {
  await expectCounts(twoPhaseCommit(7), { distinct: 6 ** 7 + 4 ** 7 + 2 ** 7, depth: 22 });
});

test('eleven patient philosophers have 3^11 - 1 states', async () => {
  await expectCounts(philosophers('patient', 11), { distinct: 3 ** 11 - 1, transitions: 2 * 11 * 3 ** 10 - 11 });
});

test('eleven philosophers that eat have 63,296 states', async () => {
  await expectCounts(philosophers('eating', 11), { distinct: 63_296 });
});

test.skipIf(spinMissing !== null && process.env['CI'] === undefined)('the single mounter with 3 nodes, 2 LUNs and 3 VMs has as many states as Spin finds', async () => {
  const { states, depth } = await spinCounts('singlemounter.pml', { NN: 3, NL: 2, NV: 3, INITLOC: '0,1,2' });
  await expectCounts(singleMounter({ nodes: 3, luns: 2, vms: 3 }), { distinct: states, depth });
});
