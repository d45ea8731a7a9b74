// Original file: proto/keystorm/cluster/v1/cluster.proto

import type { HeldStep as _keystorm_cluster_v1_HeldStep, HeldStep__Output as _keystorm_cluster_v1_HeldStep__Output } from '../../../keystorm/cluster/v1/HeldStep.ts';

export interface ListHeldStepsResponse {
  'steps'?: (_keystorm_cluster_v1_HeldStep)[];
}

export interface ListHeldStepsResponse__Output {
  'steps': (_keystorm_cluster_v1_HeldStep__Output)[];
}
