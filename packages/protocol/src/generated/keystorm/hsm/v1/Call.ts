// Original file: proto/keystorm/hsm/v1/hsm.proto

import type { ProbeRequest as _keystorm_hsm_v1_ProbeRequest, ProbeRequest__Output as _keystorm_hsm_v1_ProbeRequest__Output } from '../../../keystorm/hsm/v1/ProbeRequest.ts';
import type { EncryptRequest as _keystorm_hsm_v1_EncryptRequest, EncryptRequest__Output as _keystorm_hsm_v1_EncryptRequest__Output } from '../../../keystorm/hsm/v1/EncryptRequest.ts';
import type { DecryptRequest as _keystorm_hsm_v1_DecryptRequest, DecryptRequest__Output as _keystorm_hsm_v1_DecryptRequest__Output } from '../../../keystorm/hsm/v1/DecryptRequest.ts';
import type { ReencryptRequest as _keystorm_hsm_v1_ReencryptRequest, ReencryptRequest__Output as _keystorm_hsm_v1_ReencryptRequest__Output } from '../../../keystorm/hsm/v1/ReencryptRequest.ts';
import type { GenerateDataKeyRequest as _keystorm_hsm_v1_GenerateDataKeyRequest, GenerateDataKeyRequest__Output as _keystorm_hsm_v1_GenerateDataKeyRequest__Output } from '../../../keystorm/hsm/v1/GenerateDataKeyRequest.ts';
import type { GenerateRandomRequest as _keystorm_hsm_v1_GenerateRandomRequest, GenerateRandomRequest__Output as _keystorm_hsm_v1_GenerateRandomRequest__Output } from '../../../keystorm/hsm/v1/GenerateRandomRequest.ts';

export interface Call {
  'id'?: (number);
  'requestId'?: (string);
  'probe'?: (_keystorm_hsm_v1_ProbeRequest | null);
  'encrypt'?: (_keystorm_hsm_v1_EncryptRequest | null);
  'decrypt'?: (_keystorm_hsm_v1_DecryptRequest | null);
  'reencrypt'?: (_keystorm_hsm_v1_ReencryptRequest | null);
  'generateDataKey'?: (_keystorm_hsm_v1_GenerateDataKeyRequest | null);
  'generateRandom'?: (_keystorm_hsm_v1_GenerateRandomRequest | null);
  'request'?: "probe"|"encrypt"|"decrypt"|"reencrypt"|"generateDataKey"|"generateRandom";
}

export interface Call__Output {
  'id': (number);
  'requestId': (string);
  'probe'?: (_keystorm_hsm_v1_ProbeRequest__Output | null);
  'encrypt'?: (_keystorm_hsm_v1_EncryptRequest__Output | null);
  'decrypt'?: (_keystorm_hsm_v1_DecryptRequest__Output | null);
  'reencrypt'?: (_keystorm_hsm_v1_ReencryptRequest__Output | null);
  'generateDataKey'?: (_keystorm_hsm_v1_GenerateDataKeyRequest__Output | null);
  'generateRandom'?: (_keystorm_hsm_v1_GenerateRandomRequest__Output | null);
  'request'?: "probe"|"encrypt"|"decrypt"|"reencrypt"|"generateDataKey"|"generateRandom";
}
