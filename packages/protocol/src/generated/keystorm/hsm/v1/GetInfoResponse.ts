// Original file: proto/keystorm/hsm/v1/hsm.proto

import type { HsmState as _keystorm_hsm_v1_HsmState, HsmState__Output as _keystorm_hsm_v1_HsmState__Output } from '../../../keystorm/hsm/v1/HsmState.ts';

export interface GetInfoResponse {
  'hsmId'?: (string);
  'clusterId'?: (string);
  'state'?: (_keystorm_hsm_v1_HsmState);
  'availabilityZone'?: (string);
  'eniIp'?: (string);
  'level'?: (boolean);
  'sessions'?: (number);
  'sessionsMax'?: (number);
  'keys'?: (number);
  'keysMax'?: (number);
  'usersMax'?: (number);
  'version'?: (string);
  'serialNumber'?: (string);
  'asymmetricKeysMax'?: (number);
}

export interface GetInfoResponse__Output {
  'hsmId': (string);
  'clusterId': (string);
  'state': (_keystorm_hsm_v1_HsmState__Output);
  'availabilityZone': (string);
  'eniIp': (string);
  'level': (boolean);
  'sessions': (number);
  'sessionsMax': (number);
  'keys': (number);
  'keysMax': (number);
  'usersMax': (number);
  'version': (string);
  'serialNumber': (string);
  'asymmetricKeysMax': (number);
}
