// Original file: proto/keystorm/hsm/v1/hsm.proto

import type { User as _keystorm_hsm_v1_User, User__Output as _keystorm_hsm_v1_User__Output } from '../../../keystorm/hsm/v1/User.ts';

export interface ListUsersResponse {
  'users'?: (_keystorm_hsm_v1_User)[];
}

export interface ListUsersResponse__Output {
  'users': (_keystorm_hsm_v1_User__Output)[];
}
