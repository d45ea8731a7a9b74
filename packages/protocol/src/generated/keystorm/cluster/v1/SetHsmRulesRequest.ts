// Original file: proto/keystorm/cluster/v1/cluster.proto


export interface SetHsmRulesRequest {
  'clusterId'?: (string);
  'region'?: (string);
  'present'?: (boolean);
}

export interface SetHsmRulesRequest__Output {
  'clusterId': (string);
  'region': (string);
  'present': (boolean);
}
