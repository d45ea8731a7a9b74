// Original file: proto/keystorm/hsm/v1/hsm.proto


export interface RetireKeyIdRequest {
  'id'?: (Buffer | Uint8Array | string);
  'keptHandle'?: (number);
}

export interface RetireKeyIdRequest__Output {
  'id': (Buffer);
  'keptHandle': (number);
}
