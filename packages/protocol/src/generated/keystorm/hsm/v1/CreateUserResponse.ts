// Original file: proto/keystorm/hsm/v1/hsm.proto


export interface CreateUserResponse {
  'userId'?: (number);
}

export interface CreateUserResponse__Output {
  'userId': (number);
}
