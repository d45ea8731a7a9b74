// Original file: proto/keystorm/hsm/v1/hsm.proto


export interface GenerateKeyPairRequest {
  'label'?: (string);
  'id'?: (Buffer | Uint8Array | string);
  'modulusBits'?: (number);
  'publicExponent'?: (number);
  'extractable'?: (boolean);
  'session'?: (boolean);
}

export interface GenerateKeyPairRequest__Output {
  'label': (string);
  'id': (Buffer);
  'modulusBits': (number);
  'publicExponent': (number);
  'extractable': (boolean);
  'session': (boolean);
}
