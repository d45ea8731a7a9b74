// Original file: proto/keystorm/hsm/v1/hsm.proto


export interface DeleteUserResponse {
  'maskedUser'?: (Buffer | Uint8Array | string);
}

export interface DeleteUserResponse__Output {
  'maskedUser': (Buffer);
}
