// Original file: proto/keystorm/hsm/v1/hsm.proto


export interface EncryptRequest {
  'handle'?: (number);
  'plaintext'?: (Buffer | Uint8Array | string);
  'additionalData'?: (Buffer | Uint8Array | string);
  'keyId'?: (Buffer | Uint8Array | string);
}

export interface EncryptRequest__Output {
  'handle': (number);
  'plaintext': (Buffer);
  'additionalData': (Buffer);
  'keyId': (Buffer);
}
