// Original file: proto/keystorm/hsm/v1/hsm.proto


export interface EncryptResponse {
  'ciphertext'?: (Buffer | Uint8Array | string);
}

export interface EncryptResponse__Output {
  'ciphertext': (Buffer);
}
