// Original file: proto/keystorm/hsm/v1/hsm.proto

import type { Reply as _keystorm_hsm_v1_Reply, Reply__Output as _keystorm_hsm_v1_Reply__Output } from '../../../keystorm/hsm/v1/Reply.ts';

export interface ExchangeResponse {
  'replies'?: (_keystorm_hsm_v1_Reply)[];
}

export interface ExchangeResponse__Output {
  'replies': (_keystorm_hsm_v1_Reply__Output)[];
}
