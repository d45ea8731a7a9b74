// Original file: proto/keystorm/hsm/v1/admin.proto

import type { Long } from '@grpc/proto-loader';

export interface CallCount {
  'call'?: (string);
  'count'?: (number | string | Long);
}

export interface CallCount__Output {
  'call': (string);
  'count': (number);
}
