// Original file: proto/keystorm/hsm/v1/admin.proto


export interface SetLevelRequest {
  'level'?: (boolean);
}

export interface SetLevelRequest__Output {
  'level': (boolean);
}
