// Original file: proto/keystorm/hsm/v1/hsm.proto


export interface WrapKeyResponse {
  'wrappedKey'?: (Buffer | Uint8Array | string);
}

export interface WrapKeyResponse__Output {
  'wrappedKey': (Buffer);
}
