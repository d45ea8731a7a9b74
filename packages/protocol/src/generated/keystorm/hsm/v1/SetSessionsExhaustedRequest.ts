// Original file: proto/keystorm/hsm/v1/admin.proto


export interface SetSessionsExhaustedRequest {
  'exhausted'?: (boolean);
}

export interface SetSessionsExhaustedRequest__Output {
  'exhausted': (boolean);
}
