// Original file: proto/keystorm/hsm/v1/admin.proto

import type { ObjectVersion as _keystorm_hsm_v1_ObjectVersion, ObjectVersion__Output as _keystorm_hsm_v1_ObjectVersion__Output } from '../../../keystorm/hsm/v1/ObjectVersion.ts';

export interface ListObjectsResponse {
  'objects'?: (_keystorm_hsm_v1_ObjectVersion)[];
}

export interface ListObjectsResponse__Output {
  'objects': (_keystorm_hsm_v1_ObjectVersion__Output)[];
}
