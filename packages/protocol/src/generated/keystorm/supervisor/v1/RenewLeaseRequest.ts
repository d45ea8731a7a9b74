// Original file: proto/keystorm/supervisor/v1/supervisor.proto


export interface RenewLeaseRequest {
  'lease'?: (string);
}

export interface RenewLeaseRequest__Output {
  'lease': (string);
}
