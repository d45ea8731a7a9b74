// Original file: proto/keystorm/cluster/v1/cluster.proto


export interface DetachNetworkRequest {
  'customKeyStoreId'?: (string);
  'region'?: (string);
}

export interface DetachNetworkRequest__Output {
  'customKeyStoreId': (string);
  'region': (string);
}
