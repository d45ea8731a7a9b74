// Original file: proto/keystorm/cluster/v1/cluster.proto


export interface Hsm {
  'hsmId'?: (string);
  'state'?: (string);
  'availabilityZone'?: (string);
  'eniIp'?: (string);
  'dataAddress'?: (string);
  'applianceId'?: (string);
  'slot'?: (number);
  'keysDigest'?: (string);
  'usersDigest'?: (string);
  'keys'?: (number);
  'ailment'?: (string);
}

export interface Hsm__Output {
  'hsmId': (string);
  'state': (string);
  'availabilityZone': (string);
  'eniIp': (string);
  'dataAddress': (string);
  'applianceId': (string);
  'slot': (number);
  'keysDigest': (string);
  'usersDigest': (string);
  'keys': (number);
  'ailment': (string);
}
