// Original file: proto/keystorm/hsm/v1/admin.proto


export interface CreateSigningRequestResponse {
  'clusterCsr'?: (string);
  'hsmCertificate'?: (string);
  'awsHardwareCertificate'?: (string);
  'manufacturerHardwareCertificate'?: (string);
}

export interface CreateSigningRequestResponse__Output {
  'clusterCsr': (string);
  'hsmCertificate': (string);
  'awsHardwareCertificate': (string);
  'manufacturerHardwareCertificate': (string);
}
