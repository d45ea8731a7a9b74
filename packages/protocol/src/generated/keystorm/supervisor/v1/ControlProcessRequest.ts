// Original file: proto/keystorm/supervisor/v1/supervisor.proto

import type { ProcessAction as _keystorm_supervisor_v1_ProcessAction, ProcessAction__Output as _keystorm_supervisor_v1_ProcessAction__Output } from '../../../keystorm/supervisor/v1/ProcessAction.ts';

export interface ControlProcessRequest {
  'name'?: (string);
  'action'?: (_keystorm_supervisor_v1_ProcessAction);
  'stayDown'?: (boolean);
}

export interface ControlProcessRequest__Output {
  'name': (string);
  'action': (_keystorm_supervisor_v1_ProcessAction__Output);
  'stayDown': (boolean);
}
