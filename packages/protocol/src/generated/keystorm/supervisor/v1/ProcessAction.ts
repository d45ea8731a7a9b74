// Original file: proto/keystorm/supervisor/v1/supervisor.proto

export const ProcessAction = {
  PROCESS_ACTION_UNSPECIFIED: 'PROCESS_ACTION_UNSPECIFIED',
  PROCESS_ACTION_KILL: 'PROCESS_ACTION_KILL',
  PROCESS_ACTION_STOP: 'PROCESS_ACTION_STOP',
  PROCESS_ACTION_START: 'PROCESS_ACTION_START',
  PROCESS_ACTION_RESTART: 'PROCESS_ACTION_RESTART',
} as const;

export type ProcessAction =
  | 'PROCESS_ACTION_UNSPECIFIED'
  | 0
  | 'PROCESS_ACTION_KILL'
  | 1
  | 'PROCESS_ACTION_STOP'
  | 2
  | 'PROCESS_ACTION_START'
  | 3
  | 'PROCESS_ACTION_RESTART'
  | 4

export type ProcessAction__Output = typeof ProcessAction[keyof typeof ProcessAction]
