// Original file: proto/keystorm/hsm/v1/hsm.proto


export interface KeyShare {
  'userId'?: (number);
  'userName'?: (string);
}

export interface KeyShare__Output {
  'userId': (number);
  'userName': (string);
}
