// Original file: proto/keystorm/hsm/v1/hsm.proto


export interface ImportMaskedKeyRequest {
  'maskedKey'?: (Buffer | Uint8Array | string);
  'newHandle'?: (boolean);
}

export interface ImportMaskedKeyRequest__Output {
  'maskedKey': (Buffer);
  'newHandle': (boolean);
}
