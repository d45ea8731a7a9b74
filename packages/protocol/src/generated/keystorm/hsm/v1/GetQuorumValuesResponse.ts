// Original file: proto/keystorm/hsm/v1/hsm.proto


export interface GetQuorumValuesResponse {
  'userMgmt'?: (number);
  'miscCo'?: (number);
  'cluster'?: (number);
  '_cluster'?: "cluster";
}

export interface GetQuorumValuesResponse__Output {
  'userMgmt': (number);
  'miscCo': (number);
  'cluster'?: (number);
  '_cluster'?: "cluster";
}
