// Original file: proto/keystorm/cluster/v1/cluster.proto


export interface SetHsmFaultsRequest {
  'clusterId'?: (string);
  'region'?: (string);
  'sessionsExhausted'?: (boolean);
  'errorCode'?: (string);
  'errorRate'?: (number | string);
  'calls'?: (string)[];
}

export interface SetHsmFaultsRequest__Output {
  'clusterId': (string);
  'region': (string);
  'sessionsExhausted': (boolean);
  'errorCode': (string);
  'errorRate': (number);
  'calls': (string)[];
}
