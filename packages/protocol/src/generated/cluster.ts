import type * as grpc from '@grpc/grpc-js';
import type { MessageTypeDefinition } from '@grpc/proto-loader';

import type { AdvanceClockRequest as _keystorm_cluster_v1_AdvanceClockRequest, AdvanceClockRequest__Output as _keystorm_cluster_v1_AdvanceClockRequest__Output } from './keystorm/cluster/v1/AdvanceClockRequest.ts';
import type { AdvanceClockResponse as _keystorm_cluster_v1_AdvanceClockResponse, AdvanceClockResponse__Output as _keystorm_cluster_v1_AdvanceClockResponse__Output } from './keystorm/cluster/v1/AdvanceClockResponse.ts';
import type { Appliance as _keystorm_cluster_v1_Appliance, Appliance__Output as _keystorm_cluster_v1_Appliance__Output } from './keystorm/cluster/v1/Appliance.ts';
import type { AttachNetworkRequest as _keystorm_cluster_v1_AttachNetworkRequest, AttachNetworkRequest__Output as _keystorm_cluster_v1_AttachNetworkRequest__Output } from './keystorm/cluster/v1/AttachNetworkRequest.ts';
import type { AttachNetworkResponse as _keystorm_cluster_v1_AttachNetworkResponse, AttachNetworkResponse__Output as _keystorm_cluster_v1_AttachNetworkResponse__Output } from './keystorm/cluster/v1/AttachNetworkResponse.ts';
import type { AuditLog as _keystorm_cluster_v1_AuditLog, AuditLog__Output as _keystorm_cluster_v1_AuditLog__Output } from './keystorm/cluster/v1/AuditLog.ts';
import type { AuditRecord as _keystorm_cluster_v1_AuditRecord, AuditRecord__Output as _keystorm_cluster_v1_AuditRecord__Output } from './keystorm/cluster/v1/AuditRecord.ts';
import type { Cluster as _keystorm_cluster_v1_Cluster, Cluster__Output as _keystorm_cluster_v1_Cluster__Output } from './keystorm/cluster/v1/Cluster.ts';
import type { ClusterServiceClient as _keystorm_cluster_v1_ClusterServiceClient, ClusterServiceDefinition as _keystorm_cluster_v1_ClusterServiceDefinition } from './keystorm/cluster/v1/ClusterService.ts';
import type { CreateBackupRequest as _keystorm_cluster_v1_CreateBackupRequest, CreateBackupRequest__Output as _keystorm_cluster_v1_CreateBackupRequest__Output } from './keystorm/cluster/v1/CreateBackupRequest.ts';
import type { CreateBackupResponse as _keystorm_cluster_v1_CreateBackupResponse, CreateBackupResponse__Output as _keystorm_cluster_v1_CreateBackupResponse__Output } from './keystorm/cluster/v1/CreateBackupResponse.ts';
import type { DetachNetworkRequest as _keystorm_cluster_v1_DetachNetworkRequest, DetachNetworkRequest__Output as _keystorm_cluster_v1_DetachNetworkRequest__Output } from './keystorm/cluster/v1/DetachNetworkRequest.ts';
import type { DetachNetworkResponse as _keystorm_cluster_v1_DetachNetworkResponse, DetachNetworkResponse__Output as _keystorm_cluster_v1_DetachNetworkResponse__Output } from './keystorm/cluster/v1/DetachNetworkResponse.ts';
import type { DrainSubnetRequest as _keystorm_cluster_v1_DrainSubnetRequest, DrainSubnetRequest__Output as _keystorm_cluster_v1_DrainSubnetRequest__Output } from './keystorm/cluster/v1/DrainSubnetRequest.ts';
import type { DrainSubnetResponse as _keystorm_cluster_v1_DrainSubnetResponse, DrainSubnetResponse__Output as _keystorm_cluster_v1_DrainSubnetResponse__Output } from './keystorm/cluster/v1/DrainSubnetResponse.ts';
import type { FillSubnetRequest as _keystorm_cluster_v1_FillSubnetRequest, FillSubnetRequest__Output as _keystorm_cluster_v1_FillSubnetRequest__Output } from './keystorm/cluster/v1/FillSubnetRequest.ts';
import type { FillSubnetResponse as _keystorm_cluster_v1_FillSubnetResponse, FillSubnetResponse__Output as _keystorm_cluster_v1_FillSubnetResponse__Output } from './keystorm/cluster/v1/FillSubnetResponse.ts';
import type { FleetServiceClient as _keystorm_cluster_v1_FleetServiceClient, FleetServiceDefinition as _keystorm_cluster_v1_FleetServiceDefinition } from './keystorm/cluster/v1/FleetService.ts';
import type { GetClockRequest as _keystorm_cluster_v1_GetClockRequest, GetClockRequest__Output as _keystorm_cluster_v1_GetClockRequest__Output } from './keystorm/cluster/v1/GetClockRequest.ts';
import type { GetClockResponse as _keystorm_cluster_v1_GetClockResponse, GetClockResponse__Output as _keystorm_cluster_v1_GetClockResponse__Output } from './keystorm/cluster/v1/GetClockResponse.ts';
import type { GetClusterRequest as _keystorm_cluster_v1_GetClusterRequest, GetClusterRequest__Output as _keystorm_cluster_v1_GetClusterRequest__Output } from './keystorm/cluster/v1/GetClusterRequest.ts';
import type { GetClusterResponse as _keystorm_cluster_v1_GetClusterResponse, GetClusterResponse__Output as _keystorm_cluster_v1_GetClusterResponse__Output } from './keystorm/cluster/v1/GetClusterResponse.ts';
import type { GetMetricsRequest as _keystorm_cluster_v1_GetMetricsRequest, GetMetricsRequest__Output as _keystorm_cluster_v1_GetMetricsRequest__Output } from './keystorm/cluster/v1/GetMetricsRequest.ts';
import type { GetMetricsResponse as _keystorm_cluster_v1_GetMetricsResponse, GetMetricsResponse__Output as _keystorm_cluster_v1_GetMetricsResponse__Output } from './keystorm/cluster/v1/GetMetricsResponse.ts';
import type { HeldStep as _keystorm_cluster_v1_HeldStep, HeldStep__Output as _keystorm_cluster_v1_HeldStep__Output } from './keystorm/cluster/v1/HeldStep.ts';
import type { Hsm as _keystorm_cluster_v1_Hsm, Hsm__Output as _keystorm_cluster_v1_Hsm__Output } from './keystorm/cluster/v1/Hsm.ts';
import type { InvokeApiRequest as _keystorm_cluster_v1_InvokeApiRequest, InvokeApiRequest__Output as _keystorm_cluster_v1_InvokeApiRequest__Output } from './keystorm/cluster/v1/InvokeApiRequest.ts';
import type { InvokeApiResponse as _keystorm_cluster_v1_InvokeApiResponse, InvokeApiResponse__Output as _keystorm_cluster_v1_InvokeApiResponse__Output } from './keystorm/cluster/v1/InvokeApiResponse.ts';
import type { Job as _keystorm_cluster_v1_Job, Job__Output as _keystorm_cluster_v1_Job__Output } from './keystorm/cluster/v1/Job.ts';
import type { ListAuditLogsRequest as _keystorm_cluster_v1_ListAuditLogsRequest, ListAuditLogsRequest__Output as _keystorm_cluster_v1_ListAuditLogsRequest__Output } from './keystorm/cluster/v1/ListAuditLogsRequest.ts';
import type { ListAuditLogsResponse as _keystorm_cluster_v1_ListAuditLogsResponse, ListAuditLogsResponse__Output as _keystorm_cluster_v1_ListAuditLogsResponse__Output } from './keystorm/cluster/v1/ListAuditLogsResponse.ts';
import type { ListClustersRequest as _keystorm_cluster_v1_ListClustersRequest, ListClustersRequest__Output as _keystorm_cluster_v1_ListClustersRequest__Output } from './keystorm/cluster/v1/ListClustersRequest.ts';
import type { ListClustersResponse as _keystorm_cluster_v1_ListClustersResponse, ListClustersResponse__Output as _keystorm_cluster_v1_ListClustersResponse__Output } from './keystorm/cluster/v1/ListClustersResponse.ts';
import type { ListHeldStepsRequest as _keystorm_cluster_v1_ListHeldStepsRequest, ListHeldStepsRequest__Output as _keystorm_cluster_v1_ListHeldStepsRequest__Output } from './keystorm/cluster/v1/ListHeldStepsRequest.ts';
import type { ListHeldStepsResponse as _keystorm_cluster_v1_ListHeldStepsResponse, ListHeldStepsResponse__Output as _keystorm_cluster_v1_ListHeldStepsResponse__Output } from './keystorm/cluster/v1/ListHeldStepsResponse.ts';
import type { ListSubnetsRequest as _keystorm_cluster_v1_ListSubnetsRequest, ListSubnetsRequest__Output as _keystorm_cluster_v1_ListSubnetsRequest__Output } from './keystorm/cluster/v1/ListSubnetsRequest.ts';
import type { ListSubnetsResponse as _keystorm_cluster_v1_ListSubnetsResponse, ListSubnetsResponse__Output as _keystorm_cluster_v1_ListSubnetsResponse__Output } from './keystorm/cluster/v1/ListSubnetsResponse.ts';
import type { ReadAuditLogRequest as _keystorm_cluster_v1_ReadAuditLogRequest, ReadAuditLogRequest__Output as _keystorm_cluster_v1_ReadAuditLogRequest__Output } from './keystorm/cluster/v1/ReadAuditLogRequest.ts';
import type { ReadAuditLogResponse as _keystorm_cluster_v1_ReadAuditLogResponse, ReadAuditLogResponse__Output as _keystorm_cluster_v1_ReadAuditLogResponse__Output } from './keystorm/cluster/v1/ReadAuditLogResponse.ts';
import type { RegisterApplianceRequest as _keystorm_cluster_v1_RegisterApplianceRequest, RegisterApplianceRequest__Output as _keystorm_cluster_v1_RegisterApplianceRequest__Output } from './keystorm/cluster/v1/RegisterApplianceRequest.ts';
import type { RegisterApplianceResponse as _keystorm_cluster_v1_RegisterApplianceResponse, RegisterApplianceResponse__Output as _keystorm_cluster_v1_RegisterApplianceResponse__Output } from './keystorm/cluster/v1/RegisterApplianceResponse.ts';
import type { ReleaseStepRequest as _keystorm_cluster_v1_ReleaseStepRequest, ReleaseStepRequest__Output as _keystorm_cluster_v1_ReleaseStepRequest__Output } from './keystorm/cluster/v1/ReleaseStepRequest.ts';
import type { ReleaseStepResponse as _keystorm_cluster_v1_ReleaseStepResponse, ReleaseStepResponse__Output as _keystorm_cluster_v1_ReleaseStepResponse__Output } from './keystorm/cluster/v1/ReleaseStepResponse.ts';
import type { RemoveSubnetRequest as _keystorm_cluster_v1_RemoveSubnetRequest, RemoveSubnetRequest__Output as _keystorm_cluster_v1_RemoveSubnetRequest__Output } from './keystorm/cluster/v1/RemoveSubnetRequest.ts';
import type { RemoveSubnetResponse as _keystorm_cluster_v1_RemoveSubnetResponse, RemoveSubnetResponse__Output as _keystorm_cluster_v1_RemoveSubnetResponse__Output } from './keystorm/cluster/v1/RemoveSubnetResponse.ts';
import type { ReplaceHsmRequest as _keystorm_cluster_v1_ReplaceHsmRequest, ReplaceHsmRequest__Output as _keystorm_cluster_v1_ReplaceHsmRequest__Output } from './keystorm/cluster/v1/ReplaceHsmRequest.ts';
import type { ReplaceHsmResponse as _keystorm_cluster_v1_ReplaceHsmResponse, ReplaceHsmResponse__Output as _keystorm_cluster_v1_ReplaceHsmResponse__Output } from './keystorm/cluster/v1/ReplaceHsmResponse.ts';
import type { SetHsmFaultsRequest as _keystorm_cluster_v1_SetHsmFaultsRequest, SetHsmFaultsRequest__Output as _keystorm_cluster_v1_SetHsmFaultsRequest__Output } from './keystorm/cluster/v1/SetHsmFaultsRequest.ts';
import type { SetHsmFaultsResponse as _keystorm_cluster_v1_SetHsmFaultsResponse, SetHsmFaultsResponse__Output as _keystorm_cluster_v1_SetHsmFaultsResponse__Output } from './keystorm/cluster/v1/SetHsmFaultsResponse.ts';
import type { SetHsmRulesRequest as _keystorm_cluster_v1_SetHsmRulesRequest, SetHsmRulesRequest__Output as _keystorm_cluster_v1_SetHsmRulesRequest__Output } from './keystorm/cluster/v1/SetHsmRulesRequest.ts';
import type { SetHsmRulesResponse as _keystorm_cluster_v1_SetHsmRulesResponse, SetHsmRulesResponse__Output as _keystorm_cluster_v1_SetHsmRulesResponse__Output } from './keystorm/cluster/v1/SetHsmRulesResponse.ts';
import type { SetNetworkCutRequest as _keystorm_cluster_v1_SetNetworkCutRequest, SetNetworkCutRequest__Output as _keystorm_cluster_v1_SetNetworkCutRequest__Output } from './keystorm/cluster/v1/SetNetworkCutRequest.ts';
import type { SetNetworkCutResponse as _keystorm_cluster_v1_SetNetworkCutResponse, SetNetworkCutResponse__Output as _keystorm_cluster_v1_SetNetworkCutResponse__Output } from './keystorm/cluster/v1/SetNetworkCutResponse.ts';
import type { Subnet as _keystorm_cluster_v1_Subnet, Subnet__Output as _keystorm_cluster_v1_Subnet__Output } from './keystorm/cluster/v1/Subnet.ts';

type SubtypeConstructor<Constructor extends new (...args: any) => any, Subtype> = {
  new(...args: ConstructorParameters<Constructor>): Subtype;
};

export interface ProtoGrpcType {
  keystorm: {
    cluster: {
      v1: {
        AdvanceClockRequest: MessageTypeDefinition<_keystorm_cluster_v1_AdvanceClockRequest, _keystorm_cluster_v1_AdvanceClockRequest__Output>
        AdvanceClockResponse: MessageTypeDefinition<_keystorm_cluster_v1_AdvanceClockResponse, _keystorm_cluster_v1_AdvanceClockResponse__Output>
        Appliance: MessageTypeDefinition<_keystorm_cluster_v1_Appliance, _keystorm_cluster_v1_Appliance__Output>
        AttachNetworkRequest: MessageTypeDefinition<_keystorm_cluster_v1_AttachNetworkRequest, _keystorm_cluster_v1_AttachNetworkRequest__Output>
        AttachNetworkResponse: MessageTypeDefinition<_keystorm_cluster_v1_AttachNetworkResponse, _keystorm_cluster_v1_AttachNetworkResponse__Output>
        AuditLog: MessageTypeDefinition<_keystorm_cluster_v1_AuditLog, _keystorm_cluster_v1_AuditLog__Output>
        AuditRecord: MessageTypeDefinition<_keystorm_cluster_v1_AuditRecord, _keystorm_cluster_v1_AuditRecord__Output>
        Cluster: MessageTypeDefinition<_keystorm_cluster_v1_Cluster, _keystorm_cluster_v1_Cluster__Output>
        ClusterService: SubtypeConstructor<typeof grpc.Client, _keystorm_cluster_v1_ClusterServiceClient> & { service: _keystorm_cluster_v1_ClusterServiceDefinition }
        CreateBackupRequest: MessageTypeDefinition<_keystorm_cluster_v1_CreateBackupRequest, _keystorm_cluster_v1_CreateBackupRequest__Output>
        CreateBackupResponse: MessageTypeDefinition<_keystorm_cluster_v1_CreateBackupResponse, _keystorm_cluster_v1_CreateBackupResponse__Output>
        DetachNetworkRequest: MessageTypeDefinition<_keystorm_cluster_v1_DetachNetworkRequest, _keystorm_cluster_v1_DetachNetworkRequest__Output>
        DetachNetworkResponse: MessageTypeDefinition<_keystorm_cluster_v1_DetachNetworkResponse, _keystorm_cluster_v1_DetachNetworkResponse__Output>
        DrainSubnetRequest: MessageTypeDefinition<_keystorm_cluster_v1_DrainSubnetRequest, _keystorm_cluster_v1_DrainSubnetRequest__Output>
        DrainSubnetResponse: MessageTypeDefinition<_keystorm_cluster_v1_DrainSubnetResponse, _keystorm_cluster_v1_DrainSubnetResponse__Output>
        FillSubnetRequest: MessageTypeDefinition<_keystorm_cluster_v1_FillSubnetRequest, _keystorm_cluster_v1_FillSubnetRequest__Output>
        FillSubnetResponse: MessageTypeDefinition<_keystorm_cluster_v1_FillSubnetResponse, _keystorm_cluster_v1_FillSubnetResponse__Output>
        FleetService: SubtypeConstructor<typeof grpc.Client, _keystorm_cluster_v1_FleetServiceClient> & { service: _keystorm_cluster_v1_FleetServiceDefinition }
        GetClockRequest: MessageTypeDefinition<_keystorm_cluster_v1_GetClockRequest, _keystorm_cluster_v1_GetClockRequest__Output>
        GetClockResponse: MessageTypeDefinition<_keystorm_cluster_v1_GetClockResponse, _keystorm_cluster_v1_GetClockResponse__Output>
        GetClusterRequest: MessageTypeDefinition<_keystorm_cluster_v1_GetClusterRequest, _keystorm_cluster_v1_GetClusterRequest__Output>
        GetClusterResponse: MessageTypeDefinition<_keystorm_cluster_v1_GetClusterResponse, _keystorm_cluster_v1_GetClusterResponse__Output>
        GetMetricsRequest: MessageTypeDefinition<_keystorm_cluster_v1_GetMetricsRequest, _keystorm_cluster_v1_GetMetricsRequest__Output>
        GetMetricsResponse: MessageTypeDefinition<_keystorm_cluster_v1_GetMetricsResponse, _keystorm_cluster_v1_GetMetricsResponse__Output>
        HeldStep: MessageTypeDefinition<_keystorm_cluster_v1_HeldStep, _keystorm_cluster_v1_HeldStep__Output>
        Hsm: MessageTypeDefinition<_keystorm_cluster_v1_Hsm, _keystorm_cluster_v1_Hsm__Output>
        InvokeApiRequest: MessageTypeDefinition<_keystorm_cluster_v1_InvokeApiRequest, _keystorm_cluster_v1_InvokeApiRequest__Output>
        InvokeApiResponse: MessageTypeDefinition<_keystorm_cluster_v1_InvokeApiResponse, _keystorm_cluster_v1_InvokeApiResponse__Output>
        Job: MessageTypeDefinition<_keystorm_cluster_v1_Job, _keystorm_cluster_v1_Job__Output>
        ListAuditLogsRequest: MessageTypeDefinition<_keystorm_cluster_v1_ListAuditLogsRequest, _keystorm_cluster_v1_ListAuditLogsRequest__Output>
        ListAuditLogsResponse: MessageTypeDefinition<_keystorm_cluster_v1_ListAuditLogsResponse, _keystorm_cluster_v1_ListAuditLogsResponse__Output>
        ListClustersRequest: MessageTypeDefinition<_keystorm_cluster_v1_ListClustersRequest, _keystorm_cluster_v1_ListClustersRequest__Output>
        ListClustersResponse: MessageTypeDefinition<_keystorm_cluster_v1_ListClustersResponse, _keystorm_cluster_v1_ListClustersResponse__Output>
        ListHeldStepsRequest: MessageTypeDefinition<_keystorm_cluster_v1_ListHeldStepsRequest, _keystorm_cluster_v1_ListHeldStepsRequest__Output>
        ListHeldStepsResponse: MessageTypeDefinition<_keystorm_cluster_v1_ListHeldStepsResponse, _keystorm_cluster_v1_ListHeldStepsResponse__Output>
        ListSubnetsRequest: MessageTypeDefinition<_keystorm_cluster_v1_ListSubnetsRequest, _keystorm_cluster_v1_ListSubnetsRequest__Output>
        ListSubnetsResponse: MessageTypeDefinition<_keystorm_cluster_v1_ListSubnetsResponse, _keystorm_cluster_v1_ListSubnetsResponse__Output>
        ReadAuditLogRequest: MessageTypeDefinition<_keystorm_cluster_v1_ReadAuditLogRequest, _keystorm_cluster_v1_ReadAuditLogRequest__Output>
        ReadAuditLogResponse: MessageTypeDefinition<_keystorm_cluster_v1_ReadAuditLogResponse, _keystorm_cluster_v1_ReadAuditLogResponse__Output>
        RegisterApplianceRequest: MessageTypeDefinition<_keystorm_cluster_v1_RegisterApplianceRequest, _keystorm_cluster_v1_RegisterApplianceRequest__Output>
        RegisterApplianceResponse: MessageTypeDefinition<_keystorm_cluster_v1_RegisterApplianceResponse, _keystorm_cluster_v1_RegisterApplianceResponse__Output>
        ReleaseStepRequest: MessageTypeDefinition<_keystorm_cluster_v1_ReleaseStepRequest, _keystorm_cluster_v1_ReleaseStepRequest__Output>
        ReleaseStepResponse: MessageTypeDefinition<_keystorm_cluster_v1_ReleaseStepResponse, _keystorm_cluster_v1_ReleaseStepResponse__Output>
        RemoveSubnetRequest: MessageTypeDefinition<_keystorm_cluster_v1_RemoveSubnetRequest, _keystorm_cluster_v1_RemoveSubnetRequest__Output>
        RemoveSubnetResponse: MessageTypeDefinition<_keystorm_cluster_v1_RemoveSubnetResponse, _keystorm_cluster_v1_RemoveSubnetResponse__Output>
        ReplaceHsmRequest: MessageTypeDefinition<_keystorm_cluster_v1_ReplaceHsmRequest, _keystorm_cluster_v1_ReplaceHsmRequest__Output>
        ReplaceHsmResponse: MessageTypeDefinition<_keystorm_cluster_v1_ReplaceHsmResponse, _keystorm_cluster_v1_ReplaceHsmResponse__Output>
        SetHsmFaultsRequest: MessageTypeDefinition<_keystorm_cluster_v1_SetHsmFaultsRequest, _keystorm_cluster_v1_SetHsmFaultsRequest__Output>
        SetHsmFaultsResponse: MessageTypeDefinition<_keystorm_cluster_v1_SetHsmFaultsResponse, _keystorm_cluster_v1_SetHsmFaultsResponse__Output>
        SetHsmRulesRequest: MessageTypeDefinition<_keystorm_cluster_v1_SetHsmRulesRequest, _keystorm_cluster_v1_SetHsmRulesRequest__Output>
        SetHsmRulesResponse: MessageTypeDefinition<_keystorm_cluster_v1_SetHsmRulesResponse, _keystorm_cluster_v1_SetHsmRulesResponse__Output>
        SetNetworkCutRequest: MessageTypeDefinition<_keystorm_cluster_v1_SetNetworkCutRequest, _keystorm_cluster_v1_SetNetworkCutRequest__Output>
        SetNetworkCutResponse: MessageTypeDefinition<_keystorm_cluster_v1_SetNetworkCutResponse, _keystorm_cluster_v1_SetNetworkCutResponse__Output>
        Subnet: MessageTypeDefinition<_keystorm_cluster_v1_Subnet, _keystorm_cluster_v1_Subnet__Output>
      }
    }
  }
}

