// Original file: proto/keystorm/hsm/v1/hsm.proto


export interface TrustAnchor {
  'reference'?: (number);
  'certificate'?: (string);
}

export interface TrustAnchor__Output {
  'reference': (number);
  'certificate': (string);
}
