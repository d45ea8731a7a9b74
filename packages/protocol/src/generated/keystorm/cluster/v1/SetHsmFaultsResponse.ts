// Original file: proto/keystorm/cluster/v1/cluster.proto


export interface SetHsmFaultsResponse {
  'hsms'?: (number);
}

export interface SetHsmFaultsResponse__Output {
  'hsms': (number);
}
