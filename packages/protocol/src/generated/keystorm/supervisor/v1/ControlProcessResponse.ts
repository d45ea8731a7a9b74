// Original file: proto/keystorm/supervisor/v1/supervisor.proto

import type { Process as _keystorm_supervisor_v1_Process, Process__Output as _keystorm_supervisor_v1_Process__Output } from '../../../keystorm/supervisor/v1/Process.ts';

export interface ControlProcessResponse {
  'process'?: (_keystorm_supervisor_v1_Process | null);
}

export interface ControlProcessResponse__Output {
  'process': (_keystorm_supervisor_v1_Process__Output | null);
}
