// Original file: proto/keystorm/hsm/v1/hsm.proto


export interface AesUnwrapResponse {
  'plaintext'?: (Buffer | Uint8Array | string);
}

export interface AesUnwrapResponse__Output {
  'plaintext': (Buffer);
}
