// Original file: proto/keystorm/hsm/v1/hsm.proto


export interface SigningKey {
  'publicKey'?: (string);
  'signature'?: (Buffer | Uint8Array | string);
}

export interface SigningKey__Output {
  'publicKey': (string);
  'signature': (Buffer);
}
