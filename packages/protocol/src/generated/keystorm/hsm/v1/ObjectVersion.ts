// Original file: proto/keystorm/hsm/v1/admin.proto

import type { Long } from '@grpc/proto-loader';

export interface ObjectVersion {
  'handle'?: (number);
  'version'?: (number | string | Long);
  'deleted'?: (boolean);
}

export interface ObjectVersion__Output {
  'handle': (number);
  'version': (number);
  'deleted': (boolean);
}
