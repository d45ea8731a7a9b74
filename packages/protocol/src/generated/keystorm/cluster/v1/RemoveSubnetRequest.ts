// Original file: proto/keystorm/cluster/v1/cluster.proto


export interface RemoveSubnetRequest {
  'subnetId'?: (string);
  'region'?: (string);
}

export interface RemoveSubnetRequest__Output {
  'subnetId': (string);
  'region': (string);
}
