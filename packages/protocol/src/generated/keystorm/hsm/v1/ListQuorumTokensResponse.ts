// Original file: proto/keystorm/hsm/v1/hsm.proto

import type { QuorumToken as _keystorm_hsm_v1_QuorumToken, QuorumToken__Output as _keystorm_hsm_v1_QuorumToken__Output } from '../../../keystorm/hsm/v1/QuorumToken.ts';

export interface ListQuorumTokensResponse {
  'tokens'?: (_keystorm_hsm_v1_QuorumToken)[];
}

export interface ListQuorumTokensResponse__Output {
  'tokens': (_keystorm_hsm_v1_QuorumToken__Output)[];
}
