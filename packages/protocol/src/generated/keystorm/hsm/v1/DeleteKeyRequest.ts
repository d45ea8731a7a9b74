// Original file: proto/keystorm/hsm/v1/hsm.proto


export interface DeleteKeyRequest {
  'handle'?: (number);
}

export interface DeleteKeyRequest__Output {
  'handle': (number);
}
