// Original file: proto/keystorm/cluster/v1/cluster.proto

import type { Cluster as _keystorm_cluster_v1_Cluster, Cluster__Output as _keystorm_cluster_v1_Cluster__Output } from '../../../keystorm/cluster/v1/Cluster.ts';

export interface GetClusterResponse {
  'cluster'?: (_keystorm_cluster_v1_Cluster | null);
}

export interface GetClusterResponse__Output {
  'cluster': (_keystorm_cluster_v1_Cluster__Output | null);
}
