// Original file: proto/keystorm/hsm/v1/hsm.proto


export interface GenerateRandomResponse {
  'random'?: (Buffer | Uint8Array | string);
}

export interface GenerateRandomResponse__Output {
  'random': (Buffer);
}
