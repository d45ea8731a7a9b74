// Original file: proto/keystorm/supervisor/v1/supervisor.proto


export interface GetStateResponse {
  'ready'?: (boolean);
  'step'?: (string);
  'failure'?: (string);
  'resets'?: (number);
}

export interface GetStateResponse__Output {
  'ready': (boolean);
  'step': (string);
  'failure': (string);
  'resets': (number);
}
