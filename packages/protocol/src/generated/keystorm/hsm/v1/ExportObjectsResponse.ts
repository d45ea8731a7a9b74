// Original file: proto/keystorm/hsm/v1/admin.proto


export interface ExportObjectsResponse {
  'maskedObjects'?: (Buffer | Uint8Array | string)[];
}

export interface ExportObjectsResponse__Output {
  'maskedObjects': (Buffer)[];
}
