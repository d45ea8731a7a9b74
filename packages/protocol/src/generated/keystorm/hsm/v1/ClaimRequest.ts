// Original file: proto/keystorm/hsm/v1/admin.proto


export interface ClaimRequest {
  'hsmId'?: (string);
  'clusterId'?: (string);
  'slot'?: (number);
  'eniIp'?: (string);
  'dataAddress'?: (string);
  'keysMax'?: (number);
  'usersMax'?: (number);
  'limitedWrites'?: (boolean);
  'hsmType'?: (string);
  'asymmetricKeysMax'?: (number);
}

export interface ClaimRequest__Output {
  'hsmId': (string);
  'clusterId': (string);
  'slot': (number);
  'eniIp': (string);
  'dataAddress': (string);
  'keysMax': (number);
  'usersMax': (number);
  'limitedWrites': (boolean);
  'hsmType': (string);
  'asymmetricKeysMax': (number);
}
