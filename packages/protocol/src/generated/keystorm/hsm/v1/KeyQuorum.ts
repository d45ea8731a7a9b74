// Original file: proto/keystorm/hsm/v1/hsm.proto


export interface KeyQuorum {
  'manage'?: (number);
  'use'?: (number);
}

export interface KeyQuorum__Output {
  'manage': (number);
  'use': (number);
}
