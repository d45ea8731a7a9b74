// Original file: proto/keystorm/hsm/v1/hsm.proto


export interface ShareKeyRequest {
  'handle'?: (number);
  'userName'?: (string);
}

export interface ShareKeyRequest__Output {
  'handle': (number);
  'userName': (string);
}
