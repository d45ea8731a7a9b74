// Original file: proto/keystorm/cluster/v1/cluster.proto

import type { AuditRecord as _keystorm_cluster_v1_AuditRecord, AuditRecord__Output as _keystorm_cluster_v1_AuditRecord__Output } from '../../../keystorm/cluster/v1/AuditRecord.ts';

export interface ReadAuditLogResponse {
  'records'?: (_keystorm_cluster_v1_AuditRecord)[];
}

export interface ReadAuditLogResponse__Output {
  'records': (_keystorm_cluster_v1_AuditRecord__Output)[];
}
