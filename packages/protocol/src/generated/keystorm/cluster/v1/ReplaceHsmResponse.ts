// Original file: proto/keystorm/cluster/v1/cluster.proto


export interface ReplaceHsmResponse {
  'jobId'?: (string);
}

export interface ReplaceHsmResponse__Output {
  'jobId': (string);
}
