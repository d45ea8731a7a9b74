// Original file: proto/keystorm/cluster/v1/cluster.proto

import type { Long } from '@grpc/proto-loader';

export interface AuditRecord {
  'sequence'?: (number | string | Long);
  'atMs'?: (number | string | Long);
  'message'?: (string);
  'previousHash'?: (Buffer | Uint8Array | string);
  'hash'?: (Buffer | Uint8Array | string);
}

export interface AuditRecord__Output {
  'sequence': (number);
  'atMs': (number);
  'message': (string);
  'previousHash': (Buffer);
  'hash': (Buffer);
}
