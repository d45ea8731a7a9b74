// Original file: proto/keystorm/hsm/v1/admin.proto


export interface ExportObjectsRequest {
  'handles'?: (number)[];
}

export interface ExportObjectsRequest__Output {
  'handles': (number)[];
}
