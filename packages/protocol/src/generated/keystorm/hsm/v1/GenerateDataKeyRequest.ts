// Original file: proto/keystorm/hsm/v1/hsm.proto


export interface GenerateDataKeyRequest {
  'handle'?: (number);
  'lengthBytes'?: (number);
  'additionalData'?: (Buffer | Uint8Array | string);
  'withoutPlaintext'?: (boolean);
  'keyId'?: (Buffer | Uint8Array | string);
}

export interface GenerateDataKeyRequest__Output {
  'handle': (number);
  'lengthBytes': (number);
  'additionalData': (Buffer);
  'withoutPlaintext': (boolean);
  'keyId': (Buffer);
}
