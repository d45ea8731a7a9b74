// Original file: proto/keystorm/supervisor/v1/supervisor.proto


export interface AddFaultRequest {
  'fault'?: (string);
  'dryRun'?: (boolean);
  'lease'?: (string);
}

export interface AddFaultRequest__Output {
  'fault': (string);
  'dryRun': (boolean);
  'lease': (string);
}
