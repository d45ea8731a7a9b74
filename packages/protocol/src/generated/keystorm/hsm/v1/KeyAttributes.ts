// Original file: proto/keystorm/hsm/v1/hsm.proto


export interface KeyAttributes {
  'label'?: (string);
  'id'?: (Buffer | Uint8Array | string);
  'lengthBytes'?: (number);
  'token'?: (boolean);
  'extractable'?: (boolean);
  'encrypt'?: (boolean);
  'decrypt'?: (boolean);
  'checkValue'?: (Buffer | Uint8Array | string);
}

export interface KeyAttributes__Output {
  'label': (string);
  'id': (Buffer);
  'lengthBytes': (number);
  'token': (boolean);
  'extractable': (boolean);
  'encrypt': (boolean);
  'decrypt': (boolean);
  'checkValue': (Buffer);
}
