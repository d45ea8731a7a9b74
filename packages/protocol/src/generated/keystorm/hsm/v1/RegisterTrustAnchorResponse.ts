// Original file: proto/keystorm/hsm/v1/hsm.proto

import type { TrustAnchor as _keystorm_hsm_v1_TrustAnchor, TrustAnchor__Output as _keystorm_hsm_v1_TrustAnchor__Output } from '../../../keystorm/hsm/v1/TrustAnchor.ts';

export interface RegisterTrustAnchorResponse {
  'trustAnchor'?: (_keystorm_hsm_v1_TrustAnchor | null);
}

export interface RegisterTrustAnchorResponse__Output {
  'trustAnchor': (_keystorm_hsm_v1_TrustAnchor__Output | null);
}
