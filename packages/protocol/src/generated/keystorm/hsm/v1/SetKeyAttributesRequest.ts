// Original file: proto/keystorm/hsm/v1/hsm.proto

import type { KeyUsage as _keystorm_hsm_v1_KeyUsage, KeyUsage__Output as _keystorm_hsm_v1_KeyUsage__Output } from '../../../keystorm/hsm/v1/KeyUsage.ts';

export interface SetKeyAttributesRequest {
  'handle'?: (number);
  'label'?: (string);
  'id'?: (Buffer | Uint8Array | string);
  'token'?: (boolean);
  'trusted'?: (boolean);
  'usage'?: (_keystorm_hsm_v1_KeyUsage | null);
  '_label'?: "label";
  '_id'?: "id";
  '_token'?: "token";
  '_trusted'?: "trusted";
}

export interface SetKeyAttributesRequest__Output {
  'handle': (number);
  'label'?: (string);
  'id'?: (Buffer);
  'token'?: (boolean);
  'trusted'?: (boolean);
  'usage': (_keystorm_hsm_v1_KeyUsage__Output | null);
  '_label'?: "label";
  '_id'?: "id";
  '_token'?: "token";
  '_trusted'?: "trusted";
}
