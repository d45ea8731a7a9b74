// Original file: proto/keystorm/hsm/v1/hsm.proto


export interface CreateQuorumTokenResponse {
  'id'?: (number);
  'node'?: (number);
  'token'?: (Buffer | Uint8Array | string);
}

export interface CreateQuorumTokenResponse__Output {
  'id': (number);
  'node': (number);
  'token': (Buffer);
}
