// Original file: proto/keystorm/cluster/v1/cluster.proto


export interface CreateBackupRequest {
  'clusterId'?: (string);
  'region'?: (string);
}

export interface CreateBackupRequest__Output {
  'clusterId': (string);
  'region': (string);
}
