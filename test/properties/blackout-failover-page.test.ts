import { expect, test } from 'vitest';
import { blackoutPage } from './blackout-failover-page.ts';

test('docs/blackout-failover.md says what the formulas say; npm run blackout-failover writes it anew', async () => {
  await expect(blackoutPage()).toMatchFileSnapshot('../../docs/blackout-failover.md');
});
