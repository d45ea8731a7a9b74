// Original file: proto/keystorm/cluster/v1/cluster.proto

import type { Long } from '@grpc/proto-loader';

export interface RegisterApplianceResponse {
  'aheadMs'?: (number | string | Long);
}

export interface RegisterApplianceResponse__Output {
  'aheadMs': (number);
}
