// Original file: proto/keystorm/hsm/v1/hsm.proto


export interface DrawChallengeResponse {
  'digest'?: (Buffer | Uint8Array | string);
}

export interface DrawChallengeResponse__Output {
  'digest': (Buffer);
}
