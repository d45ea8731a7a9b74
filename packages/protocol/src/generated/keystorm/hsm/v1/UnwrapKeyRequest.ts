// Original file: proto/keystorm/hsm/v1/hsm.proto

import type { WrapMechanism as _keystorm_hsm_v1_WrapMechanism, WrapMechanism__Output as _keystorm_hsm_v1_WrapMechanism__Output } from '../../../keystorm/hsm/v1/WrapMechanism.ts';
import type { KeyUsage as _keystorm_hsm_v1_KeyUsage, KeyUsage__Output as _keystorm_hsm_v1_KeyUsage__Output } from '../../../keystorm/hsm/v1/KeyUsage.ts';
import type { KeyQuorum as _keystorm_hsm_v1_KeyQuorum, KeyQuorum__Output as _keystorm_hsm_v1_KeyQuorum__Output } from '../../../keystorm/hsm/v1/KeyQuorum.ts';
import type { WrapHash as _keystorm_hsm_v1_WrapHash, WrapHash__Output as _keystorm_hsm_v1_WrapHash__Output } from '../../../keystorm/hsm/v1/WrapHash.ts';
import type { KeyClass as _keystorm_hsm_v1_KeyClass, KeyClass__Output as _keystorm_hsm_v1_KeyClass__Output } from '../../../keystorm/hsm/v1/KeyClass.ts';

export interface UnwrapKeyRequest {
  'wrappingHandle'?: (number);
  'wrappedKey'?: (Buffer | Uint8Array | string);
  'mechanism'?: (_keystorm_hsm_v1_WrapMechanism);
  'initializationVector'?: (Buffer | Uint8Array | string);
  'label'?: (string);
  'id'?: (Buffer | Uint8Array | string);
  'extractable'?: (boolean);
  'session'?: (boolean);
  'usage'?: (_keystorm_hsm_v1_KeyUsage | null);
  'shareWith'?: (string)[];
  'quorum'?: (_keystorm_hsm_v1_KeyQuorum | null);
  'hash'?: (_keystorm_hsm_v1_WrapHash);
  'keyClass'?: (_keystorm_hsm_v1_KeyClass);
}

export interface UnwrapKeyRequest__Output {
  'wrappingHandle': (number);
  'wrappedKey': (Buffer);
  'mechanism': (_keystorm_hsm_v1_WrapMechanism__Output);
  'initializationVector': (Buffer);
  'label': (string);
  'id': (Buffer);
  'extractable': (boolean);
  'session': (boolean);
  'usage': (_keystorm_hsm_v1_KeyUsage__Output | null);
  'shareWith': (string)[];
  'quorum': (_keystorm_hsm_v1_KeyQuorum__Output | null);
  'hash': (_keystorm_hsm_v1_WrapHash__Output);
  'keyClass': (_keystorm_hsm_v1_KeyClass__Output);
}
