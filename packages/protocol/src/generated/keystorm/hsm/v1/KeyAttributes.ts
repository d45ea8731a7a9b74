// Original file: proto/keystorm/hsm/v1/hsm.proto

import type { KeyClass as _keystorm_hsm_v1_KeyClass, KeyClass__Output as _keystorm_hsm_v1_KeyClass__Output } from '../../../keystorm/hsm/v1/KeyClass.ts';
import type { KeyType as _keystorm_hsm_v1_KeyType, KeyType__Output as _keystorm_hsm_v1_KeyType__Output } from '../../../keystorm/hsm/v1/KeyType.ts';

export interface KeyAttributes {
  'label'?: (string);
  'id'?: (Buffer | Uint8Array | string);
  'lengthBytes'?: (number);
  'token'?: (boolean);
  'extractable'?: (boolean);
  'encrypt'?: (boolean);
  'decrypt'?: (boolean);
  'checkValue'?: (Buffer | Uint8Array | string);
  'keyClass'?: (_keystorm_hsm_v1_KeyClass);
  'keyType'?: (_keystorm_hsm_v1_KeyType);
  'private'?: (boolean);
  'sensitive'?: (boolean);
  'trusted'?: (boolean);
  'wrap'?: (boolean);
  'unwrap'?: (boolean);
  'sign'?: (boolean);
  'verify'?: (boolean);
  'derive'?: (boolean);
  'local'?: (boolean);
  'neverExtractable'?: (boolean);
  'alwaysSensitive'?: (boolean);
  'destroyable'?: (boolean);
  'wrapWithTrusted'?: (boolean);
  'modulus'?: (Buffer | Uint8Array | string);
  'modulusBits'?: (number);
  'publicExponent'?: (Buffer | Uint8Array | string);
}

export interface KeyAttributes__Output {
  'label': (string);
  'id': (Buffer);
  'lengthBytes': (number);
  'token': (boolean);
  'extractable': (boolean);
  'encrypt': (boolean);
  'decrypt': (boolean);
  'checkValue': (Buffer);
  'keyClass': (_keystorm_hsm_v1_KeyClass__Output);
  'keyType': (_keystorm_hsm_v1_KeyType__Output);
  'private': (boolean);
  'sensitive': (boolean);
  'trusted': (boolean);
  'wrap': (boolean);
  'unwrap': (boolean);
  'sign': (boolean);
  'verify': (boolean);
  'derive': (boolean);
  'local': (boolean);
  'neverExtractable': (boolean);
  'alwaysSensitive': (boolean);
  'destroyable': (boolean);
  'wrapWithTrusted': (boolean);
  'modulus': (Buffer);
  'modulusBits': (number);
  'publicExponent': (Buffer);
}
