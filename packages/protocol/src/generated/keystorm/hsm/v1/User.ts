// Original file: proto/keystorm/hsm/v1/hsm.proto

import type { UserType as _keystorm_hsm_v1_UserType, UserType__Output as _keystorm_hsm_v1_UserType__Output } from '../../../keystorm/hsm/v1/UserType.ts';

export interface User {
  'userId'?: (number);
  'userType'?: (_keystorm_hsm_v1_UserType);
  'userName'?: (string);
  'loginFailureCount'?: (number);
  'locked'?: (boolean);
  'secondFactor'?: (boolean);
  'passwordEpoch'?: (number);
  'passwordMark'?: (string);
  'quorumKey'?: (boolean);
}

export interface User__Output {
  'userId': (number);
  'userType': (_keystorm_hsm_v1_UserType__Output);
  'userName': (string);
  'loginFailureCount': (number);
  'locked': (boolean);
  'secondFactor': (boolean);
  'passwordEpoch': (number);
  'passwordMark': (string);
  'quorumKey': (boolean);
}
