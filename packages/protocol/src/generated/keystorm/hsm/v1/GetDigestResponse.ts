// Original file: proto/keystorm/hsm/v1/admin.proto


export interface GetDigestResponse {
  'keysDigest'?: (Buffer | Uint8Array | string);
  'usersDigest'?: (Buffer | Uint8Array | string);
  'keys'?: (number);
  'tombstones'?: (number);
}

export interface GetDigestResponse__Output {
  'keysDigest': (Buffer);
  'usersDigest': (Buffer);
  'keys': (number);
  'tombstones': (number);
}
