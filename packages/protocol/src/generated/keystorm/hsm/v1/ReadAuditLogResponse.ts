// Original file: proto/keystorm/hsm/v1/admin.proto

import type { AuditRecord as _keystorm_hsm_v1_AuditRecord, AuditRecord__Output as _keystorm_hsm_v1_AuditRecord__Output } from '../../../keystorm/hsm/v1/AuditRecord.ts';

export interface ReadAuditLogResponse {
  'hsmId'?: (string);
  'records'?: (_keystorm_hsm_v1_AuditRecord)[];
}

export interface ReadAuditLogResponse__Output {
  'hsmId': (string);
  'records': (_keystorm_hsm_v1_AuditRecord__Output)[];
}
