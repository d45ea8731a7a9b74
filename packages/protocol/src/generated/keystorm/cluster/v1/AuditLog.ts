// Original file: proto/keystorm/cluster/v1/cluster.proto

import type { Long } from '@grpc/proto-loader';

export interface AuditLog {
  'hsmId'?: (string);
  'clusterId'?: (string);
  'region'?: (string);
  'oldest'?: (number | string | Long);
  'next'?: (number | string | Long);
  'hash'?: (Buffer | Uint8Array | string);
}

export interface AuditLog__Output {
  'hsmId': (string);
  'clusterId': (string);
  'region': (string);
  'oldest': (number);
  'next': (number);
  'hash': (Buffer);
}
