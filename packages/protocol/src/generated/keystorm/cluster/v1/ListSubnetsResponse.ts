// Original file: proto/keystorm/cluster/v1/cluster.proto

import type { Subnet as _keystorm_cluster_v1_Subnet, Subnet__Output as _keystorm_cluster_v1_Subnet__Output } from '../../../keystorm/cluster/v1/Subnet.ts';

export interface ListSubnetsResponse {
  'subnets'?: (_keystorm_cluster_v1_Subnet)[];
}

export interface ListSubnetsResponse__Output {
  'subnets': (_keystorm_cluster_v1_Subnet__Output)[];
}
