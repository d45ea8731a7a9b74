// Original file: proto/keystorm/hsm/v1/hsm.proto

import type { WrapMechanism as _keystorm_hsm_v1_WrapMechanism, WrapMechanism__Output as _keystorm_hsm_v1_WrapMechanism__Output } from '../../../keystorm/hsm/v1/WrapMechanism.ts';

export interface AesWrapRequest {
  'handle'?: (number);
  'plaintext'?: (Buffer | Uint8Array | string);
  'mechanism'?: (_keystorm_hsm_v1_WrapMechanism);
  'initializationVector'?: (Buffer | Uint8Array | string);
}

export interface AesWrapRequest__Output {
  'handle': (number);
  'plaintext': (Buffer);
  'mechanism': (_keystorm_hsm_v1_WrapMechanism__Output);
  'initializationVector': (Buffer);
}
