// Original file: proto/keystorm/hsm/v1/hsm.proto


export interface RegisterTrustAnchorRequest {
  'certificate'?: (string);
}

export interface RegisterTrustAnchorRequest__Output {
  'certificate': (string);
}
