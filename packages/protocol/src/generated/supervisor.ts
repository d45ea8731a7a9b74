import type * as grpc from '@grpc/grpc-js';
import type { EnumTypeDefinition, MessageTypeDefinition } from '@grpc/proto-loader';

import type { AddFaultRequest as _keystorm_supervisor_v1_AddFaultRequest, AddFaultRequest__Output as _keystorm_supervisor_v1_AddFaultRequest__Output } from './keystorm/supervisor/v1/AddFaultRequest.ts';
import type { AddFaultResponse as _keystorm_supervisor_v1_AddFaultResponse, AddFaultResponse__Output as _keystorm_supervisor_v1_AddFaultResponse__Output } from './keystorm/supervisor/v1/AddFaultResponse.ts';
import type { ClearFaultsRequest as _keystorm_supervisor_v1_ClearFaultsRequest, ClearFaultsRequest__Output as _keystorm_supervisor_v1_ClearFaultsRequest__Output } from './keystorm/supervisor/v1/ClearFaultsRequest.ts';
import type { ClearFaultsResponse as _keystorm_supervisor_v1_ClearFaultsResponse, ClearFaultsResponse__Output as _keystorm_supervisor_v1_ClearFaultsResponse__Output } from './keystorm/supervisor/v1/ClearFaultsResponse.ts';
import type { ControlProcessRequest as _keystorm_supervisor_v1_ControlProcessRequest, ControlProcessRequest__Output as _keystorm_supervisor_v1_ControlProcessRequest__Output } from './keystorm/supervisor/v1/ControlProcessRequest.ts';
import type { ControlProcessResponse as _keystorm_supervisor_v1_ControlProcessResponse, ControlProcessResponse__Output as _keystorm_supervisor_v1_ControlProcessResponse__Output } from './keystorm/supervisor/v1/ControlProcessResponse.ts';
import type { GetStateRequest as _keystorm_supervisor_v1_GetStateRequest, GetStateRequest__Output as _keystorm_supervisor_v1_GetStateRequest__Output } from './keystorm/supervisor/v1/GetStateRequest.ts';
import type { GetStateResponse as _keystorm_supervisor_v1_GetStateResponse, GetStateResponse__Output as _keystorm_supervisor_v1_GetStateResponse__Output } from './keystorm/supervisor/v1/GetStateResponse.ts';
import type { ListFaultsRequest as _keystorm_supervisor_v1_ListFaultsRequest, ListFaultsRequest__Output as _keystorm_supervisor_v1_ListFaultsRequest__Output } from './keystorm/supervisor/v1/ListFaultsRequest.ts';
import type { ListFaultsResponse as _keystorm_supervisor_v1_ListFaultsResponse, ListFaultsResponse__Output as _keystorm_supervisor_v1_ListFaultsResponse__Output } from './keystorm/supervisor/v1/ListFaultsResponse.ts';
import type { ListProcessesRequest as _keystorm_supervisor_v1_ListProcessesRequest, ListProcessesRequest__Output as _keystorm_supervisor_v1_ListProcessesRequest__Output } from './keystorm/supervisor/v1/ListProcessesRequest.ts';
import type { ListProcessesResponse as _keystorm_supervisor_v1_ListProcessesResponse, ListProcessesResponse__Output as _keystorm_supervisor_v1_ListProcessesResponse__Output } from './keystorm/supervisor/v1/ListProcessesResponse.ts';
import type { ListTargetsRequest as _keystorm_supervisor_v1_ListTargetsRequest, ListTargetsRequest__Output as _keystorm_supervisor_v1_ListTargetsRequest__Output } from './keystorm/supervisor/v1/ListTargetsRequest.ts';
import type { ListTargetsResponse as _keystorm_supervisor_v1_ListTargetsResponse, ListTargetsResponse__Output as _keystorm_supervisor_v1_ListTargetsResponse__Output } from './keystorm/supervisor/v1/ListTargetsResponse.ts';
import type { Process as _keystorm_supervisor_v1_Process, Process__Output as _keystorm_supervisor_v1_Process__Output } from './keystorm/supervisor/v1/Process.ts';
import type { RemoveApplianceRequest as _keystorm_supervisor_v1_RemoveApplianceRequest, RemoveApplianceRequest__Output as _keystorm_supervisor_v1_RemoveApplianceRequest__Output } from './keystorm/supervisor/v1/RemoveApplianceRequest.ts';
import type { RemoveApplianceResponse as _keystorm_supervisor_v1_RemoveApplianceResponse, RemoveApplianceResponse__Output as _keystorm_supervisor_v1_RemoveApplianceResponse__Output } from './keystorm/supervisor/v1/RemoveApplianceResponse.ts';
import type { RenewLeaseRequest as _keystorm_supervisor_v1_RenewLeaseRequest, RenewLeaseRequest__Output as _keystorm_supervisor_v1_RenewLeaseRequest__Output } from './keystorm/supervisor/v1/RenewLeaseRequest.ts';
import type { RenewLeaseResponse as _keystorm_supervisor_v1_RenewLeaseResponse, RenewLeaseResponse__Output as _keystorm_supervisor_v1_RenewLeaseResponse__Output } from './keystorm/supervisor/v1/RenewLeaseResponse.ts';
import type { ResetRequest as _keystorm_supervisor_v1_ResetRequest, ResetRequest__Output as _keystorm_supervisor_v1_ResetRequest__Output } from './keystorm/supervisor/v1/ResetRequest.ts';
import type { ResetResponse as _keystorm_supervisor_v1_ResetResponse, ResetResponse__Output as _keystorm_supervisor_v1_ResetResponse__Output } from './keystorm/supervisor/v1/ResetResponse.ts';
import type { ShutDownRequest as _keystorm_supervisor_v1_ShutDownRequest, ShutDownRequest__Output as _keystorm_supervisor_v1_ShutDownRequest__Output } from './keystorm/supervisor/v1/ShutDownRequest.ts';
import type { ShutDownResponse as _keystorm_supervisor_v1_ShutDownResponse, ShutDownResponse__Output as _keystorm_supervisor_v1_ShutDownResponse__Output } from './keystorm/supervisor/v1/ShutDownResponse.ts';
import type { StartApplianceRequest as _keystorm_supervisor_v1_StartApplianceRequest, StartApplianceRequest__Output as _keystorm_supervisor_v1_StartApplianceRequest__Output } from './keystorm/supervisor/v1/StartApplianceRequest.ts';
import type { StartApplianceResponse as _keystorm_supervisor_v1_StartApplianceResponse, StartApplianceResponse__Output as _keystorm_supervisor_v1_StartApplianceResponse__Output } from './keystorm/supervisor/v1/StartApplianceResponse.ts';
import type { SupervisorServiceClient as _keystorm_supervisor_v1_SupervisorServiceClient, SupervisorServiceDefinition as _keystorm_supervisor_v1_SupervisorServiceDefinition } from './keystorm/supervisor/v1/SupervisorService.ts';

type SubtypeConstructor<Constructor extends new (...args: any) => any, Subtype> = {
  new(...args: ConstructorParameters<Constructor>): Subtype;
};

export interface ProtoGrpcType {
  keystorm: {
    supervisor: {
      v1: {
        AddFaultRequest: MessageTypeDefinition<_keystorm_supervisor_v1_AddFaultRequest, _keystorm_supervisor_v1_AddFaultRequest__Output>
        AddFaultResponse: MessageTypeDefinition<_keystorm_supervisor_v1_AddFaultResponse, _keystorm_supervisor_v1_AddFaultResponse__Output>
        ClearFaultsRequest: MessageTypeDefinition<_keystorm_supervisor_v1_ClearFaultsRequest, _keystorm_supervisor_v1_ClearFaultsRequest__Output>
        ClearFaultsResponse: MessageTypeDefinition<_keystorm_supervisor_v1_ClearFaultsResponse, _keystorm_supervisor_v1_ClearFaultsResponse__Output>
        ControlProcessRequest: MessageTypeDefinition<_keystorm_supervisor_v1_ControlProcessRequest, _keystorm_supervisor_v1_ControlProcessRequest__Output>
        ControlProcessResponse: MessageTypeDefinition<_keystorm_supervisor_v1_ControlProcessResponse, _keystorm_supervisor_v1_ControlProcessResponse__Output>
        GetStateRequest: MessageTypeDefinition<_keystorm_supervisor_v1_GetStateRequest, _keystorm_supervisor_v1_GetStateRequest__Output>
        GetStateResponse: MessageTypeDefinition<_keystorm_supervisor_v1_GetStateResponse, _keystorm_supervisor_v1_GetStateResponse__Output>
        ListFaultsRequest: MessageTypeDefinition<_keystorm_supervisor_v1_ListFaultsRequest, _keystorm_supervisor_v1_ListFaultsRequest__Output>
        ListFaultsResponse: MessageTypeDefinition<_keystorm_supervisor_v1_ListFaultsResponse, _keystorm_supervisor_v1_ListFaultsResponse__Output>
        ListProcessesRequest: MessageTypeDefinition<_keystorm_supervisor_v1_ListProcessesRequest, _keystorm_supervisor_v1_ListProcessesRequest__Output>
        ListProcessesResponse: MessageTypeDefinition<_keystorm_supervisor_v1_ListProcessesResponse, _keystorm_supervisor_v1_ListProcessesResponse__Output>
        ListTargetsRequest: MessageTypeDefinition<_keystorm_supervisor_v1_ListTargetsRequest, _keystorm_supervisor_v1_ListTargetsRequest__Output>
        ListTargetsResponse: MessageTypeDefinition<_keystorm_supervisor_v1_ListTargetsResponse, _keystorm_supervisor_v1_ListTargetsResponse__Output>
        Process: MessageTypeDefinition<_keystorm_supervisor_v1_Process, _keystorm_supervisor_v1_Process__Output>
        ProcessAction: EnumTypeDefinition
        RemoveApplianceRequest: MessageTypeDefinition<_keystorm_supervisor_v1_RemoveApplianceRequest, _keystorm_supervisor_v1_RemoveApplianceRequest__Output>
        RemoveApplianceResponse: MessageTypeDefinition<_keystorm_supervisor_v1_RemoveApplianceResponse, _keystorm_supervisor_v1_RemoveApplianceResponse__Output>
        RenewLeaseRequest: MessageTypeDefinition<_keystorm_supervisor_v1_RenewLeaseRequest, _keystorm_supervisor_v1_RenewLeaseRequest__Output>
        RenewLeaseResponse: MessageTypeDefinition<_keystorm_supervisor_v1_RenewLeaseResponse, _keystorm_supervisor_v1_RenewLeaseResponse__Output>
        ResetRequest: MessageTypeDefinition<_keystorm_supervisor_v1_ResetRequest, _keystorm_supervisor_v1_ResetRequest__Output>
        ResetResponse: MessageTypeDefinition<_keystorm_supervisor_v1_ResetResponse, _keystorm_supervisor_v1_ResetResponse__Output>
        ShutDownRequest: MessageTypeDefinition<_keystorm_supervisor_v1_ShutDownRequest, _keystorm_supervisor_v1_ShutDownRequest__Output>
        ShutDownResponse: MessageTypeDefinition<_keystorm_supervisor_v1_ShutDownResponse, _keystorm_supervisor_v1_ShutDownResponse__Output>
        StartApplianceRequest: MessageTypeDefinition<_keystorm_supervisor_v1_StartApplianceRequest, _keystorm_supervisor_v1_StartApplianceRequest__Output>
        StartApplianceResponse: MessageTypeDefinition<_keystorm_supervisor_v1_StartApplianceResponse, _keystorm_supervisor_v1_StartApplianceResponse__Output>
        SupervisorService: SubtypeConstructor<typeof grpc.Client, _keystorm_supervisor_v1_SupervisorServiceClient> & { service: _keystorm_supervisor_v1_SupervisorServiceDefinition }
      }
    }
  }
}

