// Original file: proto/keystorm/hsm/v1/hsm.proto

import type { KeyQuorum as _keystorm_hsm_v1_KeyQuorum, KeyQuorum__Output as _keystorm_hsm_v1_KeyQuorum__Output } from '../../../keystorm/hsm/v1/KeyQuorum.ts';

export interface GenerateKeyPairRequest {
  'label'?: (string);
  'id'?: (Buffer | Uint8Array | string);
  'modulusBits'?: (number);
  'publicExponent'?: (number);
  'extractable'?: (boolean);
  'session'?: (boolean);
  'shareWith'?: (string)[];
  'quorum'?: (_keystorm_hsm_v1_KeyQuorum | null);
}

export interface GenerateKeyPairRequest__Output {
  'label': (string);
  'id': (Buffer);
  'modulusBits': (number);
  'publicExponent': (number);
  'extractable': (boolean);
  'session': (boolean);
  'shareWith': (string)[];
  'quorum': (_keystorm_hsm_v1_KeyQuorum__Output | null);
}
