// Original file: proto/keystorm/hsm/v1/hsm.proto

import type { QuorumService as _keystorm_hsm_v1_QuorumService, QuorumService__Output as _keystorm_hsm_v1_QuorumService__Output } from '../../../keystorm/hsm/v1/QuorumService.ts';

export interface CreateQuorumTokenRequest {
  'service'?: (_keystorm_hsm_v1_QuorumService);
  'keyHandle'?: (number);
}

export interface CreateQuorumTokenRequest__Output {
  'service': (_keystorm_hsm_v1_QuorumService__Output);
  'keyHandle': (number);
}
