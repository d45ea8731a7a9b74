// Original file: proto/keystorm/hsm/v1/hsm.proto


export interface GetCertificatesResponse {
  'manufacturerRoot'?: (string);
  'manufacturerHardwareCertificate'?: (string);
  'trustAnchor'?: (string);
  'clusterCertificate'?: (string);
  'hsmCertificate'?: (string);
}

export interface GetCertificatesResponse__Output {
  'manufacturerRoot': (string);
  'manufacturerHardwareCertificate': (string);
  'trustAnchor': (string);
  'clusterCertificate': (string);
  'hsmCertificate': (string);
}
