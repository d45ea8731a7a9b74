// Original file: proto/keystorm/hsm/v1/hsm.proto


export interface Failure {
  'code'?: (string);
  'message'?: (string);
}

export interface Failure__Output {
  'code': (string);
  'message': (string);
}
