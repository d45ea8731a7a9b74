// Original file: proto/keystorm/hsm/v1/hsm.proto

import type { KeyUsage as _keystorm_hsm_v1_KeyUsage, KeyUsage__Output as _keystorm_hsm_v1_KeyUsage__Output } from '../../../keystorm/hsm/v1/KeyUsage.ts';
import type { KeyQuorum as _keystorm_hsm_v1_KeyQuorum, KeyQuorum__Output as _keystorm_hsm_v1_KeyQuorum__Output } from '../../../keystorm/hsm/v1/KeyQuorum.ts';

export interface GenerateKeyRequest {
  'label'?: (string);
  'id'?: (Buffer | Uint8Array | string);
  'lengthBytes'?: (number);
  'extractable'?: (boolean);
  'session'?: (boolean);
  'usage'?: (_keystorm_hsm_v1_KeyUsage | null);
  'shareWith'?: (string)[];
  'quorum'?: (_keystorm_hsm_v1_KeyQuorum | null);
}

export interface GenerateKeyRequest__Output {
  'label': (string);
  'id': (Buffer);
  'lengthBytes': (number);
  'extractable': (boolean);
  'session': (boolean);
  'usage': (_keystorm_hsm_v1_KeyUsage__Output | null);
  'shareWith': (string)[];
  'quorum': (_keystorm_hsm_v1_KeyQuorum__Output | null);
}
