// Original file: proto/keystorm/supervisor/v1/supervisor.proto


export interface ListFaultsResponse {
  'faults'?: (string)[];
}

export interface ListFaultsResponse__Output {
  'faults': (string)[];
}
