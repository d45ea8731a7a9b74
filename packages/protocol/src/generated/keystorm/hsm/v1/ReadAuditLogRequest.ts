// Original file: proto/keystorm/hsm/v1/admin.proto

import type { Long } from '@grpc/proto-loader';

export interface ReadAuditLogRequest {
  'fromSequence'?: (number | string | Long);
  'recordsMax'?: (number);
}

export interface ReadAuditLogRequest__Output {
  'fromSequence': (number);
  'recordsMax': (number);
}
