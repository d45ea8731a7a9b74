// Original file: proto/keystorm/hsm/v1/hsm.proto

import type { Failure as _keystorm_hsm_v1_Failure, Failure__Output as _keystorm_hsm_v1_Failure__Output } from '../../../keystorm/hsm/v1/Failure.ts';
import type { ProbeResponse as _keystorm_hsm_v1_ProbeResponse, ProbeResponse__Output as _keystorm_hsm_v1_ProbeResponse__Output } from '../../../keystorm/hsm/v1/ProbeResponse.ts';
import type { EncryptResponse as _keystorm_hsm_v1_EncryptResponse, EncryptResponse__Output as _keystorm_hsm_v1_EncryptResponse__Output } from '../../../keystorm/hsm/v1/EncryptResponse.ts';
import type { DecryptResponse as _keystorm_hsm_v1_DecryptResponse, DecryptResponse__Output as _keystorm_hsm_v1_DecryptResponse__Output } from '../../../keystorm/hsm/v1/DecryptResponse.ts';
import type { ReencryptResponse as _keystorm_hsm_v1_ReencryptResponse, ReencryptResponse__Output as _keystorm_hsm_v1_ReencryptResponse__Output } from '../../../keystorm/hsm/v1/ReencryptResponse.ts';
import type { GenerateDataKeyResponse as _keystorm_hsm_v1_GenerateDataKeyResponse, GenerateDataKeyResponse__Output as _keystorm_hsm_v1_GenerateDataKeyResponse__Output } from '../../../keystorm/hsm/v1/GenerateDataKeyResponse.ts';
import type { GenerateRandomResponse as _keystorm_hsm_v1_GenerateRandomResponse, GenerateRandomResponse__Output as _keystorm_hsm_v1_GenerateRandomResponse__Output } from '../../../keystorm/hsm/v1/GenerateRandomResponse.ts';

export interface Reply {
  'id'?: (number);
  'failure'?: (_keystorm_hsm_v1_Failure | null);
  'probe'?: (_keystorm_hsm_v1_ProbeResponse | null);
  'encrypt'?: (_keystorm_hsm_v1_EncryptResponse | null);
  'decrypt'?: (_keystorm_hsm_v1_DecryptResponse | null);
  'reencrypt'?: (_keystorm_hsm_v1_ReencryptResponse | null);
  'generateDataKey'?: (_keystorm_hsm_v1_GenerateDataKeyResponse | null);
  'generateRandom'?: (_keystorm_hsm_v1_GenerateRandomResponse | null);
  'result'?: "failure"|"probe"|"encrypt"|"decrypt"|"reencrypt"|"generateDataKey"|"generateRandom";
}

export interface Reply__Output {
  'id': (number);
  'failure'?: (_keystorm_hsm_v1_Failure__Output | null);
  'probe'?: (_keystorm_hsm_v1_ProbeResponse__Output | null);
  'encrypt'?: (_keystorm_hsm_v1_EncryptResponse__Output | null);
  'decrypt'?: (_keystorm_hsm_v1_DecryptResponse__Output | null);
  'reencrypt'?: (_keystorm_hsm_v1_ReencryptResponse__Output | null);
  'generateDataKey'?: (_keystorm_hsm_v1_GenerateDataKeyResponse__Output | null);
  'generateRandom'?: (_keystorm_hsm_v1_GenerateRandomResponse__Output | null);
  'result'?: "failure"|"probe"|"encrypt"|"decrypt"|"reencrypt"|"generateDataKey"|"generateRandom";
}
