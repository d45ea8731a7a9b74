// Original file: proto/keystorm/hsm/v1/hsm.proto

import type { WrapMechanism as _keystorm_hsm_v1_WrapMechanism, WrapMechanism__Output as _keystorm_hsm_v1_WrapMechanism__Output } from '../../../keystorm/hsm/v1/WrapMechanism.ts';

export interface AesUnwrapRequest {
  'handle'?: (number);
  'wrapped'?: (Buffer | Uint8Array | string);
  'mechanism'?: (_keystorm_hsm_v1_WrapMechanism);
  'initializationVector'?: (Buffer | Uint8Array | string);
}

export interface AesUnwrapRequest__Output {
  'handle': (number);
  'wrapped': (Buffer);
  'mechanism': (_keystorm_hsm_v1_WrapMechanism__Output);
  'initializationVector': (Buffer);
}
