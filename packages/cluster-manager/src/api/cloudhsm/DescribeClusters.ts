import { type Cluster, listClusters } from '../../clusters/cluster.ts';
import { isOwnedBy } from '../../owner.ts';
import { filtered } from './filters.ts';
import type { Operation } from './operation.ts';
import { byTime, paged } from './paging.ts';
import { clusterView } from './views.ts';

const PAGE_MAX = 25;

const FIELDS = {
  clusterIds: ({ clusterId }: Cluster) => clusterId,
  vpcIds: ({ vpcId }: Cluster) => vpcId,
  states: ({ state }: Cluster) => state,
};

export const describeClusters: Operation<'DescribeClusters'> = async (
  { ledger, runtime },
  caller,
  { Filters, MaxResults, NextToken },
) => {
  const own = await listClusters(ledger, runtime.clock.now(), (cluster) => isOwnedBy(cluster, caller));
  const { items, NextToken: more } = paged(
    filtered(own, FIELDS, Filters),
    ({ createdAt, clusterId }) => byTime(createdAt, clusterId),
    { pageMax: MaxResults ?? PAGE_MAX, token: NextToken },
  );
  return { Clusters: await Promise.all(items.map((cluster) => clusterView(ledger, cluster))), NextToken: more };
};
