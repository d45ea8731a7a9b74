// Original file: proto/keystorm/hsm/v1/hsm.proto

import type { MtlsEnforcement as _keystorm_hsm_v1_MtlsEnforcement, MtlsEnforcement__Output as _keystorm_hsm_v1_MtlsEnforcement__Output } from '../../../keystorm/hsm/v1/MtlsEnforcement.ts';

export interface SetMtlsEnforcementRequest {
  'level'?: (_keystorm_hsm_v1_MtlsEnforcement);
}

export interface SetMtlsEnforcementRequest__Output {
  'level': (_keystorm_hsm_v1_MtlsEnforcement__Output);
}
