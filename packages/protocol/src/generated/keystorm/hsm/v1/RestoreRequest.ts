// Original file: proto/keystorm/hsm/v1/admin.proto


export interface RestoreRequest {
  'sealed'?: (Buffer | Uint8Array | string);
}

export interface RestoreRequest__Output {
  'sealed': (Buffer);
}
