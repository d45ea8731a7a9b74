// Original file: proto/keystorm/hsm/v1/hsm.proto

import type { QuorumApproval as _keystorm_hsm_v1_QuorumApproval, QuorumApproval__Output as _keystorm_hsm_v1_QuorumApproval__Output } from '../../../keystorm/hsm/v1/QuorumApproval.ts';

export interface ApproveQuorumTokenRequest {
  'tokens'?: (Buffer | Uint8Array | string);
  'approvals'?: (_keystorm_hsm_v1_QuorumApproval)[];
}

export interface ApproveQuorumTokenRequest__Output {
  'tokens': (Buffer);
  'approvals': (_keystorm_hsm_v1_QuorumApproval__Output)[];
}
