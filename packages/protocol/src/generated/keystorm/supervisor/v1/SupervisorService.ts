// Original file: proto/keystorm/supervisor/v1/supervisor.proto

import type * as grpc from '@grpc/grpc-js'
import type { MethodDefinition } from '@grpc/proto-loader'
import type { ControlProcessRequest as _keystorm_supervisor_v1_ControlProcessRequest, ControlProcessRequest__Output as _keystorm_supervisor_v1_ControlProcessRequest__Output } from '../../../keystorm/supervisor/v1/ControlProcessRequest.ts';
import type { ControlProcessResponse as _keystorm_supervisor_v1_ControlProcessResponse, ControlProcessResponse__Output as _keystorm_supervisor_v1_ControlProcessResponse__Output } from '../../../keystorm/supervisor/v1/ControlProcessResponse.ts';
import type { GetStateRequest as _keystorm_supervisor_v1_GetStateRequest, GetStateRequest__Output as _keystorm_supervisor_v1_GetStateRequest__Output } from '../../../keystorm/supervisor/v1/GetStateRequest.ts';
import type { GetStateResponse as _keystorm_supervisor_v1_GetStateResponse, GetStateResponse__Output as _keystorm_supervisor_v1_GetStateResponse__Output } from '../../../keystorm/supervisor/v1/GetStateResponse.ts';
import type { ListProcessesRequest as _keystorm_supervisor_v1_ListProcessesRequest, ListProcessesRequest__Output as _keystorm_supervisor_v1_ListProcessesRequest__Output } from '../../../keystorm/supervisor/v1/ListProcessesRequest.ts';
import type { ListProcessesResponse as _keystorm_supervisor_v1_ListProcessesResponse, ListProcessesResponse__Output as _keystorm_supervisor_v1_ListProcessesResponse__Output } from '../../../keystorm/supervisor/v1/ListProcessesResponse.ts';
import type { RemoveApplianceRequest as _keystorm_supervisor_v1_RemoveApplianceRequest, RemoveApplianceRequest__Output as _keystorm_supervisor_v1_RemoveApplianceRequest__Output } from '../../../keystorm/supervisor/v1/RemoveApplianceRequest.ts';
import type { RemoveApplianceResponse as _keystorm_supervisor_v1_RemoveApplianceResponse, RemoveApplianceResponse__Output as _keystorm_supervisor_v1_RemoveApplianceResponse__Output } from '../../../keystorm/supervisor/v1/RemoveApplianceResponse.ts';
import type { ResetRequest as _keystorm_supervisor_v1_ResetRequest, ResetRequest__Output as _keystorm_supervisor_v1_ResetRequest__Output } from '../../../keystorm/supervisor/v1/ResetRequest.ts';
import type { ResetResponse as _keystorm_supervisor_v1_ResetResponse, ResetResponse__Output as _keystorm_supervisor_v1_ResetResponse__Output } from '../../../keystorm/supervisor/v1/ResetResponse.ts';
import type { ShutDownRequest as _keystorm_supervisor_v1_ShutDownRequest, ShutDownRequest__Output as _keystorm_supervisor_v1_ShutDownRequest__Output } from '../../../keystorm/supervisor/v1/ShutDownRequest.ts';
import type { ShutDownResponse as _keystorm_supervisor_v1_ShutDownResponse, ShutDownResponse__Output as _keystorm_supervisor_v1_ShutDownResponse__Output } from '../../../keystorm/supervisor/v1/ShutDownResponse.ts';
import type { StartApplianceRequest as _keystorm_supervisor_v1_StartApplianceRequest, StartApplianceRequest__Output as _keystorm_supervisor_v1_StartApplianceRequest__Output } from '../../../keystorm/supervisor/v1/StartApplianceRequest.ts';
import type { StartApplianceResponse as _keystorm_supervisor_v1_StartApplianceResponse, StartApplianceResponse__Output as _keystorm_supervisor_v1_StartApplianceResponse__Output } from '../../../keystorm/supervisor/v1/StartApplianceResponse.ts';

export interface SupervisorServiceClient extends grpc.Client {
  ControlProcess(argument: _keystorm_supervisor_v1_ControlProcessRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_keystorm_supervisor_v1_ControlProcessResponse__Output>): grpc.ClientUnaryCall;
  ControlProcess(argument: _keystorm_supervisor_v1_ControlProcessRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_keystorm_supervisor_v1_ControlProcessResponse__Output>): grpc.ClientUnaryCall;
  ControlProcess(argument: _keystorm_supervisor_v1_ControlProcessRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_keystorm_supervisor_v1_ControlProcessResponse__Output>): grpc.ClientUnaryCall;
  ControlProcess(argument: _keystorm_supervisor_v1_ControlProcessRequest, callback: grpc.requestCallback<_keystorm_supervisor_v1_ControlProcessResponse__Output>): grpc.ClientUnaryCall;
  controlProcess(argument: _keystorm_supervisor_v1_ControlProcessRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_keystorm_supervisor_v1_ControlProcessResponse__Output>): grpc.ClientUnaryCall;
  controlProcess(argument: _keystorm_supervisor_v1_ControlProcessRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_keystorm_supervisor_v1_ControlProcessResponse__Output>): grpc.ClientUnaryCall;
  controlProcess(argument: _keystorm_supervisor_v1_ControlProcessRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_keystorm_supervisor_v1_ControlProcessResponse__Output>): grpc.ClientUnaryCall;
  controlProcess(argument: _keystorm_supervisor_v1_ControlProcessRequest, callback: grpc.requestCallback<_keystorm_supervisor_v1_ControlProcessResponse__Output>): grpc.ClientUnaryCall;
  
  GetState(argument: _keystorm_supervisor_v1_GetStateRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_keystorm_supervisor_v1_GetStateResponse__Output>): grpc.ClientUnaryCall;
  GetState(argument: _keystorm_supervisor_v1_GetStateRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_keystorm_supervisor_v1_GetStateResponse__Output>): grpc.ClientUnaryCall;
  GetState(argument: _keystorm_supervisor_v1_GetStateRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_keystorm_supervisor_v1_GetStateResponse__Output>): grpc.ClientUnaryCall;
  GetState(argument: _keystorm_supervisor_v1_GetStateRequest, callback: grpc.requestCallback<_keystorm_supervisor_v1_GetStateResponse__Output>): grpc.ClientUnaryCall;
  getState(argument: _keystorm_supervisor_v1_GetStateRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_keystorm_supervisor_v1_GetStateResponse__Output>): grpc.ClientUnaryCall;
  getState(argument: _keystorm_supervisor_v1_GetStateRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_keystorm_supervisor_v1_GetStateResponse__Output>): grpc.ClientUnaryCall;
  getState(argument: _keystorm_supervisor_v1_GetStateRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_keystorm_supervisor_v1_GetStateResponse__Output>): grpc.ClientUnaryCall;
  getState(argument: _keystorm_supervisor_v1_GetStateRequest, callback: grpc.requestCallback<_keystorm_supervisor_v1_GetStateResponse__Output>): grpc.ClientUnaryCall;
  
  ListProcesses(argument: _keystorm_supervisor_v1_ListProcessesRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_keystorm_supervisor_v1_ListProcessesResponse__Output>): grpc.ClientUnaryCall;
  ListProcesses(argument: _keystorm_supervisor_v1_ListProcessesRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_keystorm_supervisor_v1_ListProcessesResponse__Output>): grpc.ClientUnaryCall;
  ListProcesses(argument: _keystorm_supervisor_v1_ListProcessesRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_keystorm_supervisor_v1_ListProcessesResponse__Output>): grpc.ClientUnaryCall;
  ListProcesses(argument: _keystorm_supervisor_v1_ListProcessesRequest, callback: grpc.requestCallback<_keystorm_supervisor_v1_ListProcessesResponse__Output>): grpc.ClientUnaryCall;
  listProcesses(argument: _keystorm_supervisor_v1_ListProcessesRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_keystorm_supervisor_v1_ListProcessesResponse__Output>): grpc.ClientUnaryCall;
  listProcesses(argument: _keystorm_supervisor_v1_ListProcessesRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_keystorm_supervisor_v1_ListProcessesResponse__Output>): grpc.ClientUnaryCall;
  listProcesses(argument: _keystorm_supervisor_v1_ListProcessesRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_keystorm_supervisor_v1_ListProcessesResponse__Output>): grpc.ClientUnaryCall;
  listProcesses(argument: _keystorm_supervisor_v1_ListProcessesRequest, callback: grpc.requestCallback<_keystorm_supervisor_v1_ListProcessesResponse__Output>): grpc.ClientUnaryCall;
  
  RemoveAppliance(argument: _keystorm_supervisor_v1_RemoveApplianceRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_keystorm_supervisor_v1_RemoveApplianceResponse__Output>): grpc.ClientUnaryCall;
  RemoveAppliance(argument: _keystorm_supervisor_v1_RemoveApplianceRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_keystorm_supervisor_v1_RemoveApplianceResponse__Output>): grpc.ClientUnaryCall;
  RemoveAppliance(argument: _keystorm_supervisor_v1_RemoveApplianceRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_keystorm_supervisor_v1_RemoveApplianceResponse__Output>): grpc.ClientUnaryCall;
  RemoveAppliance(argument: _keystorm_supervisor_v1_RemoveApplianceRequest, callback: grpc.requestCallback<_keystorm_supervisor_v1_RemoveApplianceResponse__Output>): grpc.ClientUnaryCall;
  removeAppliance(argument: _keystorm_supervisor_v1_RemoveApplianceRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_keystorm_supervisor_v1_RemoveApplianceResponse__Output>): grpc.ClientUnaryCall;
  removeAppliance(argument: _keystorm_supervisor_v1_RemoveApplianceRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_keystorm_supervisor_v1_RemoveApplianceResponse__Output>): grpc.ClientUnaryCall;
  removeAppliance(argument: _keystorm_supervisor_v1_RemoveApplianceRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_keystorm_supervisor_v1_RemoveApplianceResponse__Output>): grpc.ClientUnaryCall;
  removeAppliance(argument: _keystorm_supervisor_v1_RemoveApplianceRequest, callback: grpc.requestCallback<_keystorm_supervisor_v1_RemoveApplianceResponse__Output>): grpc.ClientUnaryCall;
  
  Reset(argument: _keystorm_supervisor_v1_ResetRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_keystorm_supervisor_v1_ResetResponse__Output>): grpc.ClientUnaryCall;
  Reset(argument: _keystorm_supervisor_v1_ResetRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_keystorm_supervisor_v1_ResetResponse__Output>): grpc.ClientUnaryCall;
  Reset(argument: _keystorm_supervisor_v1_ResetRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_keystorm_supervisor_v1_ResetResponse__Output>): grpc.ClientUnaryCall;
  Reset(argument: _keystorm_supervisor_v1_ResetRequest, callback: grpc.requestCallback<_keystorm_supervisor_v1_ResetResponse__Output>): grpc.ClientUnaryCall;
  reset(argument: _keystorm_supervisor_v1_ResetRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_keystorm_supervisor_v1_ResetResponse__Output>): grpc.ClientUnaryCall;
  reset(argument: _keystorm_supervisor_v1_ResetRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_keystorm_supervisor_v1_ResetResponse__Output>): grpc.ClientUnaryCall;
  reset(argument: _keystorm_supervisor_v1_ResetRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_keystorm_supervisor_v1_ResetResponse__Output>): grpc.ClientUnaryCall;
  reset(argument: _keystorm_supervisor_v1_ResetRequest, callback: grpc.requestCallback<_keystorm_supervisor_v1_ResetResponse__Output>): grpc.ClientUnaryCall;
  
  ShutDown(argument: _keystorm_supervisor_v1_ShutDownRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_keystorm_supervisor_v1_ShutDownResponse__Output>): grpc.ClientUnaryCall;
  ShutDown(argument: _keystorm_supervisor_v1_ShutDownRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_keystorm_supervisor_v1_ShutDownResponse__Output>): grpc.ClientUnaryCall;
  ShutDown(argument: _keystorm_supervisor_v1_ShutDownRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_keystorm_supervisor_v1_ShutDownResponse__Output>): grpc.ClientUnaryCall;
  ShutDown(argument: _keystorm_supervisor_v1_ShutDownRequest, callback: grpc.requestCallback<_keystorm_supervisor_v1_ShutDownResponse__Output>): grpc.ClientUnaryCall;
  shutDown(argument: _keystorm_supervisor_v1_ShutDownRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_keystorm_supervisor_v1_ShutDownResponse__Output>): grpc.ClientUnaryCall;
  shutDown(argument: _keystorm_supervisor_v1_ShutDownRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_keystorm_supervisor_v1_ShutDownResponse__Output>): grpc.ClientUnaryCall;
  shutDown(argument: _keystorm_supervisor_v1_ShutDownRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_keystorm_supervisor_v1_ShutDownResponse__Output>): grpc.ClientUnaryCall;
  shutDown(argument: _keystorm_supervisor_v1_ShutDownRequest, callback: grpc.requestCallback<_keystorm_supervisor_v1_ShutDownResponse__Output>): grpc.ClientUnaryCall;
  
  StartAppliance(argument: _keystorm_supervisor_v1_StartApplianceRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_keystorm_supervisor_v1_StartApplianceResponse__Output>): grpc.ClientUnaryCall;
  StartAppliance(argument: _keystorm_supervisor_v1_StartApplianceRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_keystorm_supervisor_v1_StartApplianceResponse__Output>): grpc.ClientUnaryCall;
  StartAppliance(argument: _keystorm_supervisor_v1_StartApplianceRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_keystorm_supervisor_v1_StartApplianceResponse__Output>): grpc.ClientUnaryCall;
  StartAppliance(argument: _keystorm_supervisor_v1_StartApplianceRequest, callback: grpc.requestCallback<_keystorm_supervisor_v1_StartApplianceResponse__Output>): grpc.ClientUnaryCall;
  startAppliance(argument: _keystorm_supervisor_v1_StartApplianceRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_keystorm_supervisor_v1_StartApplianceResponse__Output>): grpc.ClientUnaryCall;
  startAppliance(argument: _keystorm_supervisor_v1_StartApplianceRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_keystorm_supervisor_v1_StartApplianceResponse__Output>): grpc.ClientUnaryCall;
  startAppliance(argument: _keystorm_supervisor_v1_StartApplianceRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_keystorm_supervisor_v1_StartApplianceResponse__Output>): grpc.ClientUnaryCall;
  startAppliance(argument: _keystorm_supervisor_v1_StartApplianceRequest, callback: grpc.requestCallback<_keystorm_supervisor_v1_StartApplianceResponse__Output>): grpc.ClientUnaryCall;
  
}

export interface SupervisorServiceHandlers extends grpc.UntypedServiceImplementation {
  ControlProcess: grpc.handleUnaryCall<_keystorm_supervisor_v1_ControlProcessRequest__Output, _keystorm_supervisor_v1_ControlProcessResponse>;
  
  GetState: grpc.handleUnaryCall<_keystorm_supervisor_v1_GetStateRequest__Output, _keystorm_supervisor_v1_GetStateResponse>;
  
  ListProcesses: grpc.handleUnaryCall<_keystorm_supervisor_v1_ListProcessesRequest__Output, _keystorm_supervisor_v1_ListProcessesResponse>;
  
  RemoveAppliance: grpc.handleUnaryCall<_keystorm_supervisor_v1_RemoveApplianceRequest__Output, _keystorm_supervisor_v1_RemoveApplianceResponse>;
  
  Reset: grpc.handleUnaryCall<_keystorm_supervisor_v1_ResetRequest__Output, _keystorm_supervisor_v1_ResetResponse>;
  
  ShutDown: grpc.handleUnaryCall<_keystorm_supervisor_v1_ShutDownRequest__Output, _keystorm_supervisor_v1_ShutDownResponse>;
  
  StartAppliance: grpc.handleUnaryCall<_keystorm_supervisor_v1_StartApplianceRequest__Output, _keystorm_supervisor_v1_StartApplianceResponse>;
  
}

export interface SupervisorServiceDefinition extends grpc.ServiceDefinition {
  ControlProcess: MethodDefinition<_keystorm_supervisor_v1_ControlProcessRequest, _keystorm_supervisor_v1_ControlProcessResponse, _keystorm_supervisor_v1_ControlProcessRequest__Output, _keystorm_supervisor_v1_ControlProcessResponse__Output>
  GetState: MethodDefinition<_keystorm_supervisor_v1_GetStateRequest, _keystorm_supervisor_v1_GetStateResponse, _keystorm_supervisor_v1_GetStateRequest__Output, _keystorm_supervisor_v1_GetStateResponse__Output>
  ListProcesses: MethodDefinition<_keystorm_supervisor_v1_ListProcessesRequest, _keystorm_supervisor_v1_ListProcessesResponse, _keystorm_supervisor_v1_ListProcessesRequest__Output, _keystorm_supervisor_v1_ListProcessesResponse__Output>
  RemoveAppliance: MethodDefinition<_keystorm_supervisor_v1_RemoveApplianceRequest, _keystorm_supervisor_v1_RemoveApplianceResponse, _keystorm_supervisor_v1_RemoveApplianceRequest__Output, _keystorm_supervisor_v1_RemoveApplianceResponse__Output>
  Reset: MethodDefinition<_keystorm_supervisor_v1_ResetRequest, _keystorm_supervisor_v1_ResetResponse, _keystorm_supervisor_v1_ResetRequest__Output, _keystorm_supervisor_v1_ResetResponse__Output>
  ShutDown: MethodDefinition<_keystorm_supervisor_v1_ShutDownRequest, _keystorm_supervisor_v1_ShutDownResponse, _keystorm_supervisor_v1_ShutDownRequest__Output, _keystorm_supervisor_v1_ShutDownResponse__Output>
  StartAppliance: MethodDefinition<_keystorm_supervisor_v1_StartApplianceRequest, _keystorm_supervisor_v1_StartApplianceResponse, _keystorm_supervisor_v1_StartApplianceRequest__Output, _keystorm_supervisor_v1_StartApplianceResponse__Output>
}
