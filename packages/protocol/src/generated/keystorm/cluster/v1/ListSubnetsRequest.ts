// Original file: proto/keystorm/cluster/v1/cluster.proto


export interface ListSubnetsRequest {
  'region'?: (string);
}

export interface ListSubnetsRequest__Output {
  'region': (string);
}
