// Original file: proto/keystorm/hsm/v1/hsm.proto


export interface LoginResponse {
  'sessionHandle'?: (number);
  'userId'?: (number);
}

export interface LoginResponse__Output {
  'sessionHandle': (number);
  'userId': (number);
}
