// Original file: proto/keystorm/supervisor/v1/supervisor.proto


export interface StartApplianceResponse {
  'name'?: (string);
}

export interface StartApplianceResponse__Output {
  'name': (string);
}
