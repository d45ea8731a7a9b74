// Original file: proto/keystorm/supervisor/v1/supervisor.proto


export interface ListTargetsResponse {
  'hsms'?: (string)[];
  'zones'?: (string)[];
  'processes'?: (string)[];
}

export interface ListTargetsResponse__Output {
  'hsms': (string)[];
  'zones': (string)[];
  'processes': (string)[];
}
