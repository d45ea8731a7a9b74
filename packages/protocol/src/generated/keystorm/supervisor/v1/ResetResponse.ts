// Original file: proto/keystorm/supervisor/v1/supervisor.proto


export interface ResetResponse {
  'resets'?: (number);
}

export interface ResetResponse__Output {
  'resets': (number);
}
