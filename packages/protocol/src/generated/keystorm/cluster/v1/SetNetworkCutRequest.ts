// Original file: proto/keystorm/cluster/v1/cluster.proto


export interface SetNetworkCutRequest {
  'clusterId'?: (string);
  'region'?: (string);
  'cut'?: (boolean);
}

export interface SetNetworkCutRequest__Output {
  'clusterId': (string);
  'region': (string);
  'cut': (boolean);
}
