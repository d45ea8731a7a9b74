// Original file: proto/keystorm/supervisor/v1/supervisor.proto


export interface AddFaultResponse {
  'fault'?: (string);
}

export interface AddFaultResponse__Output {
  'fault': (string);
}
