// Original file: proto/keystorm/cluster/v1/cluster.proto

import type { Cluster as _keystorm_cluster_v1_Cluster, Cluster__Output as _keystorm_cluster_v1_Cluster__Output } from '../../../keystorm/cluster/v1/Cluster.ts';
import type { Job as _keystorm_cluster_v1_Job, Job__Output as _keystorm_cluster_v1_Job__Output } from '../../../keystorm/cluster/v1/Job.ts';
import type { Appliance as _keystorm_cluster_v1_Appliance, Appliance__Output as _keystorm_cluster_v1_Appliance__Output } from '../../../keystorm/cluster/v1/Appliance.ts';

export interface ListClustersResponse {
  'clusters'?: (_keystorm_cluster_v1_Cluster)[];
  'jobs'?: (_keystorm_cluster_v1_Job)[];
  'appliances'?: (_keystorm_cluster_v1_Appliance)[];
}

export interface ListClustersResponse__Output {
  'clusters': (_keystorm_cluster_v1_Cluster__Output)[];
  'jobs': (_keystorm_cluster_v1_Job__Output)[];
  'appliances': (_keystorm_cluster_v1_Appliance__Output)[];
}
