// Original file: proto/keystorm/cluster/v1/cluster.proto


export interface DrainSubnetRequest {
  'subnetId'?: (string);
  'region'?: (string);
}

export interface DrainSubnetRequest__Output {
  'subnetId': (string);
  'region': (string);
}
