// Original file: proto/keystorm/hsm/v1/admin.proto


export interface ImportObjectsResponse {
  'changed'?: (number);
  'refused'?: (number)[];
}

export interface ImportObjectsResponse__Output {
  'changed': (number);
  'refused': (number)[];
}
