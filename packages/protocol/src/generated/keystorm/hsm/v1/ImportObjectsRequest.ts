// Original file: proto/keystorm/hsm/v1/admin.proto


export interface ImportObjectsRequest {
  'maskedObjects'?: (Buffer | Uint8Array | string)[];
}

export interface ImportObjectsRequest__Output {
  'maskedObjects': (Buffer)[];
}
