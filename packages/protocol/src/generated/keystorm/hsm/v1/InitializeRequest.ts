// Original file: proto/keystorm/hsm/v1/admin.proto


export interface InitializeRequest {
  'clusterCertificate'?: (string);
  'trustAnchor'?: (string);
}

export interface InitializeRequest__Output {
  'clusterCertificate': (string);
  'trustAnchor': (string);
}
