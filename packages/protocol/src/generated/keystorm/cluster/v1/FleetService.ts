// Original file: proto/keystorm/cluster/v1/cluster.proto

import type * as grpc from '@grpc/grpc-js'
import type { MethodDefinition } from '@grpc/proto-loader'
import type { RegisterApplianceRequest as _keystorm_cluster_v1_RegisterApplianceRequest, RegisterApplianceRequest__Output as _keystorm_cluster_v1_RegisterApplianceRequest__Output } from '../../../keystorm/cluster/v1/RegisterApplianceRequest.ts';
import type { RegisterApplianceResponse as _keystorm_cluster_v1_RegisterApplianceResponse, RegisterApplianceResponse__Output as _keystorm_cluster_v1_RegisterApplianceResponse__Output } from '../../../keystorm/cluster/v1/RegisterApplianceResponse.ts';

export interface FleetServiceClient extends grpc.Client {
  RegisterAppliance(argument: _keystorm_cluster_v1_RegisterApplianceRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_keystorm_cluster_v1_RegisterApplianceResponse__Output>): grpc.ClientUnaryCall;
  RegisterAppliance(argument: _keystorm_cluster_v1_RegisterApplianceRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_keystorm_cluster_v1_RegisterApplianceResponse__Output>): grpc.ClientUnaryCall;
  RegisterAppliance(argument: _keystorm_cluster_v1_RegisterApplianceRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_keystorm_cluster_v1_RegisterApplianceResponse__Output>): grpc.ClientUnaryCall;
  RegisterAppliance(argument: _keystorm_cluster_v1_RegisterApplianceRequest, callback: grpc.requestCallback<_keystorm_cluster_v1_RegisterApplianceResponse__Output>): grpc.ClientUnaryCall;
  registerAppliance(argument: _keystorm_cluster_v1_RegisterApplianceRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_keystorm_cluster_v1_RegisterApplianceResponse__Output>): grpc.ClientUnaryCall;
  registerAppliance(argument: _keystorm_cluster_v1_RegisterApplianceRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_keystorm_cluster_v1_RegisterApplianceResponse__Output>): grpc.ClientUnaryCall;
  registerAppliance(argument: _keystorm_cluster_v1_RegisterApplianceRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_keystorm_cluster_v1_RegisterApplianceResponse__Output>): grpc.ClientUnaryCall;
  registerAppliance(argument: _keystorm_cluster_v1_RegisterApplianceRequest, callback: grpc.requestCallback<_keystorm_cluster_v1_RegisterApplianceResponse__Output>): grpc.ClientUnaryCall;
  
}

export interface FleetServiceHandlers extends grpc.UntypedServiceImplementation {
  RegisterAppliance: grpc.handleUnaryCall<_keystorm_cluster_v1_RegisterApplianceRequest__Output, _keystorm_cluster_v1_RegisterApplianceResponse>;
  
}

export interface FleetServiceDefinition extends grpc.ServiceDefinition {
  RegisterAppliance: MethodDefinition<_keystorm_cluster_v1_RegisterApplianceRequest, _keystorm_cluster_v1_RegisterApplianceResponse, _keystorm_cluster_v1_RegisterApplianceRequest__Output, _keystorm_cluster_v1_RegisterApplianceResponse__Output>
}
