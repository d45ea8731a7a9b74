// Original file: proto/keystorm/supervisor/v1/supervisor.proto


export interface RemoveApplianceRequest {
  'applianceId'?: (string);
}

export interface RemoveApplianceRequest__Output {
  'applianceId': (string);
}
