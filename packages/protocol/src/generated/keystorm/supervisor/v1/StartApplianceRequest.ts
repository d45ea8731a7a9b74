// Original file: proto/keystorm/supervisor/v1/supervisor.proto


export interface StartApplianceRequest {
  'applianceId'?: (string);
  'availabilityZone'?: (string);
}

export interface StartApplianceRequest__Output {
  'applianceId': (string);
  'availabilityZone': (string);
}
