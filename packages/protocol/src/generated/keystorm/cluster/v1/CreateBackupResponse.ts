// Original file: proto/keystorm/cluster/v1/cluster.proto


export interface CreateBackupResponse {
  'backupId'?: (string);
}

export interface CreateBackupResponse__Output {
  'backupId': (string);
}
