// Original file: proto/keystorm/cluster/v1/cluster.proto


export interface ListClustersRequest {
  'region'?: (string);
}

export interface ListClustersRequest__Output {
  'region': (string);
}
