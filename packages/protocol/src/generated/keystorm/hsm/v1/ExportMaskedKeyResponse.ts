// Original file: proto/keystorm/hsm/v1/hsm.proto


export interface ExportMaskedKeyResponse {
  'maskedKey'?: (Buffer | Uint8Array | string);
}

export interface ExportMaskedKeyResponse__Output {
  'maskedKey': (Buffer);
}
