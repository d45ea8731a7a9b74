// Original file: proto/keystorm/hsm/v1/hsm.proto


export interface ImportMaskedUserRequest {
  'maskedUser'?: (Buffer | Uint8Array | string);
}

export interface ImportMaskedUserRequest__Output {
  'maskedUser': (Buffer);
}
