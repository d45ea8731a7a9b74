// Original file: proto/keystorm/cluster/v1/cluster.proto


export interface FillSubnetResponse {
  'interfaces'?: (number);
}

export interface FillSubnetResponse__Output {
  'interfaces': (number);
}
