// Original file: proto/keystorm/hsm/v1/hsm.proto


export interface DeregisterTrustAnchorRequest {
  'reference'?: (number);
}

export interface DeregisterTrustAnchorRequest__Output {
  'reference': (number);
}
