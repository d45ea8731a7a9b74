// Original file: proto/keystorm/hsm/v1/hsm.proto


export interface GenerateRandomRequest {
  'lengthBytes'?: (number);
}

export interface GenerateRandomRequest__Output {
  'lengthBytes': (number);
}
