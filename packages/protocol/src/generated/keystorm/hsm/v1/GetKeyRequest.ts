// Original file: proto/keystorm/hsm/v1/hsm.proto


export interface GetKeyRequest {
  'handle'?: (number);
}

export interface GetKeyRequest__Output {
  'handle': (number);
}
