// Original file: proto/keystorm/hsm/v1/admin.proto

import type { HsmState as _keystorm_hsm_v1_HsmState, HsmState__Output as _keystorm_hsm_v1_HsmState__Output } from '../../../keystorm/hsm/v1/HsmState.ts';
import type { InjectedFaults as _keystorm_hsm_v1_InjectedFaults, InjectedFaults__Output as _keystorm_hsm_v1_InjectedFaults__Output } from '../../../keystorm/hsm/v1/InjectedFaults.ts';
import type { CallCount as _keystorm_hsm_v1_CallCount, CallCount__Output as _keystorm_hsm_v1_CallCount__Output } from '../../../keystorm/hsm/v1/CallCount.ts';
import type { Long } from '@grpc/proto-loader';

export interface GetStatusResponse {
  'applianceId'?: (string);
  'hsmId'?: (string);
  'clusterId'?: (string);
  'state'?: (_keystorm_hsm_v1_HsmState);
  'level'?: (boolean);
  'boot'?: (number | string | Long);
  'sessions'?: (number);
  'keys'?: (number);
  'ailment'?: (string);
  'reachable'?: (boolean);
  'faults'?: (_keystorm_hsm_v1_InjectedFaults | null);
  'limitedWrites'?: (boolean);
  'nextAuditRecord'?: (number | string | Long);
  'users'?: (number);
  'usersMax'?: (number);
  'keysMax'?: (number);
  'sessionKeys'?: (number);
  'sessionsMax'?: (number);
  'calls'?: (_keystorm_hsm_v1_CallCount)[];
  'connections'?: (number);
  'connectionsMax'?: (number);
}

export interface GetStatusResponse__Output {
  'applianceId': (string);
  'hsmId': (string);
  'clusterId': (string);
  'state': (_keystorm_hsm_v1_HsmState__Output);
  'level': (boolean);
  'boot': (number);
  'sessions': (number);
  'keys': (number);
  'ailment': (string);
  'reachable': (boolean);
  'faults': (_keystorm_hsm_v1_InjectedFaults__Output | null);
  'limitedWrites': (boolean);
  'nextAuditRecord': (number);
  'users': (number);
  'usersMax': (number);
  'keysMax': (number);
  'sessionKeys': (number);
  'sessionsMax': (number);
  'calls': (_keystorm_hsm_v1_CallCount__Output)[];
  'connections': (number);
  'connectionsMax': (number);
}
