// Original file: proto/keystorm/cluster/v1/cluster.proto


export interface AttachNetworkResponse {
  'securityGroupId'?: (string);
  'networkInterfaceIds'?: (string)[];
}

export interface AttachNetworkResponse__Output {
  'securityGroupId': (string);
  'networkInterfaceIds': (string)[];
}
