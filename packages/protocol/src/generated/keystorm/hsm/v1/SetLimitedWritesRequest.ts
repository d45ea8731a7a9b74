// Original file: proto/keystorm/hsm/v1/admin.proto


export interface SetLimitedWritesRequest {
  'limited'?: (boolean);
}

export interface SetLimitedWritesRequest__Output {
  'limited': (boolean);
}
