// Original file: proto/keystorm/hsm/v1/hsm.proto


export interface ChangePasswordResponse {
  'passwordEpoch'?: (number);
}

export interface ChangePasswordResponse__Output {
  'passwordEpoch': (number);
}
