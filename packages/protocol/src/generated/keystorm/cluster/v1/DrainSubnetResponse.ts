// Original file: proto/keystorm/cluster/v1/cluster.proto


export interface DrainSubnetResponse {
  'interfaces'?: (number);
}

export interface DrainSubnetResponse__Output {
  'interfaces': (number);
}
