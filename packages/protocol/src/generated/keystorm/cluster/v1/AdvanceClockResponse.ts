// Original file: proto/keystorm/cluster/v1/cluster.proto

import type { Long } from '@grpc/proto-loader';

export interface AdvanceClockResponse {
  'aheadMs'?: (number | string | Long);
}

export interface AdvanceClockResponse__Output {
  'aheadMs': (number);
}
