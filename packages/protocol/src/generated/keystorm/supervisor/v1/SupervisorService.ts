// Original file: proto/keystorm/supervisor/v1/supervisor.proto

import type * as grpc from '@grpc/grpc-js'
import type { MethodDefinition } from '@grpc/proto-loader'
import type { AddFaultRequest as _keystorm_supervisor_v1_AddFaultRequest, AddFaultRequest__Output as _keystorm_supervisor_v1_AddFaultRequest__Output } from '../../../keystorm/supervisor/v1/AddFaultRequest.ts';
import type { AddFaultResponse as _keystorm_supervisor_v1_AddFaultResponse, AddFaultResponse__Output as _keystorm_supervisor_v1_AddFaultResponse__Output } from '../../../keystorm/supervisor/v1/AddFaultResponse.ts';
import type { ClearFaultsRequest as _keystorm_supervisor_v1_ClearFaultsRequest, ClearFaultsRequest__Output as _keystorm_supervisor_v1_ClearFaultsRequest__Output } from '../../../keystorm/supervisor/v1/ClearFaultsRequest.ts';
import type { ClearFaultsResponse as _keystorm_supervisor_v1_ClearFaultsResponse, ClearFaultsResponse__Output as _keystorm_supervisor_v1_ClearFaultsResponse__Output } from '../../../keystorm/supervisor/v1/ClearFaultsResponse.ts';
import type { ControlProcessRequest as _keystorm_supervisor_v1_ControlProcessRequest, ControlProcessRequest__Output as _keystorm_supervisor_v1_ControlProcessRequest__Output } from '../../../keystorm/supervisor/v1/ControlProcessRequest.ts';
import type { ControlProcessResponse as _keystorm_supervisor_v1_ControlProcessResponse, ControlProcessResponse__Output as _keystorm_supervisor_v1_ControlProcessResponse__Output } from '../../../keystorm/supervisor/v1/ControlProcessResponse.ts';
import type { GetStateRequest as _keystorm_supervisor_v1_GetStateRequest, GetStateRequest__Output as _keystorm_supervisor_v1_GetStateRequest__Output } from '../../../keystorm/supervisor/v1/GetStateRequest.ts';
import type { GetStateResponse as _keystorm_supervisor_v1_GetStateResponse, GetStateResponse__Output as _keystorm_supervisor_v1_GetStateResponse__Output } from '../../../keystorm/supervisor/v1/GetStateResponse.ts';
import type { ListFaultsRequest as _keystorm_supervisor_v1_ListFaultsRequest, ListFaultsRequest__Output as _keystorm_supervisor_v1_ListFaultsRequest__Output } from '../../../keystorm/supervisor/v1/ListFaultsRequest.ts';
import type { ListFaultsResponse as _keystorm_supervisor_v1_ListFaultsResponse, ListFaultsResponse__Output as _keystorm_supervisor_v1_ListFaultsResponse__Output } from '../../../keystorm/supervisor/v1/ListFaultsResponse.ts';
import type { ListProcessesRequest as _keystorm_supervisor_v1_ListProcessesRequest, ListProcessesRequest__Output as _keystorm_supervisor_v1_ListProcessesRequest__Output } from '../../../keystorm/supervisor/v1/ListProcessesRequest.ts';
import type { ListProcessesResponse as _keystorm_supervisor_v1_ListProcessesResponse, ListProcessesResponse__Output as _keystorm_supervisor_v1_ListProcessesResponse__Output } from '../../../keystorm/supervisor/v1/ListProcessesResponse.ts';
import type { ListTargetsRequest as _keystorm_supervisor_v1_ListTargetsRequest, ListTargetsRequest__Output as _keystorm_supervisor_v1_ListTargetsRequest__Output } from '../../../keystorm/supervisor/v1/ListTargetsRequest.ts';
import type { ListTargetsResponse as _keystorm_supervisor_v1_ListTargetsResponse, ListTargetsResponse__Output as _keystorm_supervisor_v1_ListTargetsResponse__Output } from '../../../keystorm/supervisor/v1/ListTargetsResponse.ts';
import type { RemoveApplianceRequest as _keystorm_supervisor_v1_RemoveApplianceRequest, RemoveApplianceRequest__Output as _keystorm_supervisor_v1_RemoveApplianceRequest__Output } from '../../../keystorm/supervisor/v1/RemoveApplianceRequest.ts';
import type { RemoveApplianceResponse as _keystorm_supervisor_v1_RemoveApplianceResponse, RemoveApplianceResponse__Output as _keystorm_supervisor_v1_RemoveApplianceResponse__Output } from '../../../keystorm/supervisor/v1/RemoveApplianceResponse.ts';
import type { RenewLeaseRequest as _keystorm_supervisor_v1_RenewLeaseRequest, RenewLeaseRequest__Output as _keystorm_supervisor_v1_RenewLeaseRequest__Output } from '../../../keystorm/supervisor/v1/RenewLeaseRequest.ts';
import type { RenewLeaseResponse as _keystorm_supervisor_v1_RenewLeaseResponse, RenewLeaseResponse__Output as _keystorm_supervisor_v1_RenewLeaseResponse__Output } from '../../../keystorm/supervisor/v1/RenewLeaseResponse.ts';
import type { ResetRequest as _keystorm_supervisor_v1_ResetRequest, ResetRequest__Output as _keystorm_supervisor_v1_ResetRequest__Output } from '../../../keystorm/supervisor/v1/ResetRequest.ts';
import type { ResetResponse as _keystorm_supervisor_v1_ResetResponse, ResetResponse__Output as _keystorm_supervisor_v1_ResetResponse__Output } from '../../../keystorm/supervisor/v1/ResetResponse.ts';
import type { ShutDownRequest as _keystorm_supervisor_v1_ShutDownRequest, ShutDownRequest__Output as _keystorm_supervisor_v1_ShutDownRequest__Output } from '../../../keystorm/supervisor/v1/ShutDownRequest.ts';
import type { ShutDownResponse as _keystorm_supervisor_v1_ShutDownResponse, ShutDownResponse__Output as _keystorm_supervisor_v1_ShutDownResponse__Output } from '../../../keystorm/supervisor/v1/ShutDownResponse.ts';
import type { StartApplianceRequest as _keystorm_supervisor_v1_StartApplianceRequest, StartApplianceRequest__Output as _keystorm_supervisor_v1_StartApplianceRequest__Output } from '../../../keystorm/supervisor/v1/StartApplianceRequest.ts';
import type { StartApplianceResponse as _keystorm_supervisor_v1_StartApplianceResponse, StartApplianceResponse__Output as _keystorm_supervisor_v1_StartApplianceResponse__Output } from '../../../keystorm/supervisor/v1/StartApplianceResponse.ts';

export interface SupervisorServiceClient extends grpc.Client {
  AddFault(argument: _keystorm_supervisor_v1_AddFaultRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_keystorm_supervisor_v1_AddFaultResponse__Output>): grpc.ClientUnaryCall;
  AddFault(argument: _keystorm_supervisor_v1_AddFaultRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_keystorm_supervisor_v1_AddFaultResponse__Output>): grpc.ClientUnaryCall;
  AddFault(argument: _keystorm_supervisor_v1_AddFaultRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_keystorm_supervisor_v1_AddFaultResponse__Output>): grpc.ClientUnaryCall;
  AddFault(argument: _keystorm_supervisor_v1_AddFaultRequest, callback: grpc.requestCallback<_keystorm_supervisor_v1_AddFaultResponse__Output>): grpc.ClientUnaryCall;
  addFault(argument: _keystorm_supervisor_v1_AddFaultRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_keystorm_supervisor_v1_AddFaultResponse__Output>): grpc.ClientUnaryCall;
  addFault(argument: _keystorm_supervisor_v1_AddFaultRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_keystorm_supervisor_v1_AddFaultResponse__Output>): grpc.ClientUnaryCall;
  addFault(argument: _keystorm_supervisor_v1_AddFaultRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_keystorm_supervisor_v1_AddFaultResponse__Output>): grpc.ClientUnaryCall;
  addFault(argument: _keystorm_supervisor_v1_AddFaultRequest, callback: grpc.requestCallback<_keystorm_supervisor_v1_AddFaultResponse__Output>): grpc.ClientUnaryCall;
  
  ClearFaults(argument: _keystorm_supervisor_v1_ClearFaultsRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_keystorm_supervisor_v1_ClearFaultsResponse__Output>): grpc.ClientUnaryCall;
  ClearFaults(argument: _keystorm_supervisor_v1_ClearFaultsRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_keystorm_supervisor_v1_ClearFaultsResponse__Output>): grpc.ClientUnaryCall;
  ClearFaults(argument: _keystorm_supervisor_v1_ClearFaultsRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_keystorm_supervisor_v1_ClearFaultsResponse__Output>): grpc.ClientUnaryCall;
  ClearFaults(argument: _keystorm_supervisor_v1_ClearFaultsRequest, callback: grpc.requestCallback<_keystorm_supervisor_v1_ClearFaultsResponse__Output>): grpc.ClientUnaryCall;
  clearFaults(argument: _keystorm_supervisor_v1_ClearFaultsRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_keystorm_supervisor_v1_ClearFaultsResponse__Output>): grpc.ClientUnaryCall;
  clearFaults(argument: _keystorm_supervisor_v1_ClearFaultsRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_keystorm_supervisor_v1_ClearFaultsResponse__Output>): grpc.ClientUnaryCall;
  clearFaults(argument: _keystorm_supervisor_v1_ClearFaultsRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_keystorm_supervisor_v1_ClearFaultsResponse__Output>): grpc.ClientUnaryCall;
  clearFaults(argument: _keystorm_supervisor_v1_ClearFaultsRequest, callback: grpc.requestCallback<_keystorm_supervisor_v1_ClearFaultsResponse__Output>): grpc.ClientUnaryCall;
  
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
  
  ListFaults(argument: _keystorm_supervisor_v1_ListFaultsRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_keystorm_supervisor_v1_ListFaultsResponse__Output>): grpc.ClientUnaryCall;
  ListFaults(argument: _keystorm_supervisor_v1_ListFaultsRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_keystorm_supervisor_v1_ListFaultsResponse__Output>): grpc.ClientUnaryCall;
  ListFaults(argument: _keystorm_supervisor_v1_ListFaultsRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_keystorm_supervisor_v1_ListFaultsResponse__Output>): grpc.ClientUnaryCall;
  ListFaults(argument: _keystorm_supervisor_v1_ListFaultsRequest, callback: grpc.requestCallback<_keystorm_supervisor_v1_ListFaultsResponse__Output>): grpc.ClientUnaryCall;
  listFaults(argument: _keystorm_supervisor_v1_ListFaultsRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_keystorm_supervisor_v1_ListFaultsResponse__Output>): grpc.ClientUnaryCall;
  listFaults(argument: _keystorm_supervisor_v1_ListFaultsRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_keystorm_supervisor_v1_ListFaultsResponse__Output>): grpc.ClientUnaryCall;
  listFaults(argument: _keystorm_supervisor_v1_ListFaultsRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_keystorm_supervisor_v1_ListFaultsResponse__Output>): grpc.ClientUnaryCall;
  listFaults(argument: _keystorm_supervisor_v1_ListFaultsRequest, callback: grpc.requestCallback<_keystorm_supervisor_v1_ListFaultsResponse__Output>): grpc.ClientUnaryCall;
  
  ListProcesses(argument: _keystorm_supervisor_v1_ListProcessesRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_keystorm_supervisor_v1_ListProcessesResponse__Output>): grpc.ClientUnaryCall;
  ListProcesses(argument: _keystorm_supervisor_v1_ListProcessesRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_keystorm_supervisor_v1_ListProcessesResponse__Output>): grpc.ClientUnaryCall;
  ListProcesses(argument: _keystorm_supervisor_v1_ListProcessesRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_keystorm_supervisor_v1_ListProcessesResponse__Output>): grpc.ClientUnaryCall;
  ListProcesses(argument: _keystorm_supervisor_v1_ListProcessesRequest, callback: grpc.requestCallback<_keystorm_supervisor_v1_ListProcessesResponse__Output>): grpc.ClientUnaryCall;
  listProcesses(argument: _keystorm_supervisor_v1_ListProcessesRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_keystorm_supervisor_v1_ListProcessesResponse__Output>): grpc.ClientUnaryCall;
  listProcesses(argument: _keystorm_supervisor_v1_ListProcessesRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_keystorm_supervisor_v1_ListProcessesResponse__Output>): grpc.ClientUnaryCall;
  listProcesses(argument: _keystorm_supervisor_v1_ListProcessesRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_keystorm_supervisor_v1_ListProcessesResponse__Output>): grpc.ClientUnaryCall;
  listProcesses(argument: _keystorm_supervisor_v1_ListProcessesRequest, callback: grpc.requestCallback<_keystorm_supervisor_v1_ListProcessesResponse__Output>): grpc.ClientUnaryCall;
  
  ListTargets(argument: _keystorm_supervisor_v1_ListTargetsRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_keystorm_supervisor_v1_ListTargetsResponse__Output>): grpc.ClientUnaryCall;
  ListTargets(argument: _keystorm_supervisor_v1_ListTargetsRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_keystorm_supervisor_v1_ListTargetsResponse__Output>): grpc.ClientUnaryCall;
  ListTargets(argument: _keystorm_supervisor_v1_ListTargetsRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_keystorm_supervisor_v1_ListTargetsResponse__Output>): grpc.ClientUnaryCall;
  ListTargets(argument: _keystorm_supervisor_v1_ListTargetsRequest, callback: grpc.requestCallback<_keystorm_supervisor_v1_ListTargetsResponse__Output>): grpc.ClientUnaryCall;
  listTargets(argument: _keystorm_supervisor_v1_ListTargetsRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_keystorm_supervisor_v1_ListTargetsResponse__Output>): grpc.ClientUnaryCall;
  listTargets(argument: _keystorm_supervisor_v1_ListTargetsRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_keystorm_supervisor_v1_ListTargetsResponse__Output>): grpc.ClientUnaryCall;
  listTargets(argument: _keystorm_supervisor_v1_ListTargetsRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_keystorm_supervisor_v1_ListTargetsResponse__Output>): grpc.ClientUnaryCall;
  listTargets(argument: _keystorm_supervisor_v1_ListTargetsRequest, callback: grpc.requestCallback<_keystorm_supervisor_v1_ListTargetsResponse__Output>): grpc.ClientUnaryCall;
  
  RemoveAppliance(argument: _keystorm_supervisor_v1_RemoveApplianceRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_keystorm_supervisor_v1_RemoveApplianceResponse__Output>): grpc.ClientUnaryCall;
  RemoveAppliance(argument: _keystorm_supervisor_v1_RemoveApplianceRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_keystorm_supervisor_v1_RemoveApplianceResponse__Output>): grpc.ClientUnaryCall;
  RemoveAppliance(argument: _keystorm_supervisor_v1_RemoveApplianceRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_keystorm_supervisor_v1_RemoveApplianceResponse__Output>): grpc.ClientUnaryCall;
  RemoveAppliance(argument: _keystorm_supervisor_v1_RemoveApplianceRequest, callback: grpc.requestCallback<_keystorm_supervisor_v1_RemoveApplianceResponse__Output>): grpc.ClientUnaryCall;
  removeAppliance(argument: _keystorm_supervisor_v1_RemoveApplianceRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_keystorm_supervisor_v1_RemoveApplianceResponse__Output>): grpc.ClientUnaryCall;
  removeAppliance(argument: _keystorm_supervisor_v1_RemoveApplianceRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_keystorm_supervisor_v1_RemoveApplianceResponse__Output>): grpc.ClientUnaryCall;
  removeAppliance(argument: _keystorm_supervisor_v1_RemoveApplianceRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_keystorm_supervisor_v1_RemoveApplianceResponse__Output>): grpc.ClientUnaryCall;
  removeAppliance(argument: _keystorm_supervisor_v1_RemoveApplianceRequest, callback: grpc.requestCallback<_keystorm_supervisor_v1_RemoveApplianceResponse__Output>): grpc.ClientUnaryCall;
  
  RenewLease(argument: _keystorm_supervisor_v1_RenewLeaseRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_keystorm_supervisor_v1_RenewLeaseResponse__Output>): grpc.ClientUnaryCall;
  RenewLease(argument: _keystorm_supervisor_v1_RenewLeaseRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_keystorm_supervisor_v1_RenewLeaseResponse__Output>): grpc.ClientUnaryCall;
  RenewLease(argument: _keystorm_supervisor_v1_RenewLeaseRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_keystorm_supervisor_v1_RenewLeaseResponse__Output>): grpc.ClientUnaryCall;
  RenewLease(argument: _keystorm_supervisor_v1_RenewLeaseRequest, callback: grpc.requestCallback<_keystorm_supervisor_v1_RenewLeaseResponse__Output>): grpc.ClientUnaryCall;
  renewLease(argument: _keystorm_supervisor_v1_RenewLeaseRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_keystorm_supervisor_v1_RenewLeaseResponse__Output>): grpc.ClientUnaryCall;
  renewLease(argument: _keystorm_supervisor_v1_RenewLeaseRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_keystorm_supervisor_v1_RenewLeaseResponse__Output>): grpc.ClientUnaryCall;
  renewLease(argument: _keystorm_supervisor_v1_RenewLeaseRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_keystorm_supervisor_v1_RenewLeaseResponse__Output>): grpc.ClientUnaryCall;
  renewLease(argument: _keystorm_supervisor_v1_RenewLeaseRequest, callback: grpc.requestCallback<_keystorm_supervisor_v1_RenewLeaseResponse__Output>): grpc.ClientUnaryCall;
  
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
  AddFault: grpc.handleUnaryCall<_keystorm_supervisor_v1_AddFaultRequest__Output, _keystorm_supervisor_v1_AddFaultResponse>;
  
  ClearFaults: grpc.handleUnaryCall<_keystorm_supervisor_v1_ClearFaultsRequest__Output, _keystorm_supervisor_v1_ClearFaultsResponse>;
  
  ControlProcess: grpc.handleUnaryCall<_keystorm_supervisor_v1_ControlProcessRequest__Output, _keystorm_supervisor_v1_ControlProcessResponse>;
  
  GetState: grpc.handleUnaryCall<_keystorm_supervisor_v1_GetStateRequest__Output, _keystorm_supervisor_v1_GetStateResponse>;
  
  ListFaults: grpc.handleUnaryCall<_keystorm_supervisor_v1_ListFaultsRequest__Output, _keystorm_supervisor_v1_ListFaultsResponse>;
  
  ListProcesses: grpc.handleUnaryCall<_keystorm_supervisor_v1_ListProcessesRequest__Output, _keystorm_supervisor_v1_ListProcessesResponse>;
  
  ListTargets: grpc.handleUnaryCall<_keystorm_supervisor_v1_ListTargetsRequest__Output, _keystorm_supervisor_v1_ListTargetsResponse>;
  
  RemoveAppliance: grpc.handleUnaryCall<_keystorm_supervisor_v1_RemoveApplianceRequest__Output, _keystorm_supervisor_v1_RemoveApplianceResponse>;
  
  RenewLease: grpc.handleUnaryCall<_keystorm_supervisor_v1_RenewLeaseRequest__Output, _keystorm_supervisor_v1_RenewLeaseResponse>;
  
  Reset: grpc.handleUnaryCall<_keystorm_supervisor_v1_ResetRequest__Output, _keystorm_supervisor_v1_ResetResponse>;
  
  ShutDown: grpc.handleUnaryCall<_keystorm_supervisor_v1_ShutDownRequest__Output, _keystorm_supervisor_v1_ShutDownResponse>;
  
  StartAppliance: grpc.handleUnaryCall<_keystorm_supervisor_v1_StartApplianceRequest__Output, _keystorm_supervisor_v1_StartApplianceResponse>;
  
}

export interface SupervisorServiceDefinition extends grpc.ServiceDefinition {
  AddFault: MethodDefinition<_keystorm_supervisor_v1_AddFaultRequest, _keystorm_supervisor_v1_AddFaultResponse, _keystorm_supervisor_v1_AddFaultRequest__Output, _keystorm_supervisor_v1_AddFaultResponse__Output>
  ClearFaults: MethodDefinition<_keystorm_supervisor_v1_ClearFaultsRequest, _keystorm_supervisor_v1_ClearFaultsResponse, _keystorm_supervisor_v1_ClearFaultsRequest__Output, _keystorm_supervisor_v1_ClearFaultsResponse__Output>
  ControlProcess: MethodDefinition<_keystorm_supervisor_v1_ControlProcessRequest, _keystorm_supervisor_v1_ControlProcessResponse, _keystorm_supervisor_v1_ControlProcessRequest__Output, _keystorm_supervisor_v1_ControlProcessResponse__Output>
  GetState: MethodDefinition<_keystorm_supervisor_v1_GetStateRequest, _keystorm_supervisor_v1_GetStateResponse, _keystorm_supervisor_v1_GetStateRequest__Output, _keystorm_supervisor_v1_GetStateResponse__Output>
  ListFaults: MethodDefinition<_keystorm_supervisor_v1_ListFaultsRequest, _keystorm_supervisor_v1_ListFaultsResponse, _keystorm_supervisor_v1_ListFaultsRequest__Output, _keystorm_supervisor_v1_ListFaultsResponse__Output>
  ListProcesses: MethodDefinition<_keystorm_supervisor_v1_ListProcessesRequest, _keystorm_supervisor_v1_ListProcessesResponse, _keystorm_supervisor_v1_ListProcessesRequest__Output, _keystorm_supervisor_v1_ListProcessesResponse__Output>
  ListTargets: MethodDefinition<_keystorm_supervisor_v1_ListTargetsRequest, _keystorm_supervisor_v1_ListTargetsResponse, _keystorm_supervisor_v1_ListTargetsRequest__Output, _keystorm_supervisor_v1_ListTargetsResponse__Output>
  RemoveAppliance: MethodDefinition<_keystorm_supervisor_v1_RemoveApplianceRequest, _keystorm_supervisor_v1_RemoveApplianceResponse, _keystorm_supervisor_v1_RemoveApplianceRequest__Output, _keystorm_supervisor_v1_RemoveApplianceResponse__Output>
  RenewLease: MethodDefinition<_keystorm_supervisor_v1_RenewLeaseRequest, _keystorm_supervisor_v1_RenewLeaseResponse, _keystorm_supervisor_v1_RenewLeaseRequest__Output, _keystorm_supervisor_v1_RenewLeaseResponse__Output>
  Reset: MethodDefinition<_keystorm_supervisor_v1_ResetRequest, _keystorm_supervisor_v1_ResetResponse, _keystorm_supervisor_v1_ResetRequest__Output, _keystorm_supervisor_v1_ResetResponse__Output>
  ShutDown: MethodDefinition<_keystorm_supervisor_v1_ShutDownRequest, _keystorm_supervisor_v1_ShutDownResponse, _keystorm_supervisor_v1_ShutDownRequest__Output, _keystorm_supervisor_v1_ShutDownResponse__Output>
  StartAppliance: MethodDefinition<_keystorm_supervisor_v1_StartApplianceRequest, _keystorm_supervisor_v1_StartApplianceResponse, _keystorm_supervisor_v1_StartApplianceRequest__Output, _keystorm_supervisor_v1_StartApplianceResponse__Output>
}
