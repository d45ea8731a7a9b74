// Original file: proto/keystorm/hsm/v1/admin.proto


export interface SetReachableRequest {
  'reachable'?: (boolean);
}

export interface SetReachableRequest__Output {
  'reachable': (boolean);
}
