// Original file: proto/keystorm/hsm/v1/hsm.proto

import type { UserType as _keystorm_hsm_v1_UserType, UserType__Output as _keystorm_hsm_v1_UserType__Output } from '../../../keystorm/hsm/v1/UserType.ts';

export interface QuorumApproval {
  'userType'?: (_keystorm_hsm_v1_UserType);
  'userName'?: (string);
  'signature'?: (Buffer | Uint8Array | string);
}

export interface QuorumApproval__Output {
  'userType': (_keystorm_hsm_v1_UserType__Output);
  'userName': (string);
  'signature': (Buffer);
}
