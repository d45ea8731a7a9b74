// Original file: proto/keystorm/hsm/v1/hsm.proto


export interface ExportMaskedKeyRequest {
  'handle'?: (number);
}

export interface ExportMaskedKeyRequest__Output {
  'handle': (number);
}
