// Original file: proto/keystorm/hsm/v1/hsm.proto


export interface GenerateDataKeyResponse {
  'plaintext'?: (Buffer | Uint8Array | string);
  'ciphertext'?: (Buffer | Uint8Array | string);
}

export interface GenerateDataKeyResponse__Output {
  'plaintext': (Buffer);
  'ciphertext': (Buffer);
}
