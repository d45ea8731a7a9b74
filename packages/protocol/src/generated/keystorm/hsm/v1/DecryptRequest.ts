// Original file: proto/keystorm/hsm/v1/hsm.proto


export interface DecryptRequest {
  'handle'?: (number);
  'ciphertext'?: (Buffer | Uint8Array | string);
  'additionalData'?: (Buffer | Uint8Array | string);
  'keyId'?: (Buffer | Uint8Array | string);
}

export interface DecryptRequest__Output {
  'handle': (number);
  'ciphertext': (Buffer);
  'additionalData': (Buffer);
  'keyId': (Buffer);
}
