// Original file: proto/keystorm/cluster/v1/cluster.proto

import type { Long } from '@grpc/proto-loader';

export interface GetClockResponse {
  'aheadMs'?: (number | string | Long);
}

export interface GetClockResponse__Output {
  'aheadMs': (number);
}
