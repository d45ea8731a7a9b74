// Original file: proto/keystorm/cluster/v1/cluster.proto


export interface HeldStep {
  'jobId'?: (string);
  'kind'?: (string);
  'subject'?: (string);
  'step'?: (string);
}

export interface HeldStep__Output {
  'jobId': (string);
  'kind': (string);
  'subject': (string);
  'step': (string);
}
