// Original file: proto/keystorm/hsm/v1/admin.proto


export interface BackupResponse {
  'sealed'?: (Buffer | Uint8Array | string);
  'keys'?: (number);
  'users'?: (number);
}

export interface BackupResponse__Output {
  'sealed': (Buffer);
  'keys': (number);
  'users': (number);
}
