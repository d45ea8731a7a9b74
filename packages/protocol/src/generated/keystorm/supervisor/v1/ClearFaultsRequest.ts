// Original file: proto/keystorm/supervisor/v1/supervisor.proto


export interface ClearFaultsRequest {
  'id'?: (string);
  'lease'?: (string);
}

export interface ClearFaultsRequest__Output {
  'id': (string);
  'lease': (string);
}
