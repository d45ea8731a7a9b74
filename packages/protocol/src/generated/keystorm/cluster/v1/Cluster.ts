// Original file: proto/keystorm/cluster/v1/cluster.proto

import type { Subnet as _keystorm_cluster_v1_Subnet, Subnet__Output as _keystorm_cluster_v1_Subnet__Output } from '../../../keystorm/cluster/v1/Subnet.ts';
import type { Hsm as _keystorm_cluster_v1_Hsm, Hsm__Output as _keystorm_cluster_v1_Hsm__Output } from '../../../keystorm/cluster/v1/Hsm.ts';
import type { Long } from '@grpc/proto-loader';

export interface Cluster {
  'clusterId'?: (string);
  'region'?: (string);
  'state'?: (string);
  'version'?: (number | string | Long);
  'subnets'?: (_keystorm_cluster_v1_Subnet)[];
  'hsms'?: (_keystorm_cluster_v1_Hsm)[];
  'clusterCertificate'?: (string);
  'trustAnchor'?: (string);
  'lineageId'?: (string);
  'securityGroupId'?: (string);
  'securityGroupOpen'?: (boolean);
  'hsmType'?: (string);
}

export interface Cluster__Output {
  'clusterId': (string);
  'region': (string);
  'state': (string);
  'version': (number);
  'subnets': (_keystorm_cluster_v1_Subnet__Output)[];
  'hsms': (_keystorm_cluster_v1_Hsm__Output)[];
  'clusterCertificate': (string);
  'trustAnchor': (string);
  'lineageId': (string);
  'securityGroupId': (string);
  'securityGroupOpen': (boolean);
  'hsmType': (string);
}
