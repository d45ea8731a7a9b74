// Original file: proto/keystorm/hsm/v1/hsm.proto


export interface AesWrapResponse {
  'wrapped'?: (Buffer | Uint8Array | string);
}

export interface AesWrapResponse__Output {
  'wrapped': (Buffer);
}
