// Original file: proto/keystorm/hsm/v1/admin.proto


export interface ZeroizeRequest {
  'hsmId'?: (string);
}

export interface ZeroizeRequest__Output {
  'hsmId': (string);
}
