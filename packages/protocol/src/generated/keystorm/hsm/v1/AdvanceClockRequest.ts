// Original file: proto/keystorm/hsm/v1/admin.proto

import type { Long } from '@grpc/proto-loader';

export interface AdvanceClockRequest {
  'aheadMs'?: (number | string | Long);
}

export interface AdvanceClockRequest__Output {
  'aheadMs': (number);
}
