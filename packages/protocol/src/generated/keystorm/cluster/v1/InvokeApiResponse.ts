// Original file: proto/keystorm/cluster/v1/cluster.proto


export interface InvokeApiResponse {
  'status'?: (number);
  'contentType'?: (string);
  'body'?: (Buffer | Uint8Array | string);
}

export interface InvokeApiResponse__Output {
  'status': (number);
  'contentType': (string);
  'body': (Buffer);
}
