// Original file: proto/keystorm/hsm/v1/hsm.proto


export interface UnshareKeyRequest {
  'handle'?: (number);
  'userName'?: (string);
}

export interface UnshareKeyRequest__Output {
  'handle': (number);
  'userName': (string);
}
