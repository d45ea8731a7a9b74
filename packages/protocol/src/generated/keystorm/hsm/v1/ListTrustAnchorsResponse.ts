// Original file: proto/keystorm/hsm/v1/hsm.proto

import type { TrustAnchor as _keystorm_hsm_v1_TrustAnchor, TrustAnchor__Output as _keystorm_hsm_v1_TrustAnchor__Output } from '../../../keystorm/hsm/v1/TrustAnchor.ts';

export interface ListTrustAnchorsResponse {
  'trustAnchors'?: (_keystorm_hsm_v1_TrustAnchor)[];
}

export interface ListTrustAnchorsResponse__Output {
  'trustAnchors': (_keystorm_hsm_v1_TrustAnchor__Output)[];
}
