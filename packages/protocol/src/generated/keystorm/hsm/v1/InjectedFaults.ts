// Original file: proto/keystorm/hsm/v1/admin.proto


export interface InjectedFaults {
  'sessionsExhausted'?: (boolean);
  'errorCode'?: (string);
  'errorRate'?: (number | string);
  'calls'?: (string)[];
}

export interface InjectedFaults__Output {
  'sessionsExhausted': (boolean);
  'errorCode': (string);
  'errorRate': (number);
  'calls': (string)[];
}
