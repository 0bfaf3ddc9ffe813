import { expect, test } from 'vitest';
import { lockSystem } from '../engine/lock.ts';
import { claims } from '../engine/symmetric-agreement.ts';
import { comparesAfterEachRound } from './resumption.ts';

test('a lock whose line of waiting has too many orders for a proof says the same resumed after any round', async () => {
  expect(await comparesAfterEachRound({ build: () => lockSystem({ clients: 8 }), properties: claims(2, false), options: { keepGoing: true } }, 2)).toBeGreaterThan(3);
});
