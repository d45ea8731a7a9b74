// Original file: proto/keystorm/cluster/v1/cluster.proto


export interface ReleaseStepRequest {
  'jobId'?: (string);
}

export interface ReleaseStepRequest__Output {
  'jobId': (string);
}
