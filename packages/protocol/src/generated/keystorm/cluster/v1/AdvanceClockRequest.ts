// Original file: proto/keystorm/cluster/v1/cluster.proto

import type { Long } from '@grpc/proto-loader';

export interface AdvanceClockRequest {
  'byMs'?: (number | string | Long);
}

export interface AdvanceClockRequest__Output {
  'byMs': (number);
}
