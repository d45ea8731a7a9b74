// Original file: proto/keystorm/hsm/v1/hsm.proto


export interface DeleteKeyRequest {
  'handle'?: (number);
  'keyId'?: (Buffer | Uint8Array | string);
}

export interface DeleteKeyRequest__Output {
  'handle': (number);
  'keyId': (Buffer);
}
