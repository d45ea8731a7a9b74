// Original file: proto/keystorm/supervisor/v1/supervisor.proto


export interface ClearFaultsResponse {
  'ids'?: (string)[];
}

export interface ClearFaultsResponse__Output {
  'ids': (string)[];
}
