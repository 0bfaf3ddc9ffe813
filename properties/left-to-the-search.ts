/**
 * Claims that reject a defect only after a long run of the right deliveries: a few thousand random walks do not find it from every
 * seed, or do not shrink it to within two steps of the shortest. The search finds all of them.
 */
const claims: Readonly<Record<string, readonly string[]>> = {
  'defect:csv-coordinator-not-drained': ['the-disk-never-goes-back', 'acknowledged-io-is-on-the-disk'],
  'defect:csv-expelled-node-keeps-its-key': ['nobody-writes-while-mounting'],
  'defect:csv-io-replayed-twice': ['io-is-answered-once'],
  'defect:csv-late-failure-believed': ['one-effective-coordinator', 'dismounted-before-mounted-elsewhere'],
  'defect:csv-mounted-without-a-key': ['a-fenced-node-mounts-nothing'],
  'defect:csv-old-session-survives': ['an-expelled-node-writes-nothing', 'a-vm-has-one-writer'],
  'defect:csv-redirect-answered-early': ['nobody-writes-while-mounting', 'metadata-is-the-coordinators'],
  // That a blackout has no bound is a cycle, which a walk does not see.
  'defect:silence-unnoticed': ['failover-r2-ends'],
};

/** Whether random walks are not asked to find that this claim rejects this defect. */
export function isLeftToTheSearch(suite: string, claim: string): boolean {
  return claims[suite]?.includes(claim) ?? false;
}
