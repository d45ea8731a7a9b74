// Original file: proto/keystorm/hsm/v1/hsm.proto

import type { UserType as _keystorm_hsm_v1_UserType, UserType__Output as _keystorm_hsm_v1_UserType__Output } from '../../../keystorm/hsm/v1/UserType.ts';
import type { SigningKey as _keystorm_hsm_v1_SigningKey, SigningKey__Output as _keystorm_hsm_v1_SigningKey__Output } from '../../../keystorm/hsm/v1/SigningKey.ts';

export interface RegisterQuorumKeyRequest {
  'userType'?: (_keystorm_hsm_v1_UserType);
  'userName'?: (string);
  'token'?: (Buffer | Uint8Array | string);
  'key'?: (_keystorm_hsm_v1_SigningKey | null);
}

export interface RegisterQuorumKeyRequest__Output {
  'userType': (_keystorm_hsm_v1_UserType__Output);
  'userName': (string);
  'token': (Buffer);
  'key': (_keystorm_hsm_v1_SigningKey__Output | null);
}
