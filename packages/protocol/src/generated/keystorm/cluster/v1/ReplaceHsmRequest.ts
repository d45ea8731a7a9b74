// Original file: proto/keystorm/cluster/v1/cluster.proto


export interface ReplaceHsmRequest {
  'hsmId'?: (string);
}

export interface ReplaceHsmRequest__Output {
  'hsmId': (string);
}
