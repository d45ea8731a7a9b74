// Original file: proto/keystorm/cluster/v1/cluster.proto

import type { Long } from '@grpc/proto-loader';

export interface ReadAuditLogRequest {
  'hsmId'?: (string);
  'fromSequence'?: (number | string | Long);
  'recordsMax'?: (number);
}

export interface ReadAuditLogRequest__Output {
  'hsmId': (string);
  'fromSequence': (number);
  'recordsMax': (number);
}
