// Original file: proto/keystorm/hsm/v1/hsm.proto

import type { QuorumService as _keystorm_hsm_v1_QuorumService, QuorumService__Output as _keystorm_hsm_v1_QuorumService__Output } from '../../../keystorm/hsm/v1/QuorumService.ts';

export interface QuorumToken {
  'id'?: (number);
  'service'?: (_keystorm_hsm_v1_QuorumService);
  'node'?: (number);
  'userName'?: (string);
  'secondsLeft'?: (number);
  'approvalsRequired'?: (number);
  'approvers'?: (string)[];
  'keyHandle'?: (number);
}

export interface QuorumToken__Output {
  'id': (number);
  'service': (_keystorm_hsm_v1_QuorumService__Output);
  'node': (number);
  'userName': (string);
  'secondsLeft': (number);
  'approvalsRequired': (number);
  'approvers': (string)[];
  'keyHandle': (number);
}
