import { expect, test } from 'vitest';
import { ClusterManagerConfig } from './config.ts';

test('the quotas are those of AWS unless something else is said, and no cluster may have more HSMs than there', () => {
  const { quotas } = ClusterManagerConfig.shape;
  expect(quotas.parse(undefined)).toEqual({ clusters: 4, hsms: 6, hsmsPerCluster: 28 });
  expect(quotas.safeParse({ hsmsPerCluster: 29 }).success).toBe(false);
});
