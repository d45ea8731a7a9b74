// Original file: proto/keystorm/cluster/v1/cluster.proto


export interface Subnet {
  'subnetId'?: (string);
  'availabilityZone'?: (string);
  'exists'?: (boolean);
  'freeAddresses'?: (number);
  'cidrBlock'?: (string);
}

export interface Subnet__Output {
  'subnetId': (string);
  'availabilityZone': (string);
  'exists': (boolean);
  'freeAddresses': (number);
  'cidrBlock': (string);
}
