// Original file: proto/keystorm/hsm/v1/hsm.proto


export interface ReencryptResponse {
  'ciphertext'?: (Buffer | Uint8Array | string);
}

export interface ReencryptResponse__Output {
  'ciphertext': (Buffer);
}
