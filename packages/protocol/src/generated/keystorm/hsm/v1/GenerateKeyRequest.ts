// Original file: proto/keystorm/hsm/v1/hsm.proto


export interface GenerateKeyRequest {
  'label'?: (string);
  'id'?: (Buffer | Uint8Array | string);
  'lengthBytes'?: (number);
  'extractable'?: (boolean);
}

export interface GenerateKeyRequest__Output {
  'label': (string);
  'id': (Buffer);
  'lengthBytes': (number);
  'extractable': (boolean);
}
