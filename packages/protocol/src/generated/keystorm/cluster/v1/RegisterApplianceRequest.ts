// Original file: proto/keystorm/cluster/v1/cluster.proto

import type { Long } from '@grpc/proto-loader';

export interface RegisterApplianceRequest {
  'applianceId'?: (string);
  'availabilityZone'?: (string);
  'adminAddress'?: (string);
  'fixedIp'?: (string);
  'boot'?: (number | string | Long);
  'hsmId'?: (string);
}

export interface RegisterApplianceRequest__Output {
  'applianceId': (string);
  'availabilityZone': (string);
  'adminAddress': (string);
  'fixedIp': (string);
  'boot': (number);
  'hsmId': (string);
}
