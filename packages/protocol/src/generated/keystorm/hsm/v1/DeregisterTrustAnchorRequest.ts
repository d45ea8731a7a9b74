// Original file: proto/keystorm/hsm/v1/hsm.proto


export interface DeregisterTrustAnchorRequest {
  'references'?: (number)[];
}

export interface DeregisterTrustAnchorRequest__Output {
  'references': (number)[];
}
