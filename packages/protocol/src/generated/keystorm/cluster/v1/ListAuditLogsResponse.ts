// Original file: proto/keystorm/cluster/v1/cluster.proto

import type { AuditLog as _keystorm_cluster_v1_AuditLog, AuditLog__Output as _keystorm_cluster_v1_AuditLog__Output } from '../../../keystorm/cluster/v1/AuditLog.ts';

export interface ListAuditLogsResponse {
  'logs'?: (_keystorm_cluster_v1_AuditLog)[];
}

export interface ListAuditLogsResponse__Output {
  'logs': (_keystorm_cluster_v1_AuditLog__Output)[];
}
