// Original file: proto/keystorm/hsm/v1/hsm.proto


export interface ExportMaskedUserRequest {
  'userId'?: (number);
}

export interface ExportMaskedUserRequest__Output {
  'userId': (number);
}
