// Original file: proto/keystorm/cluster/v1/cluster.proto

import type { Long } from '@grpc/proto-loader';

export interface GetClusterRequest {
  'clusterId'?: (string);
  'region'?: (string);
  'knownVersion'?: (number | string | Long);
  'waitMs'?: (number);
}

export interface GetClusterRequest__Output {
  'clusterId': (string);
  'region': (string);
  'knownVersion': (number);
  'waitMs': (number);
}
