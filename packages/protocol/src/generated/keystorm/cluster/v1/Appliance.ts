// Original file: proto/keystorm/cluster/v1/cluster.proto


export interface Appliance {
  'applianceId'?: (string);
  'availabilityZone'?: (string);
  'state'?: (string);
  'hsmId'?: (string);
}

export interface Appliance__Output {
  'applianceId': (string);
  'availabilityZone': (string);
  'state': (string);
  'hsmId': (string);
}
