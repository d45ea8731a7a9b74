// Original file: proto/keystorm/hsm/v1/hsm.proto


export interface ImportMaskedKeyResponse {
  'handle'?: (number);
}

export interface ImportMaskedKeyResponse__Output {
  'handle': (number);
}
