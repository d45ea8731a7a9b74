// Original file: proto/keystorm/cluster/v1/cluster.proto


export interface AttachNetworkRequest {
  'customKeyStoreId'?: (string);
  'clusterId'?: (string);
  'region'?: (string);
}

export interface AttachNetworkRequest__Output {
  'customKeyStoreId': (string);
  'clusterId': (string);
  'region': (string);
}
