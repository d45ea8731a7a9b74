// Original file: proto/keystorm/hsm/v1/hsm.proto

import type { WrapMechanism as _keystorm_hsm_v1_WrapMechanism, WrapMechanism__Output as _keystorm_hsm_v1_WrapMechanism__Output } from '../../../keystorm/hsm/v1/WrapMechanism.ts';
import type { WrapHash as _keystorm_hsm_v1_WrapHash, WrapHash__Output as _keystorm_hsm_v1_WrapHash__Output } from '../../../keystorm/hsm/v1/WrapHash.ts';

export interface WrapKeyRequest {
  'wrappingHandle'?: (number);
  'handle'?: (number);
  'mechanism'?: (_keystorm_hsm_v1_WrapMechanism);
  'initializationVector'?: (Buffer | Uint8Array | string);
  'hash'?: (_keystorm_hsm_v1_WrapHash);
}

export interface WrapKeyRequest__Output {
  'wrappingHandle': (number);
  'handle': (number);
  'mechanism': (_keystorm_hsm_v1_WrapMechanism__Output);
  'initializationVector': (Buffer);
  'hash': (_keystorm_hsm_v1_WrapHash__Output);
}
