// Original file: proto/keystorm/cluster/v1/cluster.proto


export interface InvokeApiRequest {
  'service'?: (string);
  'operation'?: (string);
  'region'?: (string);
  'accountId'?: (string);
  'principalArn'?: (string);
  'body'?: (Buffer | Uint8Array | string);
  'requestId'?: (string);
}

export interface InvokeApiRequest__Output {
  'service': (string);
  'operation': (string);
  'region': (string);
  'accountId': (string);
  'principalArn': (string);
  'body': (Buffer);
  'requestId': (string);
}
