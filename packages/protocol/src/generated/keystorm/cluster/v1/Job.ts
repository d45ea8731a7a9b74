// Original file: proto/keystorm/cluster/v1/cluster.proto


export interface Job {
  'jobId'?: (string);
  'kind'?: (string);
  'subject'?: (string);
  'step'?: (string);
  'failures'?: (number);
  'lastFailure'?: (string);
  'held'?: (boolean);
}

export interface Job__Output {
  'jobId': (string);
  'kind': (string);
  'subject': (string);
  'step': (string);
  'failures': (number);
  'lastFailure': (string);
  'held': (boolean);
}
