// Original file: proto/keystorm/hsm/v1/hsm.proto


export interface DeleteQuorumTokensRequest {
  'all'?: (boolean);
}

export interface DeleteQuorumTokensRequest__Output {
  'all': (boolean);
}
