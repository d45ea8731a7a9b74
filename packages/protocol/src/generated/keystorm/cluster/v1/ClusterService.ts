// Original file: proto/keystorm/cluster/v1/cluster.proto

import type * as grpc from '@grpc/grpc-js'
import type { MethodDefinition } from '@grpc/proto-loader'
import type { AdvanceClockRequest as _keystorm_cluster_v1_AdvanceClockRequest, AdvanceClockRequest__Output as _keystorm_cluster_v1_AdvanceClockRequest__Output } from '../../../keystorm/cluster/v1/AdvanceClockRequest.ts';
import type { AdvanceClockResponse as _keystorm_cluster_v1_AdvanceClockResponse, AdvanceClockResponse__Output as _keystorm_cluster_v1_AdvanceClockResponse__Output } from '../../../keystorm/cluster/v1/AdvanceClockResponse.ts';
import type { AttachNetworkRequest as _keystorm_cluster_v1_AttachNetworkRequest, AttachNetworkRequest__Output as _keystorm_cluster_v1_AttachNetworkRequest__Output } from '../../../keystorm/cluster/v1/AttachNetworkRequest.ts';
import type { AttachNetworkResponse as _keystorm_cluster_v1_AttachNetworkResponse, AttachNetworkResponse__Output as _keystorm_cluster_v1_AttachNetworkResponse__Output } from '../../../keystorm/cluster/v1/AttachNetworkResponse.ts';
import type { CreateBackupRequest as _keystorm_cluster_v1_CreateBackupRequest, CreateBackupRequest__Output as _keystorm_cluster_v1_CreateBackupRequest__Output } from '../../../keystorm/cluster/v1/CreateBackupRequest.ts';
import type { CreateBackupResponse as _keystorm_cluster_v1_CreateBackupResponse, CreateBackupResponse__Output as _keystorm_cluster_v1_CreateBackupResponse__Output } from '../../../keystorm/cluster/v1/CreateBackupResponse.ts';
import type { DetachNetworkRequest as _keystorm_cluster_v1_DetachNetworkRequest, DetachNetworkRequest__Output as _keystorm_cluster_v1_DetachNetworkRequest__Output } from '../../../keystorm/cluster/v1/DetachNetworkRequest.ts';
import type { DetachNetworkResponse as _keystorm_cluster_v1_DetachNetworkResponse, DetachNetworkResponse__Output as _keystorm_cluster_v1_DetachNetworkResponse__Output } from '../../../keystorm/cluster/v1/DetachNetworkResponse.ts';
import type { DrainSubnetRequest as _keystorm_cluster_v1_DrainSubnetRequest, DrainSubnetRequest__Output as _keystorm_cluster_v1_DrainSubnetRequest__Output } from '../../../keystorm/cluster/v1/DrainSubnetRequest.ts';
import type { DrainSubnetResponse as _keystorm_cluster_v1_DrainSubnetResponse, DrainSubnetResponse__Output as _keystorm_cluster_v1_DrainSubnetResponse__Output } from '../../../keystorm/cluster/v1/DrainSubnetResponse.ts';
import type { FillSubnetRequest as _keystorm_cluster_v1_FillSubnetRequest, FillSubnetRequest__Output as _keystorm_cluster_v1_FillSubnetRequest__Output } from '../../../keystorm/cluster/v1/FillSubnetRequest.ts';
import type { FillSubnetResponse as _keystorm_cluster_v1_FillSubnetResponse, FillSubnetResponse__Output as _keystorm_cluster_v1_FillSubnetResponse__Output } from '../../../keystorm/cluster/v1/FillSubnetResponse.ts';
import type { GetClockRequest as _keystorm_cluster_v1_GetClockRequest, GetClockRequest__Output as _keystorm_cluster_v1_GetClockRequest__Output } from '../../../keystorm/cluster/v1/GetClockRequest.ts';
import type { GetClockResponse as _keystorm_cluster_v1_GetClockResponse, GetClockResponse__Output as _keystorm_cluster_v1_GetClockResponse__Output } from '../../../keystorm/cluster/v1/GetClockResponse.ts';
import type { GetClusterRequest as _keystorm_cluster_v1_GetClusterRequest, GetClusterRequest__Output as _keystorm_cluster_v1_GetClusterRequest__Output } from '../../../keystorm/cluster/v1/GetClusterRequest.ts';
import type { GetClusterResponse as _keystorm_cluster_v1_GetClusterResponse, GetClusterResponse__Output as _keystorm_cluster_v1_GetClusterResponse__Output } from '../../../keystorm/cluster/v1/GetClusterResponse.ts';
import type { GetMetricsRequest as _keystorm_cluster_v1_GetMetricsRequest, GetMetricsRequest__Output as _keystorm_cluster_v1_GetMetricsRequest__Output } from '../../../keystorm/cluster/v1/GetMetricsRequest.ts';
import type { GetMetricsResponse as _keystorm_cluster_v1_GetMetricsResponse, GetMetricsResponse__Output as _keystorm_cluster_v1_GetMetricsResponse__Output } from '../../../keystorm/cluster/v1/GetMetricsResponse.ts';
import type { InvokeApiRequest as _keystorm_cluster_v1_InvokeApiRequest, InvokeApiRequest__Output as _keystorm_cluster_v1_InvokeApiRequest__Output } from '../../../keystorm/cluster/v1/InvokeApiRequest.ts';
import type { InvokeApiResponse as _keystorm_cluster_v1_InvokeApiResponse, InvokeApiResponse__Output as _keystorm_cluster_v1_InvokeApiResponse__Output } from '../../../keystorm/cluster/v1/InvokeApiResponse.ts';
import type { ListAuditLogsRequest as _keystorm_cluster_v1_ListAuditLogsRequest, ListAuditLogsRequest__Output as _keystorm_cluster_v1_ListAuditLogsRequest__Output } from '../../../keystorm/cluster/v1/ListAuditLogsRequest.ts';
import type { ListAuditLogsResponse as _keystorm_cluster_v1_ListAuditLogsResponse, ListAuditLogsResponse__Output as _keystorm_cluster_v1_ListAuditLogsResponse__Output } from '../../../keystorm/cluster/v1/ListAuditLogsResponse.ts';
import type { ListClustersRequest as _keystorm_cluster_v1_ListClustersRequest, ListClustersRequest__Output as _keystorm_cluster_v1_ListClustersRequest__Output } from '../../../keystorm/cluster/v1/ListClustersRequest.ts';
import type { ListClustersResponse as _keystorm_cluster_v1_ListClustersResponse, ListClustersResponse__Output as _keystorm_cluster_v1_ListClustersResponse__Output } from '../../../keystorm/cluster/v1/ListClustersResponse.ts';
import type { ListHeldStepsRequest as _keystorm_cluster_v1_ListHeldStepsRequest, ListHeldStepsRequest__Output as _keystorm_cluster_v1_ListHeldStepsRequest__Output } from '../../../keystorm/cluster/v1/ListHeldStepsRequest.ts';
import type { ListHeldStepsResponse as _keystorm_cluster_v1_ListHeldStepsResponse, ListHeldStepsResponse__Output as _keystorm_cluster_v1_ListHeldStepsResponse__Output } from '../../../keystorm/cluster/v1/ListHeldStepsResponse.ts';
import type { ListSubnetsRequest as _keystorm_cluster_v1_ListSubnetsRequest, ListSubnetsRequest__Output as _keystorm_cluster_v1_ListSubnetsRequest__Output } from '../../../keystorm/cluster/v1/ListSubnetsRequest.ts';
import type { ListSubnetsResponse as _keystorm_cluster_v1_ListSubnetsResponse, ListSubnetsResponse__Output as _keystorm_cluster_v1_ListSubnetsResponse__Output } from '../../../keystorm/cluster/v1/ListSubnetsResponse.ts';
import type { ReadAuditLogRequest as _keystorm_cluster_v1_ReadAuditLogRequest, ReadAuditLogRequest__Output as _keystorm_cluster_v1_ReadAuditLogRequest__Output } from '../../../keystorm/cluster/v1/ReadAuditLogRequest.ts';
import type { ReadAuditLogResponse as _keystorm_cluster_v1_ReadAuditLogResponse, ReadAuditLogResponse__Output as _keystorm_cluster_v1_ReadAuditLogResponse__Output } from '../../../keystorm/cluster/v1/ReadAuditLogResponse.ts';
import type { ReleaseStepRequest as _keystorm_cluster_v1_ReleaseStepRequest, ReleaseStepRequest__Output as _keystorm_cluster_v1_ReleaseStepRequest__Output } from '../../../keystorm/cluster/v1/ReleaseStepRequest.ts';
import type { ReleaseStepResponse as _keystorm_cluster_v1_ReleaseStepResponse, ReleaseStepResponse__Output as _keystorm_cluster_v1_ReleaseStepResponse__Output } from '../../../keystorm/cluster/v1/ReleaseStepResponse.ts';
import type { RemoveSubnetRequest as _keystorm_cluster_v1_RemoveSubnetRequest, RemoveSubnetRequest__Output as _keystorm_cluster_v1_RemoveSubnetRequest__Output } from '../../../keystorm/cluster/v1/RemoveSubnetRequest.ts';
import type { RemoveSubnetResponse as _keystorm_cluster_v1_RemoveSubnetResponse, RemoveSubnetResponse__Output as _keystorm_cluster_v1_RemoveSubnetResponse__Output } from '../../../keystorm/cluster/v1/RemoveSubnetResponse.ts';
import type { ReplaceHsmRequest as _keystorm_cluster_v1_ReplaceHsmRequest, ReplaceHsmRequest__Output as _keystorm_cluster_v1_ReplaceHsmRequest__Output } from '../../../keystorm/cluster/v1/ReplaceHsmRequest.ts';
import type { ReplaceHsmResponse as _keystorm_cluster_v1_ReplaceHsmResponse, ReplaceHsmResponse__Output as _keystorm_cluster_v1_ReplaceHsmResponse__Output } from '../../../keystorm/cluster/v1/ReplaceHsmResponse.ts';
import type { SetHsmFaultsRequest as _keystorm_cluster_v1_SetHsmFaultsRequest, SetHsmFaultsRequest__Output as _keystorm_cluster_v1_SetHsmFaultsRequest__Output } from '../../../keystorm/cluster/v1/SetHsmFaultsRequest.ts';
import type { SetHsmFaultsResponse as _keystorm_cluster_v1_SetHsmFaultsResponse, SetHsmFaultsResponse__Output as _keystorm_cluster_v1_SetHsmFaultsResponse__Output } from '../../../keystorm/cluster/v1/SetHsmFaultsResponse.ts';
import type { SetHsmRulesRequest as _keystorm_cluster_v1_SetHsmRulesRequest, SetHsmRulesRequest__Output as _keystorm_cluster_v1_SetHsmRulesRequest__Output } from '../../../keystorm/cluster/v1/SetHsmRulesRequest.ts';
import type { SetHsmRulesResponse as _keystorm_cluster_v1_SetHsmRulesResponse, SetHsmRulesResponse__Output as _keystorm_cluster_v1_SetHsmRulesResponse__Output } from '../../../keystorm/cluster/v1/SetHsmRulesResponse.ts';
import type { SetNetworkCutRequest as _keystorm_cluster_v1_SetNetworkCutRequest, SetNetworkCutRequest__Output as _keystorm_cluster_v1_SetNetworkCutRequest__Output } from '../../../keystorm/cluster/v1/SetNetworkCutRequest.ts';
import type { SetNetworkCutResponse as _keystorm_cluster_v1_SetNetworkCutResponse, SetNetworkCutResponse__Output as _keystorm_cluster_v1_SetNetworkCutResponse__Output } from '../../../keystorm/cluster/v1/SetNetworkCutResponse.ts';

export interface ClusterServiceClient extends grpc.Client {
  AdvanceClock(argument: _keystorm_cluster_v1_AdvanceClockRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_keystorm_cluster_v1_AdvanceClockResponse__Output>): grpc.ClientUnaryCall;
  AdvanceClock(argument: _keystorm_cluster_v1_AdvanceClockRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_keystorm_cluster_v1_AdvanceClockResponse__Output>): grpc.ClientUnaryCall;
  AdvanceClock(argument: _keystorm_cluster_v1_AdvanceClockRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_keystorm_cluster_v1_AdvanceClockResponse__Output>): grpc.ClientUnaryCall;
  AdvanceClock(argument: _keystorm_cluster_v1_AdvanceClockRequest, callback: grpc.requestCallback<_keystorm_cluster_v1_AdvanceClockResponse__Output>): grpc.ClientUnaryCall;
  advanceClock(argument: _keystorm_cluster_v1_AdvanceClockRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_keystorm_cluster_v1_AdvanceClockResponse__Output>): grpc.ClientUnaryCall;
  advanceClock(argument: _keystorm_cluster_v1_AdvanceClockRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_keystorm_cluster_v1_AdvanceClockResponse__Output>): grpc.ClientUnaryCall;
  advanceClock(argument: _keystorm_cluster_v1_AdvanceClockRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_keystorm_cluster_v1_AdvanceClockResponse__Output>): grpc.ClientUnaryCall;
  advanceClock(argument: _keystorm_cluster_v1_AdvanceClockRequest, callback: grpc.requestCallback<_keystorm_cluster_v1_AdvanceClockResponse__Output>): grpc.ClientUnaryCall;
  
  AttachNetwork(argument: _keystorm_cluster_v1_AttachNetworkRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_keystorm_cluster_v1_AttachNetworkResponse__Output>): grpc.ClientUnaryCall;
  AttachNetwork(argument: _keystorm_cluster_v1_AttachNetworkRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_keystorm_cluster_v1_AttachNetworkResponse__Output>): grpc.ClientUnaryCall;
  AttachNetwork(argument: _keystorm_cluster_v1_AttachNetworkRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_keystorm_cluster_v1_AttachNetworkResponse__Output>): grpc.ClientUnaryCall;
  AttachNetwork(argument: _keystorm_cluster_v1_AttachNetworkRequest, callback: grpc.requestCallback<_keystorm_cluster_v1_AttachNetworkResponse__Output>): grpc.ClientUnaryCall;
  attachNetwork(argument: _keystorm_cluster_v1_AttachNetworkRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_keystorm_cluster_v1_AttachNetworkResponse__Output>): grpc.ClientUnaryCall;
  attachNetwork(argument: _keystorm_cluster_v1_AttachNetworkRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_keystorm_cluster_v1_AttachNetworkResponse__Output>): grpc.ClientUnaryCall;
  attachNetwork(argument: _keystorm_cluster_v1_AttachNetworkRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_keystorm_cluster_v1_AttachNetworkResponse__Output>): grpc.ClientUnaryCall;
  attachNetwork(argument: _keystorm_cluster_v1_AttachNetworkRequest, callback: grpc.requestCallback<_keystorm_cluster_v1_AttachNetworkResponse__Output>): grpc.ClientUnaryCall;
  
  CreateBackup(argument: _keystorm_cluster_v1_CreateBackupRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_keystorm_cluster_v1_CreateBackupResponse__Output>): grpc.ClientUnaryCall;
  CreateBackup(argument: _keystorm_cluster_v1_CreateBackupRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_keystorm_cluster_v1_CreateBackupResponse__Output>): grpc.ClientUnaryCall;
  CreateBackup(argument: _keystorm_cluster_v1_CreateBackupRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_keystorm_cluster_v1_CreateBackupResponse__Output>): grpc.ClientUnaryCall;
  CreateBackup(argument: _keystorm_cluster_v1_CreateBackupRequest, callback: grpc.requestCallback<_keystorm_cluster_v1_CreateBackupResponse__Output>): grpc.ClientUnaryCall;
  createBackup(argument: _keystorm_cluster_v1_CreateBackupRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_keystorm_cluster_v1_CreateBackupResponse__Output>): grpc.ClientUnaryCall;
  createBackup(argument: _keystorm_cluster_v1_CreateBackupRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_keystorm_cluster_v1_CreateBackupResponse__Output>): grpc.ClientUnaryCall;
  createBackup(argument: _keystorm_cluster_v1_CreateBackupRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_keystorm_cluster_v1_CreateBackupResponse__Output>): grpc.ClientUnaryCall;
  createBackup(argument: _keystorm_cluster_v1_CreateBackupRequest, callback: grpc.requestCallback<_keystorm_cluster_v1_CreateBackupResponse__Output>): grpc.ClientUnaryCall;
  
  DetachNetwork(argument: _keystorm_cluster_v1_DetachNetworkRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_keystorm_cluster_v1_DetachNetworkResponse__Output>): grpc.ClientUnaryCall;
  DetachNetwork(argument: _keystorm_cluster_v1_DetachNetworkRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_keystorm_cluster_v1_DetachNetworkResponse__Output>): grpc.ClientUnaryCall;
  DetachNetwork(argument: _keystorm_cluster_v1_DetachNetworkRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_keystorm_cluster_v1_DetachNetworkResponse__Output>): grpc.ClientUnaryCall;
  DetachNetwork(argument: _keystorm_cluster_v1_DetachNetworkRequest, callback: grpc.requestCallback<_keystorm_cluster_v1_DetachNetworkResponse__Output>): grpc.ClientUnaryCall;
  detachNetwork(argument: _keystorm_cluster_v1_DetachNetworkRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_keystorm_cluster_v1_DetachNetworkResponse__Output>): grpc.ClientUnaryCall;
  detachNetwork(argument: _keystorm_cluster_v1_DetachNetworkRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_keystorm_cluster_v1_DetachNetworkResponse__Output>): grpc.ClientUnaryCall;
  detachNetwork(argument: _keystorm_cluster_v1_DetachNetworkRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_keystorm_cluster_v1_DetachNetworkResponse__Output>): grpc.ClientUnaryCall;
  detachNetwork(argument: _keystorm_cluster_v1_DetachNetworkRequest, callback: grpc.requestCallback<_keystorm_cluster_v1_DetachNetworkResponse__Output>): grpc.ClientUnaryCall;
  
  DrainSubnet(argument: _keystorm_cluster_v1_DrainSubnetRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_keystorm_cluster_v1_DrainSubnetResponse__Output>): grpc.ClientUnaryCall;
  DrainSubnet(argument: _keystorm_cluster_v1_DrainSubnetRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_keystorm_cluster_v1_DrainSubnetResponse__Output>): grpc.ClientUnaryCall;
  DrainSubnet(argument: _keystorm_cluster_v1_DrainSubnetRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_keystorm_cluster_v1_DrainSubnetResponse__Output>): grpc.ClientUnaryCall;
  DrainSubnet(argument: _keystorm_cluster_v1_DrainSubnetRequest, callback: grpc.requestCallback<_keystorm_cluster_v1_DrainSubnetResponse__Output>): grpc.ClientUnaryCall;
  drainSubnet(argument: _keystorm_cluster_v1_DrainSubnetRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_keystorm_cluster_v1_DrainSubnetResponse__Output>): grpc.ClientUnaryCall;
  drainSubnet(argument: _keystorm_cluster_v1_DrainSubnetRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_keystorm_cluster_v1_DrainSubnetResponse__Output>): grpc.ClientUnaryCall;
  drainSubnet(argument: _keystorm_cluster_v1_DrainSubnetRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_keystorm_cluster_v1_DrainSubnetResponse__Output>): grpc.ClientUnaryCall;
  drainSubnet(argument: _keystorm_cluster_v1_DrainSubnetRequest, callback: grpc.requestCallback<_keystorm_cluster_v1_DrainSubnetResponse__Output>): grpc.ClientUnaryCall;
  
  FillSubnet(argument: _keystorm_cluster_v1_FillSubnetRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_keystorm_cluster_v1_FillSubnetResponse__Output>): grpc.ClientUnaryCall;
  FillSubnet(argument: _keystorm_cluster_v1_FillSubnetRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_keystorm_cluster_v1_FillSubnetResponse__Output>): grpc.ClientUnaryCall;
  FillSubnet(argument: _keystorm_cluster_v1_FillSubnetRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_keystorm_cluster_v1_FillSubnetResponse__Output>): grpc.ClientUnaryCall;
  FillSubnet(argument: _keystorm_cluster_v1_FillSubnetRequest, callback: grpc.requestCallback<_keystorm_cluster_v1_FillSubnetResponse__Output>): grpc.ClientUnaryCall;
  fillSubnet(argument: _keystorm_cluster_v1_FillSubnetRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_keystorm_cluster_v1_FillSubnetResponse__Output>): grpc.ClientUnaryCall;
  fillSubnet(argument: _keystorm_cluster_v1_FillSubnetRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_keystorm_cluster_v1_FillSubnetResponse__Output>): grpc.ClientUnaryCall;
  fillSubnet(argument: _keystorm_cluster_v1_FillSubnetRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_keystorm_cluster_v1_FillSubnetResponse__Output>): grpc.ClientUnaryCall;
  fillSubnet(argument: _keystorm_cluster_v1_FillSubnetRequest, callback: grpc.requestCallback<_keystorm_cluster_v1_FillSubnetResponse__Output>): grpc.ClientUnaryCall;
  
  GetClock(argument: _keystorm_cluster_v1_GetClockRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_keystorm_cluster_v1_GetClockResponse__Output>): grpc.ClientUnaryCall;
  GetClock(argument: _keystorm_cluster_v1_GetClockRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_keystorm_cluster_v1_GetClockResponse__Output>): grpc.ClientUnaryCall;
  GetClock(argument: _keystorm_cluster_v1_GetClockRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_keystorm_cluster_v1_GetClockResponse__Output>): grpc.ClientUnaryCall;
  GetClock(argument: _keystorm_cluster_v1_GetClockRequest, callback: grpc.requestCallback<_keystorm_cluster_v1_GetClockResponse__Output>): grpc.ClientUnaryCall;
  getClock(argument: _keystorm_cluster_v1_GetClockRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_keystorm_cluster_v1_GetClockResponse__Output>): grpc.ClientUnaryCall;
  getClock(argument: _keystorm_cluster_v1_GetClockRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_keystorm_cluster_v1_GetClockResponse__Output>): grpc.ClientUnaryCall;
  getClock(argument: _keystorm_cluster_v1_GetClockRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_keystorm_cluster_v1_GetClockResponse__Output>): grpc.ClientUnaryCall;
  getClock(argument: _keystorm_cluster_v1_GetClockRequest, callback: grpc.requestCallback<_keystorm_cluster_v1_GetClockResponse__Output>): grpc.ClientUnaryCall;
  
  GetCluster(argument: _keystorm_cluster_v1_GetClusterRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_keystorm_cluster_v1_GetClusterResponse__Output>): grpc.ClientUnaryCall;
  GetCluster(argument: _keystorm_cluster_v1_GetClusterRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_keystorm_cluster_v1_GetClusterResponse__Output>): grpc.ClientUnaryCall;
  GetCluster(argument: _keystorm_cluster_v1_GetClusterRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_keystorm_cluster_v1_GetClusterResponse__Output>): grpc.ClientUnaryCall;
  GetCluster(argument: _keystorm_cluster_v1_GetClusterRequest, callback: grpc.requestCallback<_keystorm_cluster_v1_GetClusterResponse__Output>): grpc.ClientUnaryCall;
  getCluster(argument: _keystorm_cluster_v1_GetClusterRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_keystorm_cluster_v1_GetClusterResponse__Output>): grpc.ClientUnaryCall;
  getCluster(argument: _keystorm_cluster_v1_GetClusterRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_keystorm_cluster_v1_GetClusterResponse__Output>): grpc.ClientUnaryCall;
  getCluster(argument: _keystorm_cluster_v1_GetClusterRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_keystorm_cluster_v1_GetClusterResponse__Output>): grpc.ClientUnaryCall;
  getCluster(argument: _keystorm_cluster_v1_GetClusterRequest, callback: grpc.requestCallback<_keystorm_cluster_v1_GetClusterResponse__Output>): grpc.ClientUnaryCall;
  
  GetMetrics(argument: _keystorm_cluster_v1_GetMetricsRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_keystorm_cluster_v1_GetMetricsResponse__Output>): grpc.ClientUnaryCall;
  GetMetrics(argument: _keystorm_cluster_v1_GetMetricsRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_keystorm_cluster_v1_GetMetricsResponse__Output>): grpc.ClientUnaryCall;
  GetMetrics(argument: _keystorm_cluster_v1_GetMetricsRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_keystorm_cluster_v1_GetMetricsResponse__Output>): grpc.ClientUnaryCall;
  GetMetrics(argument: _keystorm_cluster_v1_GetMetricsRequest, callback: grpc.requestCallback<_keystorm_cluster_v1_GetMetricsResponse__Output>): grpc.ClientUnaryCall;
  getMetrics(argument: _keystorm_cluster_v1_GetMetricsRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_keystorm_cluster_v1_GetMetricsResponse__Output>): grpc.ClientUnaryCall;
  getMetrics(argument: _keystorm_cluster_v1_GetMetricsRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_keystorm_cluster_v1_GetMetricsResponse__Output>): grpc.ClientUnaryCall;
  getMetrics(argument: _keystorm_cluster_v1_GetMetricsRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_keystorm_cluster_v1_GetMetricsResponse__Output>): grpc.ClientUnaryCall;
  getMetrics(argument: _keystorm_cluster_v1_GetMetricsRequest, callback: grpc.requestCallback<_keystorm_cluster_v1_GetMetricsResponse__Output>): grpc.ClientUnaryCall;
  
  InvokeApi(argument: _keystorm_cluster_v1_InvokeApiRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_keystorm_cluster_v1_InvokeApiResponse__Output>): grpc.ClientUnaryCall;
  InvokeApi(argument: _keystorm_cluster_v1_InvokeApiRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_keystorm_cluster_v1_InvokeApiResponse__Output>): grpc.ClientUnaryCall;
  InvokeApi(argument: _keystorm_cluster_v1_InvokeApiRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_keystorm_cluster_v1_InvokeApiResponse__Output>): grpc.ClientUnaryCall;
  InvokeApi(argument: _keystorm_cluster_v1_InvokeApiRequest, callback: grpc.requestCallback<_keystorm_cluster_v1_InvokeApiResponse__Output>): grpc.ClientUnaryCall;
  invokeApi(argument: _keystorm_cluster_v1_InvokeApiRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_keystorm_cluster_v1_InvokeApiResponse__Output>): grpc.ClientUnaryCall;
  invokeApi(argument: _keystorm_cluster_v1_InvokeApiRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_keystorm_cluster_v1_InvokeApiResponse__Output>): grpc.ClientUnaryCall;
  invokeApi(argument: _keystorm_cluster_v1_InvokeApiRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_keystorm_cluster_v1_InvokeApiResponse__Output>): grpc.ClientUnaryCall;
  invokeApi(argument: _keystorm_cluster_v1_InvokeApiRequest, callback: grpc.requestCallback<_keystorm_cluster_v1_InvokeApiResponse__Output>): grpc.ClientUnaryCall;
  
  ListAuditLogs(argument: _keystorm_cluster_v1_ListAuditLogsRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_keystorm_cluster_v1_ListAuditLogsResponse__Output>): grpc.ClientUnaryCall;
  ListAuditLogs(argument: _keystorm_cluster_v1_ListAuditLogsRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_keystorm_cluster_v1_ListAuditLogsResponse__Output>): grpc.ClientUnaryCall;
  ListAuditLogs(argument: _keystorm_cluster_v1_ListAuditLogsRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_keystorm_cluster_v1_ListAuditLogsResponse__Output>): grpc.ClientUnaryCall;
  ListAuditLogs(argument: _keystorm_cluster_v1_ListAuditLogsRequest, callback: grpc.requestCallback<_keystorm_cluster_v1_ListAuditLogsResponse__Output>): grpc.ClientUnaryCall;
  listAuditLogs(argument: _keystorm_cluster_v1_ListAuditLogsRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_keystorm_cluster_v1_ListAuditLogsResponse__Output>): grpc.ClientUnaryCall;
  listAuditLogs(argument: _keystorm_cluster_v1_ListAuditLogsRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_keystorm_cluster_v1_ListAuditLogsResponse__Output>): grpc.ClientUnaryCall;
  listAuditLogs(argument: _keystorm_cluster_v1_ListAuditLogsRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_keystorm_cluster_v1_ListAuditLogsResponse__Output>): grpc.ClientUnaryCall;
  listAuditLogs(argument: _keystorm_cluster_v1_ListAuditLogsRequest, callback: grpc.requestCallback<_keystorm_cluster_v1_ListAuditLogsResponse__Output>): grpc.ClientUnaryCall;
  
  ListClusters(argument: _keystorm_cluster_v1_ListClustersRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_keystorm_cluster_v1_ListClustersResponse__Output>): grpc.ClientUnaryCall;
  ListClusters(argument: _keystorm_cluster_v1_ListClustersRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_keystorm_cluster_v1_ListClustersResponse__Output>): grpc.ClientUnaryCall;
  ListClusters(argument: _keystorm_cluster_v1_ListClustersRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_keystorm_cluster_v1_ListClustersResponse__Output>): grpc.ClientUnaryCall;
  ListClusters(argument: _keystorm_cluster_v1_ListClustersRequest, callback: grpc.requestCallback<_keystorm_cluster_v1_ListClustersResponse__Output>): grpc.ClientUnaryCall;
  listClusters(argument: _keystorm_cluster_v1_ListClustersRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_keystorm_cluster_v1_ListClustersResponse__Output>): grpc.ClientUnaryCall;
  listClusters(argument: _keystorm_cluster_v1_ListClustersRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_keystorm_cluster_v1_ListClustersResponse__Output>): grpc.ClientUnaryCall;
  listClusters(argument: _keystorm_cluster_v1_ListClustersRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_keystorm_cluster_v1_ListClustersResponse__Output>): grpc.ClientUnaryCall;
  listClusters(argument: _keystorm_cluster_v1_ListClustersRequest, callback: grpc.requestCallback<_keystorm_cluster_v1_ListClustersResponse__Output>): grpc.ClientUnaryCall;
  
  ListHeldSteps(argument: _keystorm_cluster_v1_ListHeldStepsRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_keystorm_cluster_v1_ListHeldStepsResponse__Output>): grpc.ClientUnaryCall;
  ListHeldSteps(argument: _keystorm_cluster_v1_ListHeldStepsRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_keystorm_cluster_v1_ListHeldStepsResponse__Output>): grpc.ClientUnaryCall;
  ListHeldSteps(argument: _keystorm_cluster_v1_ListHeldStepsRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_keystorm_cluster_v1_ListHeldStepsResponse__Output>): grpc.ClientUnaryCall;
  ListHeldSteps(argument: _keystorm_cluster_v1_ListHeldStepsRequest, callback: grpc.requestCallback<_keystorm_cluster_v1_ListHeldStepsResponse__Output>): grpc.ClientUnaryCall;
  listHeldSteps(argument: _keystorm_cluster_v1_ListHeldStepsRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_keystorm_cluster_v1_ListHeldStepsResponse__Output>): grpc.ClientUnaryCall;
  listHeldSteps(argument: _keystorm_cluster_v1_ListHeldStepsRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_keystorm_cluster_v1_ListHeldStepsResponse__Output>): grpc.ClientUnaryCall;
  listHeldSteps(argument: _keystorm_cluster_v1_ListHeldStepsRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_keystorm_cluster_v1_ListHeldStepsResponse__Output>): grpc.ClientUnaryCall;
  listHeldSteps(argument: _keystorm_cluster_v1_ListHeldStepsRequest, callback: grpc.requestCallback<_keystorm_cluster_v1_ListHeldStepsResponse__Output>): grpc.ClientUnaryCall;
  
  ListSubnets(argument: _keystorm_cluster_v1_ListSubnetsRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_keystorm_cluster_v1_ListSubnetsResponse__Output>): grpc.ClientUnaryCall;
  ListSubnets(argument: _keystorm_cluster_v1_ListSubnetsRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_keystorm_cluster_v1_ListSubnetsResponse__Output>): grpc.ClientUnaryCall;
  ListSubnets(argument: _keystorm_cluster_v1_ListSubnetsRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_keystorm_cluster_v1_ListSubnetsResponse__Output>): grpc.ClientUnaryCall;
  ListSubnets(argument: _keystorm_cluster_v1_ListSubnetsRequest, callback: grpc.requestCallback<_keystorm_cluster_v1_ListSubnetsResponse__Output>): grpc.ClientUnaryCall;
  listSubnets(argument: _keystorm_cluster_v1_ListSubnetsRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_keystorm_cluster_v1_ListSubnetsResponse__Output>): grpc.ClientUnaryCall;
  listSubnets(argument: _keystorm_cluster_v1_ListSubnetsRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_keystorm_cluster_v1_ListSubnetsResponse__Output>): grpc.ClientUnaryCall;
  listSubnets(argument: _keystorm_cluster_v1_ListSubnetsRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_keystorm_cluster_v1_ListSubnetsResponse__Output>): grpc.ClientUnaryCall;
  listSubnets(argument: _keystorm_cluster_v1_ListSubnetsRequest, callback: grpc.requestCallback<_keystorm_cluster_v1_ListSubnetsResponse__Output>): grpc.ClientUnaryCall;
  
  ReadAuditLog(argument: _keystorm_cluster_v1_ReadAuditLogRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_keystorm_cluster_v1_ReadAuditLogResponse__Output>): grpc.ClientUnaryCall;
  ReadAuditLog(argument: _keystorm_cluster_v1_ReadAuditLogRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_keystorm_cluster_v1_ReadAuditLogResponse__Output>): grpc.ClientUnaryCall;
  ReadAuditLog(argument: _keystorm_cluster_v1_ReadAuditLogRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_keystorm_cluster_v1_ReadAuditLogResponse__Output>): grpc.ClientUnaryCall;
  ReadAuditLog(argument: _keystorm_cluster_v1_ReadAuditLogRequest, callback: grpc.requestCallback<_keystorm_cluster_v1_ReadAuditLogResponse__Output>): grpc.ClientUnaryCall;
  readAuditLog(argument: _keystorm_cluster_v1_ReadAuditLogRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_keystorm_cluster_v1_ReadAuditLogResponse__Output>): grpc.ClientUnaryCall;
  readAuditLog(argument: _keystorm_cluster_v1_ReadAuditLogRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_keystorm_cluster_v1_ReadAuditLogResponse__Output>): grpc.ClientUnaryCall;
  readAuditLog(argument: _keystorm_cluster_v1_ReadAuditLogRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_keystorm_cluster_v1_ReadAuditLogResponse__Output>): grpc.ClientUnaryCall;
  readAuditLog(argument: _keystorm_cluster_v1_ReadAuditLogRequest, callback: grpc.requestCallback<_keystorm_cluster_v1_ReadAuditLogResponse__Output>): grpc.ClientUnaryCall;
  
  ReleaseStep(argument: _keystorm_cluster_v1_ReleaseStepRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_keystorm_cluster_v1_ReleaseStepResponse__Output>): grpc.ClientUnaryCall;
  ReleaseStep(argument: _keystorm_cluster_v1_ReleaseStepRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_keystorm_cluster_v1_ReleaseStepResponse__Output>): grpc.ClientUnaryCall;
  ReleaseStep(argument: _keystorm_cluster_v1_ReleaseStepRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_keystorm_cluster_v1_ReleaseStepResponse__Output>): grpc.ClientUnaryCall;
  ReleaseStep(argument: _keystorm_cluster_v1_ReleaseStepRequest, callback: grpc.requestCallback<_keystorm_cluster_v1_ReleaseStepResponse__Output>): grpc.ClientUnaryCall;
  releaseStep(argument: _keystorm_cluster_v1_ReleaseStepRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_keystorm_cluster_v1_ReleaseStepResponse__Output>): grpc.ClientUnaryCall;
  releaseStep(argument: _keystorm_cluster_v1_ReleaseStepRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_keystorm_cluster_v1_ReleaseStepResponse__Output>): grpc.ClientUnaryCall;
  releaseStep(argument: _keystorm_cluster_v1_ReleaseStepRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_keystorm_cluster_v1_ReleaseStepResponse__Output>): grpc.ClientUnaryCall;
  releaseStep(argument: _keystorm_cluster_v1_ReleaseStepRequest, callback: grpc.requestCallback<_keystorm_cluster_v1_ReleaseStepResponse__Output>): grpc.ClientUnaryCall;
  
  RemoveSubnet(argument: _keystorm_cluster_v1_RemoveSubnetRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_keystorm_cluster_v1_RemoveSubnetResponse__Output>): grpc.ClientUnaryCall;
  RemoveSubnet(argument: _keystorm_cluster_v1_RemoveSubnetRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_keystorm_cluster_v1_RemoveSubnetResponse__Output>): grpc.ClientUnaryCall;
  RemoveSubnet(argument: _keystorm_cluster_v1_RemoveSubnetRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_keystorm_cluster_v1_RemoveSubnetResponse__Output>): grpc.ClientUnaryCall;
  RemoveSubnet(argument: _keystorm_cluster_v1_RemoveSubnetRequest, callback: grpc.requestCallback<_keystorm_cluster_v1_RemoveSubnetResponse__Output>): grpc.ClientUnaryCall;
  removeSubnet(argument: _keystorm_cluster_v1_RemoveSubnetRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_keystorm_cluster_v1_RemoveSubnetResponse__Output>): grpc.ClientUnaryCall;
  removeSubnet(argument: _keystorm_cluster_v1_RemoveSubnetRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_keystorm_cluster_v1_RemoveSubnetResponse__Output>): grpc.ClientUnaryCall;
  removeSubnet(argument: _keystorm_cluster_v1_RemoveSubnetRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_keystorm_cluster_v1_RemoveSubnetResponse__Output>): grpc.ClientUnaryCall;
  removeSubnet(argument: _keystorm_cluster_v1_RemoveSubnetRequest, callback: grpc.requestCallback<_keystorm_cluster_v1_RemoveSubnetResponse__Output>): grpc.ClientUnaryCall;
  
  ReplaceHsm(argument: _keystorm_cluster_v1_ReplaceHsmRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_keystorm_cluster_v1_ReplaceHsmResponse__Output>): grpc.ClientUnaryCall;
  ReplaceHsm(argument: _keystorm_cluster_v1_ReplaceHsmRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_keystorm_cluster_v1_ReplaceHsmResponse__Output>): grpc.ClientUnaryCall;
  ReplaceHsm(argument: _keystorm_cluster_v1_ReplaceHsmRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_keystorm_cluster_v1_ReplaceHsmResponse__Output>): grpc.ClientUnaryCall;
  ReplaceHsm(argument: _keystorm_cluster_v1_ReplaceHsmRequest, callback: grpc.requestCallback<_keystorm_cluster_v1_ReplaceHsmResponse__Output>): grpc.ClientUnaryCall;
  replaceHsm(argument: _keystorm_cluster_v1_ReplaceHsmRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_keystorm_cluster_v1_ReplaceHsmResponse__Output>): grpc.ClientUnaryCall;
  replaceHsm(argument: _keystorm_cluster_v1_ReplaceHsmRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_keystorm_cluster_v1_ReplaceHsmResponse__Output>): grpc.ClientUnaryCall;
  replaceHsm(argument: _keystorm_cluster_v1_ReplaceHsmRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_keystorm_cluster_v1_ReplaceHsmResponse__Output>): grpc.ClientUnaryCall;
  replaceHsm(argument: _keystorm_cluster_v1_ReplaceHsmRequest, callback: grpc.requestCallback<_keystorm_cluster_v1_ReplaceHsmResponse__Output>): grpc.ClientUnaryCall;
  
  SetHsmFaults(argument: _keystorm_cluster_v1_SetHsmFaultsRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_keystorm_cluster_v1_SetHsmFaultsResponse__Output>): grpc.ClientUnaryCall;
  SetHsmFaults(argument: _keystorm_cluster_v1_SetHsmFaultsRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_keystorm_cluster_v1_SetHsmFaultsResponse__Output>): grpc.ClientUnaryCall;
  SetHsmFaults(argument: _keystorm_cluster_v1_SetHsmFaultsRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_keystorm_cluster_v1_SetHsmFaultsResponse__Output>): grpc.ClientUnaryCall;
  SetHsmFaults(argument: _keystorm_cluster_v1_SetHsmFaultsRequest, callback: grpc.requestCallback<_keystorm_cluster_v1_SetHsmFaultsResponse__Output>): grpc.ClientUnaryCall;
  setHsmFaults(argument: _keystorm_cluster_v1_SetHsmFaultsRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_keystorm_cluster_v1_SetHsmFaultsResponse__Output>): grpc.ClientUnaryCall;
  setHsmFaults(argument: _keystorm_cluster_v1_SetHsmFaultsRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_keystorm_cluster_v1_SetHsmFaultsResponse__Output>): grpc.ClientUnaryCall;
  setHsmFaults(argument: _keystorm_cluster_v1_SetHsmFaultsRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_keystorm_cluster_v1_SetHsmFaultsResponse__Output>): grpc.ClientUnaryCall;
  setHsmFaults(argument: _keystorm_cluster_v1_SetHsmFaultsRequest, callback: grpc.requestCallback<_keystorm_cluster_v1_SetHsmFaultsResponse__Output>): grpc.ClientUnaryCall;
  
  SetHsmRules(argument: _keystorm_cluster_v1_SetHsmRulesRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_keystorm_cluster_v1_SetHsmRulesResponse__Output>): grpc.ClientUnaryCall;
  SetHsmRules(argument: _keystorm_cluster_v1_SetHsmRulesRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_keystorm_cluster_v1_SetHsmRulesResponse__Output>): grpc.ClientUnaryCall;
  SetHsmRules(argument: _keystorm_cluster_v1_SetHsmRulesRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_keystorm_cluster_v1_SetHsmRulesResponse__Output>): grpc.ClientUnaryCall;
  SetHsmRules(argument: _keystorm_cluster_v1_SetHsmRulesRequest, callback: grpc.requestCallback<_keystorm_cluster_v1_SetHsmRulesResponse__Output>): grpc.ClientUnaryCall;
  setHsmRules(argument: _keystorm_cluster_v1_SetHsmRulesRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_keystorm_cluster_v1_SetHsmRulesResponse__Output>): grpc.ClientUnaryCall;
  setHsmRules(argument: _keystorm_cluster_v1_SetHsmRulesRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_keystorm_cluster_v1_SetHsmRulesResponse__Output>): grpc.ClientUnaryCall;
  setHsmRules(argument: _keystorm_cluster_v1_SetHsmRulesRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_keystorm_cluster_v1_SetHsmRulesResponse__Output>): grpc.ClientUnaryCall;
  setHsmRules(argument: _keystorm_cluster_v1_SetHsmRulesRequest, callback: grpc.requestCallback<_keystorm_cluster_v1_SetHsmRulesResponse__Output>): grpc.ClientUnaryCall;
  
  SetNetworkCut(argument: _keystorm_cluster_v1_SetNetworkCutRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_keystorm_cluster_v1_SetNetworkCutResponse__Output>): grpc.ClientUnaryCall;
  SetNetworkCut(argument: _keystorm_cluster_v1_SetNetworkCutRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_keystorm_cluster_v1_SetNetworkCutResponse__Output>): grpc.ClientUnaryCall;
  SetNetworkCut(argument: _keystorm_cluster_v1_SetNetworkCutRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_keystorm_cluster_v1_SetNetworkCutResponse__Output>): grpc.ClientUnaryCall;
  SetNetworkCut(argument: _keystorm_cluster_v1_SetNetworkCutRequest, callback: grpc.requestCallback<_keystorm_cluster_v1_SetNetworkCutResponse__Output>): grpc.ClientUnaryCall;
  setNetworkCut(argument: _keystorm_cluster_v1_SetNetworkCutRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_keystorm_cluster_v1_SetNetworkCutResponse__Output>): grpc.ClientUnaryCall;
  setNetworkCut(argument: _keystorm_cluster_v1_SetNetworkCutRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_keystorm_cluster_v1_SetNetworkCutResponse__Output>): grpc.ClientUnaryCall;
  setNetworkCut(argument: _keystorm_cluster_v1_SetNetworkCutRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_keystorm_cluster_v1_SetNetworkCutResponse__Output>): grpc.ClientUnaryCall;
  setNetworkCut(argument: _keystorm_cluster_v1_SetNetworkCutRequest, callback: grpc.requestCallback<_keystorm_cluster_v1_SetNetworkCutResponse__Output>): grpc.ClientUnaryCall;
  
}

export interface ClusterServiceHandlers extends grpc.UntypedServiceImplementation {
  AdvanceClock: grpc.handleUnaryCall<_keystorm_cluster_v1_AdvanceClockRequest__Output, _keystorm_cluster_v1_AdvanceClockResponse>;
  
  AttachNetwork: grpc.handleUnaryCall<_keystorm_cluster_v1_AttachNetworkRequest__Output, _keystorm_cluster_v1_AttachNetworkResponse>;
  
  CreateBackup: grpc.handleUnaryCall<_keystorm_cluster_v1_CreateBackupRequest__Output, _keystorm_cluster_v1_CreateBackupResponse>;
  
  DetachNetwork: grpc.handleUnaryCall<_keystorm_cluster_v1_DetachNetworkRequest__Output, _keystorm_cluster_v1_DetachNetworkResponse>;
  
  DrainSubnet: grpc.handleUnaryCall<_keystorm_cluster_v1_DrainSubnetRequest__Output, _keystorm_cluster_v1_DrainSubnetResponse>;
  
  FillSubnet: grpc.handleUnaryCall<_keystorm_cluster_v1_FillSubnetRequest__Output, _keystorm_cluster_v1_FillSubnetResponse>;
  
  GetClock: grpc.handleUnaryCall<_keystorm_cluster_v1_GetClockRequest__Output, _keystorm_cluster_v1_GetClockResponse>;
  
  GetCluster: grpc.handleUnaryCall<_keystorm_cluster_v1_GetClusterRequest__Output, _keystorm_cluster_v1_GetClusterResponse>;
  
  GetMetrics: grpc.handleUnaryCall<_keystorm_cluster_v1_GetMetricsRequest__Output, _keystorm_cluster_v1_GetMetricsResponse>;
  
  InvokeApi: grpc.handleUnaryCall<_keystorm_cluster_v1_InvokeApiRequest__Output, _keystorm_cluster_v1_InvokeApiResponse>;
  
  ListAuditLogs: grpc.handleUnaryCall<_keystorm_cluster_v1_ListAuditLogsRequest__Output, _keystorm_cluster_v1_ListAuditLogsResponse>;
  
  ListClusters: grpc.handleUnaryCall<_keystorm_cluster_v1_ListClustersRequest__Output, _keystorm_cluster_v1_ListClustersResponse>;
  
  ListHeldSteps: grpc.handleUnaryCall<_keystorm_cluster_v1_ListHeldStepsRequest__Output, _keystorm_cluster_v1_ListHeldStepsResponse>;
  
  ListSubnets: grpc.handleUnaryCall<_keystorm_cluster_v1_ListSubnetsRequest__Output, _keystorm_cluster_v1_ListSubnetsResponse>;
  
  ReadAuditLog: grpc.handleUnaryCall<_keystorm_cluster_v1_ReadAuditLogRequest__Output, _keystorm_cluster_v1_ReadAuditLogResponse>;
  
  ReleaseStep: grpc.handleUnaryCall<_keystorm_cluster_v1_ReleaseStepRequest__Output, _keystorm_cluster_v1_ReleaseStepResponse>;
  
  RemoveSubnet: grpc.handleUnaryCall<_keystorm_cluster_v1_RemoveSubnetRequest__Output, _keystorm_cluster_v1_RemoveSubnetResponse>;
  
  ReplaceHsm: grpc.handleUnaryCall<_keystorm_cluster_v1_ReplaceHsmRequest__Output, _keystorm_cluster_v1_ReplaceHsmResponse>;
  
  SetHsmFaults: grpc.handleUnaryCall<_keystorm_cluster_v1_SetHsmFaultsRequest__Output, _keystorm_cluster_v1_SetHsmFaultsResponse>;
  
  SetHsmRules: grpc.handleUnaryCall<_keystorm_cluster_v1_SetHsmRulesRequest__Output, _keystorm_cluster_v1_SetHsmRulesResponse>;
  
  SetNetworkCut: grpc.handleUnaryCall<_keystorm_cluster_v1_SetNetworkCutRequest__Output, _keystorm_cluster_v1_SetNetworkCutResponse>;
  
}

export interface ClusterServiceDefinition extends grpc.ServiceDefinition {
  AdvanceClock: MethodDefinition<_keystorm_cluster_v1_AdvanceClockRequest, _keystorm_cluster_v1_AdvanceClockResponse, _keystorm_cluster_v1_AdvanceClockRequest__Output, _keystorm_cluster_v1_AdvanceClockResponse__Output>
  AttachNetwork: MethodDefinition<_keystorm_cluster_v1_AttachNetworkRequest, _keystorm_cluster_v1_AttachNetworkResponse, _keystorm_cluster_v1_AttachNetworkRequest__Output, _keystorm_cluster_v1_AttachNetworkResponse__Output>
  CreateBackup: MethodDefinition<_keystorm_cluster_v1_CreateBackupRequest, _keystorm_cluster_v1_CreateBackupResponse, _keystorm_cluster_v1_CreateBackupRequest__Output, _keystorm_cluster_v1_CreateBackupResponse__Output>
  DetachNetwork: MethodDefinition<_keystorm_cluster_v1_DetachNetworkRequest, _keystorm_cluster_v1_DetachNetworkResponse, _keystorm_cluster_v1_DetachNetworkRequest__Output, _keystorm_cluster_v1_DetachNetworkResponse__Output>
  DrainSubnet: MethodDefinition<_keystorm_cluster_v1_DrainSubnetRequest, _keystorm_cluster_v1_DrainSubnetResponse, _keystorm_cluster_v1_DrainSubnetRequest__Output, _keystorm_cluster_v1_DrainSubnetResponse__Output>
  FillSubnet: MethodDefinition<_keystorm_cluster_v1_FillSubnetRequest, _keystorm_cluster_v1_FillSubnetResponse, _keystorm_cluster_v1_FillSubnetRequest__Output, _keystorm_cluster_v1_FillSubnetResponse__Output>
  GetClock: MethodDefinition<_keystorm_cluster_v1_GetClockRequest, _keystorm_cluster_v1_GetClockResponse, _keystorm_cluster_v1_GetClockRequest__Output, _keystorm_cluster_v1_GetClockResponse__Output>
  GetCluster: MethodDefinition<_keystorm_cluster_v1_GetClusterRequest, _keystorm_cluster_v1_GetClusterResponse, _keystorm_cluster_v1_GetClusterRequest__Output, _keystorm_cluster_v1_GetClusterResponse__Output>
  GetMetrics: MethodDefinition<_keystorm_cluster_v1_GetMetricsRequest, _keystorm_cluster_v1_GetMetricsResponse, _keystorm_cluster_v1_GetMetricsRequest__Output, _keystorm_cluster_v1_GetMetricsResponse__Output>
  InvokeApi: MethodDefinition<_keystorm_cluster_v1_InvokeApiRequest, _keystorm_cluster_v1_InvokeApiResponse, _keystorm_cluster_v1_InvokeApiRequest__Output, _keystorm_cluster_v1_InvokeApiResponse__Output>
  ListAuditLogs: MethodDefinition<_keystorm_cluster_v1_ListAuditLogsRequest, _keystorm_cluster_v1_ListAuditLogsResponse, _keystorm_cluster_v1_ListAuditLogsRequest__Output, _keystorm_cluster_v1_ListAuditLogsResponse__Output>
  ListClusters: MethodDefinition<_keystorm_cluster_v1_ListClustersRequest, _keystorm_cluster_v1_ListClustersResponse, _keystorm_cluster_v1_ListClustersRequest__Output, _keystorm_cluster_v1_ListClustersResponse__Output>
  ListHeldSteps: MethodDefinition<_keystorm_cluster_v1_ListHeldStepsRequest, _keystorm_cluster_v1_ListHeldStepsResponse, _keystorm_cluster_v1_ListHeldStepsRequest__Output, _keystorm_cluster_v1_ListHeldStepsResponse__Output>
  ListSubnets: MethodDefinition<_keystorm_cluster_v1_ListSubnetsRequest, _keystorm_cluster_v1_ListSubnetsResponse, _keystorm_cluster_v1_ListSubnetsRequest__Output, _keystorm_cluster_v1_ListSubnetsResponse__Output>
  ReadAuditLog: MethodDefinition<_keystorm_cluster_v1_ReadAuditLogRequest, _keystorm_cluster_v1_ReadAuditLogResponse, _keystorm_cluster_v1_ReadAuditLogRequest__Output, _keystorm_cluster_v1_ReadAuditLogResponse__Output>
  ReleaseStep: MethodDefinition<_keystorm_cluster_v1_ReleaseStepRequest, _keystorm_cluster_v1_ReleaseStepResponse, _keystorm_cluster_v1_ReleaseStepRequest__Output, _keystorm_cluster_v1_ReleaseStepResponse__Output>
  RemoveSubnet: MethodDefinition<_keystorm_cluster_v1_RemoveSubnetRequest, _keystorm_cluster_v1_RemoveSubnetResponse, _keystorm_cluster_v1_RemoveSubnetRequest__Output, _keystorm_cluster_v1_RemoveSubnetResponse__Output>
  ReplaceHsm: MethodDefinition<_keystorm_cluster_v1_ReplaceHsmRequest, _keystorm_cluster_v1_ReplaceHsmResponse, _keystorm_cluster_v1_ReplaceHsmRequest__Output, _keystorm_cluster_v1_ReplaceHsmResponse__Output>
  SetHsmFaults: MethodDefinition<_keystorm_cluster_v1_SetHsmFaultsRequest, _keystorm_cluster_v1_SetHsmFaultsResponse, _keystorm_cluster_v1_SetHsmFaultsRequest__Output, _keystorm_cluster_v1_SetHsmFaultsResponse__Output>
  SetHsmRules: MethodDefinition<_keystorm_cluster_v1_SetHsmRulesRequest, _keystorm_cluster_v1_SetHsmRulesResponse, _keystorm_cluster_v1_SetHsmRulesRequest__Output, _keystorm_cluster_v1_SetHsmRulesResponse__Output>
  SetNetworkCut: MethodDefinition<_keystorm_cluster_v1_SetNetworkCutRequest, _keystorm_cluster_v1_SetNetworkCutResponse, _keystorm_cluster_v1_SetNetworkCutRequest__Output, _keystorm_cluster_v1_SetNetworkCutResponse__Output>
}
