// Original file: proto/keystorm/hsm/v1/hsm.proto


export interface ReencryptRequest {
  'sourceHandle'?: (number);
  'ciphertext'?: (Buffer | Uint8Array | string);
  'sourceAdditionalData'?: (Buffer | Uint8Array | string);
  'destinationHandle'?: (number);
  'destinationAdditionalData'?: (Buffer | Uint8Array | string);
  'sourceKeyId'?: (Buffer | Uint8Array | string);
  'destinationKeyId'?: (Buffer | Uint8Array | string);
}

export interface ReencryptRequest__Output {
  'sourceHandle': (number);
  'ciphertext': (Buffer);
  'sourceAdditionalData': (Buffer);
  'destinationHandle': (number);
  'destinationAdditionalData': (Buffer);
  'sourceKeyId': (Buffer);
  'destinationKeyId': (Buffer);
}
