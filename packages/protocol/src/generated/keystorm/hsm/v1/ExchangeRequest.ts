// Original file: proto/keystorm/hsm/v1/hsm.proto

import type { Call as _keystorm_hsm_v1_Call, Call__Output as _keystorm_hsm_v1_Call__Output } from '../../../keystorm/hsm/v1/Call.ts';

export interface ExchangeRequest {
  'calls'?: (_keystorm_hsm_v1_Call)[];
}

export interface ExchangeRequest__Output {
  'calls': (_keystorm_hsm_v1_Call__Output)[];
}
