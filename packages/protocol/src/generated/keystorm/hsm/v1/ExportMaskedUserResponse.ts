// Original file: proto/keystorm/hsm/v1/hsm.proto


export interface ExportMaskedUserResponse {
  'maskedUser'?: (Buffer | Uint8Array | string);
}

export interface ExportMaskedUserResponse__Output {
  'maskedUser': (Buffer);
}
