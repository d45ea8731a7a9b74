// Original file: proto/keystorm/hsm/v1/hsm.proto

import type { KeyAttributes as _keystorm_hsm_v1_KeyAttributes, KeyAttributes__Output as _keystorm_hsm_v1_KeyAttributes__Output } from '../../../keystorm/hsm/v1/KeyAttributes.ts';
import type { KeyShare as _keystorm_hsm_v1_KeyShare, KeyShare__Output as _keystorm_hsm_v1_KeyShare__Output } from '../../../keystorm/hsm/v1/KeyShare.ts';
import type { KeyQuorum as _keystorm_hsm_v1_KeyQuorum, KeyQuorum__Output as _keystorm_hsm_v1_KeyQuorum__Output } from '../../../keystorm/hsm/v1/KeyQuorum.ts';
import type { Long } from '@grpc/proto-loader';

export interface KeyObject {
  'handle'?: (number);
  'ownerName'?: (string);
  'ownerId'?: (number);
  'attributes'?: (_keystorm_hsm_v1_KeyAttributes | null);
  'version'?: (number | string | Long);
  'shares'?: (_keystorm_hsm_v1_KeyShare)[];
  'isPublic'?: (boolean);
  'quorum'?: (_keystorm_hsm_v1_KeyQuorum | null);
}

export interface KeyObject__Output {
  'handle': (number);
  'ownerName': (string);
  'ownerId': (number);
  'attributes': (_keystorm_hsm_v1_KeyAttributes__Output | null);
  'version': (number);
  'shares': (_keystorm_hsm_v1_KeyShare__Output)[];
  'isPublic': (boolean);
  'quorum': (_keystorm_hsm_v1_KeyQuorum__Output | null);
}
