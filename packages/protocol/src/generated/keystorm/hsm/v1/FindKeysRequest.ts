// Original file: proto/keystorm/hsm/v1/hsm.proto


export interface FindKeysRequest {
  'label'?: (string);
  'id'?: (Buffer | Uint8Array | string);
  'ownerId'?: (number);
  '_label'?: "label";
  '_id'?: "id";
  '_ownerId'?: "ownerId";
}

export interface FindKeysRequest__Output {
  'label'?: (string);
  'id'?: (Buffer);
  'ownerId'?: (number);
  '_label'?: "label";
  '_id'?: "id";
  '_ownerId'?: "ownerId";
}
