// Original file: proto/keystorm/cluster/v1/cluster.proto


export interface FillSubnetRequest {
  'subnetId'?: (string);
  'region'?: (string);
  'leaveFree'?: (number);
}

export interface FillSubnetRequest__Output {
  'subnetId': (string);
  'region': (string);
  'leaveFree': (number);
}
