// Original file: proto/keystorm/hsm/v1/admin.proto


export interface SetErrorRateRequest {
  'errorCode'?: (string);
  'errorRate'?: (number | string);
  'calls'?: (string)[];
}

export interface SetErrorRateRequest__Output {
  'errorCode': (string);
  'errorRate': (number);
  'calls': (string)[];
}
