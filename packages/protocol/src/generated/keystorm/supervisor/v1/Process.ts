// Original file: proto/keystorm/supervisor/v1/supervisor.proto


export interface Process {
  'name'?: (string);
  'pid'?: (number);
  'state'?: (string);
  'starts'?: (number);
  'lastEnd'?: (string);
  'applianceId'?: (string);
  'availabilityZone'?: (string);
}

export interface Process__Output {
  'name': (string);
  'pid': (number);
  'state': (string);
  'starts': (number);
  'lastEnd': (string);
  'applianceId': (string);
  'availabilityZone': (string);
}
