// Original file: proto/keystorm/hsm/v1/admin.proto


export interface RestoreResponse {
  'keys'?: (number);
  'users'?: (number);
}

export interface RestoreResponse__Output {
  'keys': (number);
  'users': (number);
}
