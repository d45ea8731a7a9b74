// Original file: proto/keystorm/hsm/v1/hsm.proto

import type { KeyObject as _keystorm_hsm_v1_KeyObject, KeyObject__Output as _keystorm_hsm_v1_KeyObject__Output } from '../../../keystorm/hsm/v1/KeyObject.ts';

export interface GenerateKeyPairResponse {
  'publicKey'?: (_keystorm_hsm_v1_KeyObject | null);
  'privateKey'?: (_keystorm_hsm_v1_KeyObject | null);
}

export interface GenerateKeyPairResponse__Output {
  'publicKey': (_keystorm_hsm_v1_KeyObject__Output | null);
  'privateKey': (_keystorm_hsm_v1_KeyObject__Output | null);
}
