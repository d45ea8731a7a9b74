// Original file: proto/keystorm/hsm/v1/hsm.proto


export interface ImportMaskedUserResponse {
  'userId'?: (number);
}

export interface ImportMaskedUserResponse__Output {
  'userId': (number);
}
