// Original file: proto/keystorm/hsm/v1/admin.proto

import type * as grpc from '@grpc/grpc-js'
import type { MethodDefinition } from '@grpc/proto-loader'
import type { AdvanceClockRequest as _keystorm_hsm_v1_AdvanceClockRequest, AdvanceClockRequest__Output as _keystorm_hsm_v1_AdvanceClockRequest__Output } from '../../../keystorm/hsm/v1/AdvanceClockRequest.ts';
import type { AdvanceClockResponse as _keystorm_hsm_v1_AdvanceClockResponse, AdvanceClockResponse__Output as _keystorm_hsm_v1_AdvanceClockResponse__Output } from '../../../keystorm/hsm/v1/AdvanceClockResponse.ts';
import type { BackupRequest as _keystorm_hsm_v1_BackupRequest, BackupRequest__Output as _keystorm_hsm_v1_BackupRequest__Output } from '../../../keystorm/hsm/v1/BackupRequest.ts';
import type { BackupResponse as _keystorm_hsm_v1_BackupResponse, BackupResponse__Output as _keystorm_hsm_v1_BackupResponse__Output } from '../../../keystorm/hsm/v1/BackupResponse.ts';
import type { ClaimRequest as _keystorm_hsm_v1_ClaimRequest, ClaimRequest__Output as _keystorm_hsm_v1_ClaimRequest__Output } from '../../../keystorm/hsm/v1/ClaimRequest.ts';
import type { ClaimResponse as _keystorm_hsm_v1_ClaimResponse, ClaimResponse__Output as _keystorm_hsm_v1_ClaimResponse__Output } from '../../../keystorm/hsm/v1/ClaimResponse.ts';
import type { CreateSigningRequestRequest as _keystorm_hsm_v1_CreateSigningRequestRequest, CreateSigningRequestRequest__Output as _keystorm_hsm_v1_CreateSigningRequestRequest__Output } from '../../../keystorm/hsm/v1/CreateSigningRequestRequest.ts';
import type { CreateSigningRequestResponse as _keystorm_hsm_v1_CreateSigningRequestResponse, CreateSigningRequestResponse__Output as _keystorm_hsm_v1_CreateSigningRequestResponse__Output } from '../../../keystorm/hsm/v1/CreateSigningRequestResponse.ts';
import type { ExportObjectsRequest as _keystorm_hsm_v1_ExportObjectsRequest, ExportObjectsRequest__Output as _keystorm_hsm_v1_ExportObjectsRequest__Output } from '../../../keystorm/hsm/v1/ExportObjectsRequest.ts';
import type { ExportObjectsResponse as _keystorm_hsm_v1_ExportObjectsResponse, ExportObjectsResponse__Output as _keystorm_hsm_v1_ExportObjectsResponse__Output } from '../../../keystorm/hsm/v1/ExportObjectsResponse.ts';
import type { GetDigestRequest as _keystorm_hsm_v1_GetDigestRequest, GetDigestRequest__Output as _keystorm_hsm_v1_GetDigestRequest__Output } from '../../../keystorm/hsm/v1/GetDigestRequest.ts';
import type { GetDigestResponse as _keystorm_hsm_v1_GetDigestResponse, GetDigestResponse__Output as _keystorm_hsm_v1_GetDigestResponse__Output } from '../../../keystorm/hsm/v1/GetDigestResponse.ts';
import type { GetStatusRequest as _keystorm_hsm_v1_GetStatusRequest, GetStatusRequest__Output as _keystorm_hsm_v1_GetStatusRequest__Output } from '../../../keystorm/hsm/v1/GetStatusRequest.ts';
import type { GetStatusResponse as _keystorm_hsm_v1_GetStatusResponse, GetStatusResponse__Output as _keystorm_hsm_v1_GetStatusResponse__Output } from '../../../keystorm/hsm/v1/GetStatusResponse.ts';
import type { ImportObjectsRequest as _keystorm_hsm_v1_ImportObjectsRequest, ImportObjectsRequest__Output as _keystorm_hsm_v1_ImportObjectsRequest__Output } from '../../../keystorm/hsm/v1/ImportObjectsRequest.ts';
import type { ImportObjectsResponse as _keystorm_hsm_v1_ImportObjectsResponse, ImportObjectsResponse__Output as _keystorm_hsm_v1_ImportObjectsResponse__Output } from '../../../keystorm/hsm/v1/ImportObjectsResponse.ts';
import type { InitializeRequest as _keystorm_hsm_v1_InitializeRequest, InitializeRequest__Output as _keystorm_hsm_v1_InitializeRequest__Output } from '../../../keystorm/hsm/v1/InitializeRequest.ts';
import type { InitializeResponse as _keystorm_hsm_v1_InitializeResponse, InitializeResponse__Output as _keystorm_hsm_v1_InitializeResponse__Output } from '../../../keystorm/hsm/v1/InitializeResponse.ts';
import type { ListObjectsRequest as _keystorm_hsm_v1_ListObjectsRequest, ListObjectsRequest__Output as _keystorm_hsm_v1_ListObjectsRequest__Output } from '../../../keystorm/hsm/v1/ListObjectsRequest.ts';
import type { ListObjectsResponse as _keystorm_hsm_v1_ListObjectsResponse, ListObjectsResponse__Output as _keystorm_hsm_v1_ListObjectsResponse__Output } from '../../../keystorm/hsm/v1/ListObjectsResponse.ts';
import type { ReadAuditLogRequest as _keystorm_hsm_v1_ReadAuditLogRequest, ReadAuditLogRequest__Output as _keystorm_hsm_v1_ReadAuditLogRequest__Output } from '../../../keystorm/hsm/v1/ReadAuditLogRequest.ts';
import type { ReadAuditLogResponse as _keystorm_hsm_v1_ReadAuditLogResponse, ReadAuditLogResponse__Output as _keystorm_hsm_v1_ReadAuditLogResponse__Output } from '../../../keystorm/hsm/v1/ReadAuditLogResponse.ts';
import type { RestoreRequest as _keystorm_hsm_v1_RestoreRequest, RestoreRequest__Output as _keystorm_hsm_v1_RestoreRequest__Output } from '../../../keystorm/hsm/v1/RestoreRequest.ts';
import type { RestoreResponse as _keystorm_hsm_v1_RestoreResponse, RestoreResponse__Output as _keystorm_hsm_v1_RestoreResponse__Output } from '../../../keystorm/hsm/v1/RestoreResponse.ts';
import type { SetErrorRateRequest as _keystorm_hsm_v1_SetErrorRateRequest, SetErrorRateRequest__Output as _keystorm_hsm_v1_SetErrorRateRequest__Output } from '../../../keystorm/hsm/v1/SetErrorRateRequest.ts';
import type { SetErrorRateResponse as _keystorm_hsm_v1_SetErrorRateResponse, SetErrorRateResponse__Output as _keystorm_hsm_v1_SetErrorRateResponse__Output } from '../../../keystorm/hsm/v1/SetErrorRateResponse.ts';
import type { SetLevelRequest as _keystorm_hsm_v1_SetLevelRequest, SetLevelRequest__Output as _keystorm_hsm_v1_SetLevelRequest__Output } from '../../../keystorm/hsm/v1/SetLevelRequest.ts';
import type { SetLevelResponse as _keystorm_hsm_v1_SetLevelResponse, SetLevelResponse__Output as _keystorm_hsm_v1_SetLevelResponse__Output } from '../../../keystorm/hsm/v1/SetLevelResponse.ts';
import type { SetLimitedWritesRequest as _keystorm_hsm_v1_SetLimitedWritesRequest, SetLimitedWritesRequest__Output as _keystorm_hsm_v1_SetLimitedWritesRequest__Output } from '../../../keystorm/hsm/v1/SetLimitedWritesRequest.ts';
import type { SetLimitedWritesResponse as _keystorm_hsm_v1_SetLimitedWritesResponse, SetLimitedWritesResponse__Output as _keystorm_hsm_v1_SetLimitedWritesResponse__Output } from '../../../keystorm/hsm/v1/SetLimitedWritesResponse.ts';
import type { SetReachableRequest as _keystorm_hsm_v1_SetReachableRequest, SetReachableRequest__Output as _keystorm_hsm_v1_SetReachableRequest__Output } from '../../../keystorm/hsm/v1/SetReachableRequest.ts';
import type { SetReachableResponse as _keystorm_hsm_v1_SetReachableResponse, SetReachableResponse__Output as _keystorm_hsm_v1_SetReachableResponse__Output } from '../../../keystorm/hsm/v1/SetReachableResponse.ts';
import type { SetSessionsExhaustedRequest as _keystorm_hsm_v1_SetSessionsExhaustedRequest, SetSessionsExhaustedRequest__Output as _keystorm_hsm_v1_SetSessionsExhaustedRequest__Output } from '../../../keystorm/hsm/v1/SetSessionsExhaustedRequest.ts';
import type { SetSessionsExhaustedResponse as _keystorm_hsm_v1_SetSessionsExhaustedResponse, SetSessionsExhaustedResponse__Output as _keystorm_hsm_v1_SetSessionsExhaustedResponse__Output } from '../../../keystorm/hsm/v1/SetSessionsExhaustedResponse.ts';
import type { ZeroizeRequest as _keystorm_hsm_v1_ZeroizeRequest, ZeroizeRequest__Output as _keystorm_hsm_v1_ZeroizeRequest__Output } from '../../../keystorm/hsm/v1/ZeroizeRequest.ts';
import type { ZeroizeResponse as _keystorm_hsm_v1_ZeroizeResponse, ZeroizeResponse__Output as _keystorm_hsm_v1_ZeroizeResponse__Output } from '../../../keystorm/hsm/v1/ZeroizeResponse.ts';

export interface HsmAdminServiceClient extends grpc.Client {
  AdvanceClock(argument: _keystorm_hsm_v1_AdvanceClockRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_keystorm_hsm_v1_AdvanceClockResponse__Output>): grpc.ClientUnaryCall;
  AdvanceClock(argument: _keystorm_hsm_v1_AdvanceClockRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_keystorm_hsm_v1_AdvanceClockResponse__Output>): grpc.ClientUnaryCall;
  AdvanceClock(argument: _keystorm_hsm_v1_AdvanceClockRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_keystorm_hsm_v1_AdvanceClockResponse__Output>): grpc.ClientUnaryCall;
  AdvanceClock(argument: _keystorm_hsm_v1_AdvanceClockRequest, callback: grpc.requestCallback<_keystorm_hsm_v1_AdvanceClockResponse__Output>): grpc.ClientUnaryCall;
  advanceClock(argument: _keystorm_hsm_v1_AdvanceClockRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_keystorm_hsm_v1_AdvanceClockResponse__Output>): grpc.ClientUnaryCall;
  advanceClock(argument: _keystorm_hsm_v1_AdvanceClockRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_keystorm_hsm_v1_AdvanceClockResponse__Output>): grpc.ClientUnaryCall;
  advanceClock(argument: _keystorm_hsm_v1_AdvanceClockRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_keystorm_hsm_v1_AdvanceClockResponse__Output>): grpc.ClientUnaryCall;
  advanceClock(argument: _keystorm_hsm_v1_AdvanceClockRequest, callback: grpc.requestCallback<_keystorm_hsm_v1_AdvanceClockResponse__Output>): grpc.ClientUnaryCall;
  
  Backup(argument: _keystorm_hsm_v1_BackupRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_keystorm_hsm_v1_BackupResponse__Output>): grpc.ClientUnaryCall;
  Backup(argument: _keystorm_hsm_v1_BackupRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_keystorm_hsm_v1_BackupResponse__Output>): grpc.ClientUnaryCall;
  Backup(argument: _keystorm_hsm_v1_BackupRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_keystorm_hsm_v1_BackupResponse__Output>): grpc.ClientUnaryCall;
  Backup(argument: _keystorm_hsm_v1_BackupRequest, callback: grpc.requestCallback<_keystorm_hsm_v1_BackupResponse__Output>): grpc.ClientUnaryCall;
  backup(argument: _keystorm_hsm_v1_BackupRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_keystorm_hsm_v1_BackupResponse__Output>): grpc.ClientUnaryCall;
  backup(argument: _keystorm_hsm_v1_BackupRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_keystorm_hsm_v1_BackupResponse__Output>): grpc.ClientUnaryCall;
  backup(argument: _keystorm_hsm_v1_BackupRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_keystorm_hsm_v1_BackupResponse__Output>): grpc.ClientUnaryCall;
  backup(argument: _keystorm_hsm_v1_BackupRequest, callback: grpc.requestCallback<_keystorm_hsm_v1_BackupResponse__Output>): grpc.ClientUnaryCall;
  
  Claim(argument: _keystorm_hsm_v1_ClaimRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_keystorm_hsm_v1_ClaimResponse__Output>): grpc.ClientUnaryCall;
  Claim(argument: _keystorm_hsm_v1_ClaimRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_keystorm_hsm_v1_ClaimResponse__Output>): grpc.ClientUnaryCall;
  Claim(argument: _keystorm_hsm_v1_ClaimRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_keystorm_hsm_v1_ClaimResponse__Output>): grpc.ClientUnaryCall;
  Claim(argument: _keystorm_hsm_v1_ClaimRequest, callback: grpc.requestCallback<_keystorm_hsm_v1_ClaimResponse__Output>): grpc.ClientUnaryCall;
  claim(argument: _keystorm_hsm_v1_ClaimRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_keystorm_hsm_v1_ClaimResponse__Output>): grpc.ClientUnaryCall;
  claim(argument: _keystorm_hsm_v1_ClaimRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_keystorm_hsm_v1_ClaimResponse__Output>): grpc.ClientUnaryCall;
  claim(argument: _keystorm_hsm_v1_ClaimRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_keystorm_hsm_v1_ClaimResponse__Output>): grpc.ClientUnaryCall;
  claim(argument: _keystorm_hsm_v1_ClaimRequest, callback: grpc.requestCallback<_keystorm_hsm_v1_ClaimResponse__Output>): grpc.ClientUnaryCall;
  
  CreateSigningRequest(argument: _keystorm_hsm_v1_CreateSigningRequestRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_keystorm_hsm_v1_CreateSigningRequestResponse__Output>): grpc.ClientUnaryCall;
  CreateSigningRequest(argument: _keystorm_hsm_v1_CreateSigningRequestRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_keystorm_hsm_v1_CreateSigningRequestResponse__Output>): grpc.ClientUnaryCall;
  CreateSigningRequest(argument: _keystorm_hsm_v1_CreateSigningRequestRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_keystorm_hsm_v1_CreateSigningRequestResponse__Output>): grpc.ClientUnaryCall;
  CreateSigningRequest(argument: _keystorm_hsm_v1_CreateSigningRequestRequest, callback: grpc.requestCallback<_keystorm_hsm_v1_CreateSigningRequestResponse__Output>): grpc.ClientUnaryCall;
  createSigningRequest(argument: _keystorm_hsm_v1_CreateSigningRequestRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_keystorm_hsm_v1_CreateSigningRequestResponse__Output>): grpc.ClientUnaryCall;
  createSigningRequest(argument: _keystorm_hsm_v1_CreateSigningRequestRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_keystorm_hsm_v1_CreateSigningRequestResponse__Output>): grpc.ClientUnaryCall;
  createSigningRequest(argument: _keystorm_hsm_v1_CreateSigningRequestRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_keystorm_hsm_v1_CreateSigningRequestResponse__Output>): grpc.ClientUnaryCall;
  createSigningRequest(argument: _keystorm_hsm_v1_CreateSigningRequestRequest, callback: grpc.requestCallback<_keystorm_hsm_v1_CreateSigningRequestResponse__Output>): grpc.ClientUnaryCall;
  
  ExportObjects(argument: _keystorm_hsm_v1_ExportObjectsRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_keystorm_hsm_v1_ExportObjectsResponse__Output>): grpc.ClientUnaryCall;
  ExportObjects(argument: _keystorm_hsm_v1_ExportObjectsRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_keystorm_hsm_v1_ExportObjectsResponse__Output>): grpc.ClientUnaryCall;
  ExportObjects(argument: _keystorm_hsm_v1_ExportObjectsRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_keystorm_hsm_v1_ExportObjectsResponse__Output>): grpc.ClientUnaryCall;
  ExportObjects(argument: _keystorm_hsm_v1_ExportObjectsRequest, callback: grpc.requestCallback<_keystorm_hsm_v1_ExportObjectsResponse__Output>): grpc.ClientUnaryCall;
  exportObjects(argument: _keystorm_hsm_v1_ExportObjectsRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_keystorm_hsm_v1_ExportObjectsResponse__Output>): grpc.ClientUnaryCall;
  exportObjects(argument: _keystorm_hsm_v1_ExportObjectsRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_keystorm_hsm_v1_ExportObjectsResponse__Output>): grpc.ClientUnaryCall;
  exportObjects(argument: _keystorm_hsm_v1_ExportObjectsRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_keystorm_hsm_v1_ExportObjectsResponse__Output>): grpc.ClientUnaryCall;
  exportObjects(argument: _keystorm_hsm_v1_ExportObjectsRequest, callback: grpc.requestCallback<_keystorm_hsm_v1_ExportObjectsResponse__Output>): grpc.ClientUnaryCall;
  
  GetDigest(argument: _keystorm_hsm_v1_GetDigestRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_keystorm_hsm_v1_GetDigestResponse__Output>): grpc.ClientUnaryCall;
  GetDigest(argument: _keystorm_hsm_v1_GetDigestRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_keystorm_hsm_v1_GetDigestResponse__Output>): grpc.ClientUnaryCall;
  GetDigest(argument: _keystorm_hsm_v1_GetDigestRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_keystorm_hsm_v1_GetDigestResponse__Output>): grpc.ClientUnaryCall;
  GetDigest(argument: _keystorm_hsm_v1_GetDigestRequest, callback: grpc.requestCallback<_keystorm_hsm_v1_GetDigestResponse__Output>): grpc.ClientUnaryCall;
  getDigest(argument: _keystorm_hsm_v1_GetDigestRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_keystorm_hsm_v1_GetDigestResponse__Output>): grpc.ClientUnaryCall;
  getDigest(argument: _keystorm_hsm_v1_GetDigestRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_keystorm_hsm_v1_GetDigestResponse__Output>): grpc.ClientUnaryCall;
  getDigest(argument: _keystorm_hsm_v1_GetDigestRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_keystorm_hsm_v1_GetDigestResponse__Output>): grpc.ClientUnaryCall;
  getDigest(argument: _keystorm_hsm_v1_GetDigestRequest, callback: grpc.requestCallback<_keystorm_hsm_v1_GetDigestResponse__Output>): grpc.ClientUnaryCall;
  
  GetStatus(argument: _keystorm_hsm_v1_GetStatusRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_keystorm_hsm_v1_GetStatusResponse__Output>): grpc.ClientUnaryCall;
  GetStatus(argument: _keystorm_hsm_v1_GetStatusRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_keystorm_hsm_v1_GetStatusResponse__Output>): grpc.ClientUnaryCall;
  GetStatus(argument: _keystorm_hsm_v1_GetStatusRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_keystorm_hsm_v1_GetStatusResponse__Output>): grpc.ClientUnaryCall;
  GetStatus(argument: _keystorm_hsm_v1_GetStatusRequest, callback: grpc.requestCallback<_keystorm_hsm_v1_GetStatusResponse__Output>): grpc.ClientUnaryCall;
  getStatus(argument: _keystorm_hsm_v1_GetStatusRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_keystorm_hsm_v1_GetStatusResponse__Output>): grpc.ClientUnaryCall;
  getStatus(argument: _keystorm_hsm_v1_GetStatusRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_keystorm_hsm_v1_GetStatusResponse__Output>): grpc.ClientUnaryCall;
  getStatus(argument: _keystorm_hsm_v1_GetStatusRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_keystorm_hsm_v1_GetStatusResponse__Output>): grpc.ClientUnaryCall;
  getStatus(argument: _keystorm_hsm_v1_GetStatusRequest, callback: grpc.requestCallback<_keystorm_hsm_v1_GetStatusResponse__Output>): grpc.ClientUnaryCall;
  
  ImportObjects(argument: _keystorm_hsm_v1_ImportObjectsRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_keystorm_hsm_v1_ImportObjectsResponse__Output>): grpc.ClientUnaryCall;
  ImportObjects(argument: _keystorm_hsm_v1_ImportObjectsRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_keystorm_hsm_v1_ImportObjectsResponse__Output>): grpc.ClientUnaryCall;
  ImportObjects(argument: _keystorm_hsm_v1_ImportObjectsRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_keystorm_hsm_v1_ImportObjectsResponse__Output>): grpc.ClientUnaryCall;
  ImportObjects(argument: _keystorm_hsm_v1_ImportObjectsRequest, callback: grpc.requestCallback<_keystorm_hsm_v1_ImportObjectsResponse__Output>): grpc.ClientUnaryCall;
  importObjects(argument: _keystorm_hsm_v1_ImportObjectsRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_keystorm_hsm_v1_ImportObjectsResponse__Output>): grpc.ClientUnaryCall;
  importObjects(argument: _keystorm_hsm_v1_ImportObjectsRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_keystorm_hsm_v1_ImportObjectsResponse__Output>): grpc.ClientUnaryCall;
  importObjects(argument: _keystorm_hsm_v1_ImportObjectsRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_keystorm_hsm_v1_ImportObjectsResponse__Output>): grpc.ClientUnaryCall;
  importObjects(argument: _keystorm_hsm_v1_ImportObjectsRequest, callback: grpc.requestCallback<_keystorm_hsm_v1_ImportObjectsResponse__Output>): grpc.ClientUnaryCall;
  
  Initialize(argument: _keystorm_hsm_v1_InitializeRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_keystorm_hsm_v1_InitializeResponse__Output>): grpc.ClientUnaryCall;
  Initialize(argument: _keystorm_hsm_v1_InitializeRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_keystorm_hsm_v1_InitializeResponse__Output>): grpc.ClientUnaryCall;
  Initialize(argument: _keystorm_hsm_v1_InitializeRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_keystorm_hsm_v1_InitializeResponse__Output>): grpc.ClientUnaryCall;
  Initialize(argument: _keystorm_hsm_v1_InitializeRequest, callback: grpc.requestCallback<_keystorm_hsm_v1_InitializeResponse__Output>): grpc.ClientUnaryCall;
  initialize(argument: _keystorm_hsm_v1_InitializeRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_keystorm_hsm_v1_InitializeResponse__Output>): grpc.ClientUnaryCall;
  initialize(argument: _keystorm_hsm_v1_InitializeRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_keystorm_hsm_v1_InitializeResponse__Output>): grpc.ClientUnaryCall;
  initialize(argument: _keystorm_hsm_v1_InitializeRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_keystorm_hsm_v1_InitializeResponse__Output>): grpc.ClientUnaryCall;
  initialize(argument: _keystorm_hsm_v1_InitializeRequest, callback: grpc.requestCallback<_keystorm_hsm_v1_InitializeResponse__Output>): grpc.ClientUnaryCall;
  
  ListObjects(argument: _keystorm_hsm_v1_ListObjectsRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_keystorm_hsm_v1_ListObjectsResponse__Output>): grpc.ClientUnaryCall;
  ListObjects(argument: _keystorm_hsm_v1_ListObjectsRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_keystorm_hsm_v1_ListObjectsResponse__Output>): grpc.ClientUnaryCall;
  ListObjects(argument: _keystorm_hsm_v1_ListObjectsRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_keystorm_hsm_v1_ListObjectsResponse__Output>): grpc.ClientUnaryCall;
  ListObjects(argument: _keystorm_hsm_v1_ListObjectsRequest, callback: grpc.requestCallback<_keystorm_hsm_v1_ListObjectsResponse__Output>): grpc.ClientUnaryCall;
  listObjects(argument: _keystorm_hsm_v1_ListObjectsRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_keystorm_hsm_v1_ListObjectsResponse__Output>): grpc.ClientUnaryCall;
  listObjects(argument: _keystorm_hsm_v1_ListObjectsRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_keystorm_hsm_v1_ListObjectsResponse__Output>): grpc.ClientUnaryCall;
  listObjects(argument: _keystorm_hsm_v1_ListObjectsRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_keystorm_hsm_v1_ListObjectsResponse__Output>): grpc.ClientUnaryCall;
  listObjects(argument: _keystorm_hsm_v1_ListObjectsRequest, callback: grpc.requestCallback<_keystorm_hsm_v1_ListObjectsResponse__Output>): grpc.ClientUnaryCall;
  
  ReadAuditLog(argument: _keystorm_hsm_v1_ReadAuditLogRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_keystorm_hsm_v1_ReadAuditLogResponse__Output>): grpc.ClientUnaryCall;
  ReadAuditLog(argument: _keystorm_hsm_v1_ReadAuditLogRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_keystorm_hsm_v1_ReadAuditLogResponse__Output>): grpc.ClientUnaryCall;
  ReadAuditLog(argument: _keystorm_hsm_v1_ReadAuditLogRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_keystorm_hsm_v1_ReadAuditLogResponse__Output>): grpc.ClientUnaryCall;
  ReadAuditLog(argument: _keystorm_hsm_v1_ReadAuditLogRequest, callback: grpc.requestCallback<_keystorm_hsm_v1_ReadAuditLogResponse__Output>): grpc.ClientUnaryCall;
  readAuditLog(argument: _keystorm_hsm_v1_ReadAuditLogRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_keystorm_hsm_v1_ReadAuditLogResponse__Output>): grpc.ClientUnaryCall;
  readAuditLog(argument: _keystorm_hsm_v1_ReadAuditLogRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_keystorm_hsm_v1_ReadAuditLogResponse__Output>): grpc.ClientUnaryCall;
  readAuditLog(argument: _keystorm_hsm_v1_ReadAuditLogRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_keystorm_hsm_v1_ReadAuditLogResponse__Output>): grpc.ClientUnaryCall;
  readAuditLog(argument: _keystorm_hsm_v1_ReadAuditLogRequest, callback: grpc.requestCallback<_keystorm_hsm_v1_ReadAuditLogResponse__Output>): grpc.ClientUnaryCall;
  
  Restore(argument: _keystorm_hsm_v1_RestoreRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_keystorm_hsm_v1_RestoreResponse__Output>): grpc.ClientUnaryCall;
  Restore(argument: _keystorm_hsm_v1_RestoreRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_keystorm_hsm_v1_RestoreResponse__Output>): grpc.ClientUnaryCall;
  Restore(argument: _keystorm_hsm_v1_RestoreRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_keystorm_hsm_v1_RestoreResponse__Output>): grpc.ClientUnaryCall;
  Restore(argument: _keystorm_hsm_v1_RestoreRequest, callback: grpc.requestCallback<_keystorm_hsm_v1_RestoreResponse__Output>): grpc.ClientUnaryCall;
  restore(argument: _keystorm_hsm_v1_RestoreRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_keystorm_hsm_v1_RestoreResponse__Output>): grpc.ClientUnaryCall;
  restore(argument: _keystorm_hsm_v1_RestoreRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_keystorm_hsm_v1_RestoreResponse__Output>): grpc.ClientUnaryCall;
  restore(argument: _keystorm_hsm_v1_RestoreRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_keystorm_hsm_v1_RestoreResponse__Output>): grpc.ClientUnaryCall;
  restore(argument: _keystorm_hsm_v1_RestoreRequest, callback: grpc.requestCallback<_keystorm_hsm_v1_RestoreResponse__Output>): grpc.ClientUnaryCall;
  
  SetErrorRate(argument: _keystorm_hsm_v1_SetErrorRateRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_keystorm_hsm_v1_SetErrorRateResponse__Output>): grpc.ClientUnaryCall;
  SetErrorRate(argument: _keystorm_hsm_v1_SetErrorRateRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_keystorm_hsm_v1_SetErrorRateResponse__Output>): grpc.ClientUnaryCall;
  SetErrorRate(argument: _keystorm_hsm_v1_SetErrorRateRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_keystorm_hsm_v1_SetErrorRateResponse__Output>): grpc.ClientUnaryCall;
  SetErrorRate(argument: _keystorm_hsm_v1_SetErrorRateRequest, callback: grpc.requestCallback<_keystorm_hsm_v1_SetErrorRateResponse__Output>): grpc.ClientUnaryCall;
  setErrorRate(argument: _keystorm_hsm_v1_SetErrorRateRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_keystorm_hsm_v1_SetErrorRateResponse__Output>): grpc.ClientUnaryCall;
  setErrorRate(argument: _keystorm_hsm_v1_SetErrorRateRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_keystorm_hsm_v1_SetErrorRateResponse__Output>): grpc.ClientUnaryCall;
  setErrorRate(argument: _keystorm_hsm_v1_SetErrorRateRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_keystorm_hsm_v1_SetErrorRateResponse__Output>): grpc.ClientUnaryCall;
  setErrorRate(argument: _keystorm_hsm_v1_SetErrorRateRequest, callback: grpc.requestCallback<_keystorm_hsm_v1_SetErrorRateResponse__Output>): grpc.ClientUnaryCall;
  
  SetLevel(argument: _keystorm_hsm_v1_SetLevelRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_keystorm_hsm_v1_SetLevelResponse__Output>): grpc.ClientUnaryCall;
  SetLevel(argument: _keystorm_hsm_v1_SetLevelRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_keystorm_hsm_v1_SetLevelResponse__Output>): grpc.ClientUnaryCall;
  SetLevel(argument: _keystorm_hsm_v1_SetLevelRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_keystorm_hsm_v1_SetLevelResponse__Output>): grpc.ClientUnaryCall;
  SetLevel(argument: _keystorm_hsm_v1_SetLevelRequest, callback: grpc.requestCallback<_keystorm_hsm_v1_SetLevelResponse__Output>): grpc.ClientUnaryCall;
  setLevel(argument: _keystorm_hsm_v1_SetLevelRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_keystorm_hsm_v1_SetLevelResponse__Output>): grpc.ClientUnaryCall;
  setLevel(argument: _keystorm_hsm_v1_SetLevelRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_keystorm_hsm_v1_SetLevelResponse__Output>): grpc.ClientUnaryCall;
  setLevel(argument: _keystorm_hsm_v1_SetLevelRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_keystorm_hsm_v1_SetLevelResponse__Output>): grpc.ClientUnaryCall;
  setLevel(argument: _keystorm_hsm_v1_SetLevelRequest, callback: grpc.requestCallback<_keystorm_hsm_v1_SetLevelResponse__Output>): grpc.ClientUnaryCall;
  
  SetLimitedWrites(argument: _keystorm_hsm_v1_SetLimitedWritesRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_keystorm_hsm_v1_SetLimitedWritesResponse__Output>): grpc.ClientUnaryCall;
  SetLimitedWrites(argument: _keystorm_hsm_v1_SetLimitedWritesRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_keystorm_hsm_v1_SetLimitedWritesResponse__Output>): grpc.ClientUnaryCall;
  SetLimitedWrites(argument: _keystorm_hsm_v1_SetLimitedWritesRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_keystorm_hsm_v1_SetLimitedWritesResponse__Output>): grpc.ClientUnaryCall;
  SetLimitedWrites(argument: _keystorm_hsm_v1_SetLimitedWritesRequest, callback: grpc.requestCallback<_keystorm_hsm_v1_SetLimitedWritesResponse__Output>): grpc.ClientUnaryCall;
  setLimitedWrites(argument: _keystorm_hsm_v1_SetLimitedWritesRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_keystorm_hsm_v1_SetLimitedWritesResponse__Output>): grpc.ClientUnaryCall;
  setLimitedWrites(argument: _keystorm_hsm_v1_SetLimitedWritesRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_keystorm_hsm_v1_SetLimitedWritesResponse__Output>): grpc.ClientUnaryCall;
  setLimitedWrites(argument: _keystorm_hsm_v1_SetLimitedWritesRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_keystorm_hsm_v1_SetLimitedWritesResponse__Output>): grpc.ClientUnaryCall;
  setLimitedWrites(argument: _keystorm_hsm_v1_SetLimitedWritesRequest, callback: grpc.requestCallback<_keystorm_hsm_v1_SetLimitedWritesResponse__Output>): grpc.ClientUnaryCall;
  
  SetReachable(argument: _keystorm_hsm_v1_SetReachableRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_keystorm_hsm_v1_SetReachableResponse__Output>): grpc.ClientUnaryCall;
  SetReachable(argument: _keystorm_hsm_v1_SetReachableRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_keystorm_hsm_v1_SetReachableResponse__Output>): grpc.ClientUnaryCall;
  SetReachable(argument: _keystorm_hsm_v1_SetReachableRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_keystorm_hsm_v1_SetReachableResponse__Output>): grpc.ClientUnaryCall;
  SetReachable(argument: _keystorm_hsm_v1_SetReachableRequest, callback: grpc.requestCallback<_keystorm_hsm_v1_SetReachableResponse__Output>): grpc.ClientUnaryCall;
  setReachable(argument: _keystorm_hsm_v1_SetReachableRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_keystorm_hsm_v1_SetReachableResponse__Output>): grpc.ClientUnaryCall;
  setReachable(argument: _keystorm_hsm_v1_SetReachableRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_keystorm_hsm_v1_SetReachableResponse__Output>): grpc.ClientUnaryCall;
  setReachable(argument: _keystorm_hsm_v1_SetReachableRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_keystorm_hsm_v1_SetReachableResponse__Output>): grpc.ClientUnaryCall;
  setReachable(argument: _keystorm_hsm_v1_SetReachableRequest, callback: grpc.requestCallback<_keystorm_hsm_v1_SetReachableResponse__Output>): grpc.ClientUnaryCall;
  
  SetSessionsExhausted(argument: _keystorm_hsm_v1_SetSessionsExhaustedRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_keystorm_hsm_v1_SetSessionsExhaustedResponse__Output>): grpc.ClientUnaryCall;
  SetSessionsExhausted(argument: _keystorm_hsm_v1_SetSessionsExhaustedRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_keystorm_hsm_v1_SetSessionsExhaustedResponse__Output>): grpc.ClientUnaryCall;
  SetSessionsExhausted(argument: _keystorm_hsm_v1_SetSessionsExhaustedRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_keystorm_hsm_v1_SetSessionsExhaustedResponse__Output>): grpc.ClientUnaryCall;
  SetSessionsExhausted(argument: _keystorm_hsm_v1_SetSessionsExhaustedRequest, callback: grpc.requestCallback<_keystorm_hsm_v1_SetSessionsExhaustedResponse__Output>): grpc.ClientUnaryCall;
  setSessionsExhausted(argument: _keystorm_hsm_v1_SetSessionsExhaustedRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_keystorm_hsm_v1_SetSessionsExhaustedResponse__Output>): grpc.ClientUnaryCall;
  setSessionsExhausted(argument: _keystorm_hsm_v1_SetSessionsExhaustedRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_keystorm_hsm_v1_SetSessionsExhaustedResponse__Output>): grpc.ClientUnaryCall;
  setSessionsExhausted(argument: _keystorm_hsm_v1_SetSessionsExhaustedRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_keystorm_hsm_v1_SetSessionsExhaustedResponse__Output>): grpc.ClientUnaryCall;
  setSessionsExhausted(argument: _keystorm_hsm_v1_SetSessionsExhaustedRequest, callback: grpc.requestCallback<_keystorm_hsm_v1_SetSessionsExhaustedResponse__Output>): grpc.ClientUnaryCall;
  
  Zeroize(argument: _keystorm_hsm_v1_ZeroizeRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_keystorm_hsm_v1_ZeroizeResponse__Output>): grpc.ClientUnaryCall;
  Zeroize(argument: _keystorm_hsm_v1_ZeroizeRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_keystorm_hsm_v1_ZeroizeResponse__Output>): grpc.ClientUnaryCall;
  Zeroize(argument: _keystorm_hsm_v1_ZeroizeRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_keystorm_hsm_v1_ZeroizeResponse__Output>): grpc.ClientUnaryCall;
  Zeroize(argument: _keystorm_hsm_v1_ZeroizeRequest, callback: grpc.requestCallback<_keystorm_hsm_v1_ZeroizeResponse__Output>): grpc.ClientUnaryCall;
  zeroize(argument: _keystorm_hsm_v1_ZeroizeRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_keystorm_hsm_v1_ZeroizeResponse__Output>): grpc.ClientUnaryCall;
  zeroize(argument: _keystorm_hsm_v1_ZeroizeRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_keystorm_hsm_v1_ZeroizeResponse__Output>): grpc.ClientUnaryCall;
  zeroize(argument: _keystorm_hsm_v1_ZeroizeRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_keystorm_hsm_v1_ZeroizeResponse__Output>): grpc.ClientUnaryCall;
  zeroize(argument: _keystorm_hsm_v1_ZeroizeRequest, callback: grpc.requestCallback<_keystorm_hsm_v1_ZeroizeResponse__Output>): grpc.ClientUnaryCall;
  
}

export interface HsmAdminServiceHandlers extends grpc.UntypedServiceImplementation {
  AdvanceClock: grpc.handleUnaryCall<_keystorm_hsm_v1_AdvanceClockRequest__Output, _keystorm_hsm_v1_AdvanceClockResponse>;
  
  Backup: grpc.handleUnaryCall<_keystorm_hsm_v1_BackupRequest__Output, _keystorm_hsm_v1_BackupResponse>;
  
  Claim: grpc.handleUnaryCall<_keystorm_hsm_v1_ClaimRequest__Output, _keystorm_hsm_v1_ClaimResponse>;
  
  CreateSigningRequest: grpc.handleUnaryCall<_keystorm_hsm_v1_CreateSigningRequestRequest__Output, _keystorm_hsm_v1_CreateSigningRequestResponse>;
  
  ExportObjects: grpc.handleUnaryCall<_keystorm_hsm_v1_ExportObjectsRequest__Output, _keystorm_hsm_v1_ExportObjectsResponse>;
  
  GetDigest: grpc.handleUnaryCall<_keystorm_hsm_v1_GetDigestRequest__Output, _keystorm_hsm_v1_GetDigestResponse>;
  
  GetStatus: grpc.handleUnaryCall<_keystorm_hsm_v1_GetStatusRequest__Output, _keystorm_hsm_v1_GetStatusResponse>;
  
  ImportObjects: grpc.handleUnaryCall<_keystorm_hsm_v1_ImportObjectsRequest__Output, _keystorm_hsm_v1_ImportObjectsResponse>;
  
  Initialize: grpc.handleUnaryCall<_keystorm_hsm_v1_InitializeRequest__Output, _keystorm_hsm_v1_InitializeResponse>;
  
  ListObjects: grpc.handleUnaryCall<_keystorm_hsm_v1_ListObjectsRequest__Output, _keystorm_hsm_v1_ListObjectsResponse>;
  
  ReadAuditLog: grpc.handleUnaryCall<_keystorm_hsm_v1_ReadAuditLogRequest__Output, _keystorm_hsm_v1_ReadAuditLogResponse>;
  
  Restore: grpc.handleUnaryCall<_keystorm_hsm_v1_RestoreRequest__Output, _keystorm_hsm_v1_RestoreResponse>;
  
  SetErrorRate: grpc.handleUnaryCall<_keystorm_hsm_v1_SetErrorRateRequest__Output, _keystorm_hsm_v1_SetErrorRateResponse>;
  
  SetLevel: grpc.handleUnaryCall<_keystorm_hsm_v1_SetLevelRequest__Output, _keystorm_hsm_v1_SetLevelResponse>;
  
  SetLimitedWrites: grpc.handleUnaryCall<_keystorm_hsm_v1_SetLimitedWritesRequest__Output, _keystorm_hsm_v1_SetLimitedWritesResponse>;
  
  SetReachable: grpc.handleUnaryCall<_keystorm_hsm_v1_SetReachableRequest__Output, _keystorm_hsm_v1_SetReachableResponse>;
  
  SetSessionsExhausted: grpc.handleUnaryCall<_keystorm_hsm_v1_SetSessionsExhaustedRequest__Output, _keystorm_hsm_v1_SetSessionsExhaustedResponse>;
  
  Zeroize: grpc.handleUnaryCall<_keystorm_hsm_v1_ZeroizeRequest__Output, _keystorm_hsm_v1_ZeroizeResponse>;
  
}

export interface HsmAdminServiceDefinition extends grpc.ServiceDefinition {
  AdvanceClock: MethodDefinition<_keystorm_hsm_v1_AdvanceClockRequest, _keystorm_hsm_v1_AdvanceClockResponse, _keystorm_hsm_v1_AdvanceClockRequest__Output, _keystorm_hsm_v1_AdvanceClockResponse__Output>
  Backup: MethodDefinition<_keystorm_hsm_v1_BackupRequest, _keystorm_hsm_v1_BackupResponse, _keystorm_hsm_v1_BackupRequest__Output, _keystorm_hsm_v1_BackupResponse__Output>
  Claim: MethodDefinition<_keystorm_hsm_v1_ClaimRequest, _keystorm_hsm_v1_ClaimResponse, _keystorm_hsm_v1_ClaimRequest__Output, _keystorm_hsm_v1_ClaimResponse__Output>
  CreateSigningRequest: MethodDefinition<_keystorm_hsm_v1_CreateSigningRequestRequest, _keystorm_hsm_v1_CreateSigningRequestResponse, _keystorm_hsm_v1_CreateSigningRequestRequest__Output, _keystorm_hsm_v1_CreateSigningRequestResponse__Output>
  ExportObjects: MethodDefinition<_keystorm_hsm_v1_ExportObjectsRequest, _keystorm_hsm_v1_ExportObjectsResponse, _keystorm_hsm_v1_ExportObjectsRequest__Output, _keystorm_hsm_v1_ExportObjectsResponse__Output>
  GetDigest: MethodDefinition<_keystorm_hsm_v1_GetDigestRequest, _keystorm_hsm_v1_GetDigestResponse, _keystorm_hsm_v1_GetDigestRequest__Output, _keystorm_hsm_v1_GetDigestResponse__Output>
  GetStatus: MethodDefinition<_keystorm_hsm_v1_GetStatusRequest, _keystorm_hsm_v1_GetStatusResponse, _keystorm_hsm_v1_GetStatusRequest__Output, _keystorm_hsm_v1_GetStatusResponse__Output>
  ImportObjects: MethodDefinition<_keystorm_hsm_v1_ImportObjectsRequest, _keystorm_hsm_v1_ImportObjectsResponse, _keystorm_hsm_v1_ImportObjectsRequest__Output, _keystorm_hsm_v1_ImportObjectsResponse__Output>
  Initialize: MethodDefinition<_keystorm_hsm_v1_InitializeRequest, _keystorm_hsm_v1_InitializeResponse, _keystorm_hsm_v1_InitializeRequest__Output, _keystorm_hsm_v1_InitializeResponse__Output>
  ListObjects: MethodDefinition<_keystorm_hsm_v1_ListObjectsRequest, _keystorm_hsm_v1_ListObjectsResponse, _keystorm_hsm_v1_ListObjectsRequest__Output, _keystorm_hsm_v1_ListObjectsResponse__Output>
  ReadAuditLog: MethodDefinition<_keystorm_hsm_v1_ReadAuditLogRequest, _keystorm_hsm_v1_ReadAuditLogResponse, _keystorm_hsm_v1_ReadAuditLogRequest__Output, _keystorm_hsm_v1_ReadAuditLogResponse__Output>
  Restore: MethodDefinition<_keystorm_hsm_v1_RestoreRequest, _keystorm_hsm_v1_RestoreResponse, _keystorm_hsm_v1_RestoreRequest__Output, _keystorm_hsm_v1_RestoreResponse__Output>
  SetErrorRate: MethodDefinition<_keystorm_hsm_v1_SetErrorRateRequest, _keystorm_hsm_v1_SetErrorRateResponse, _keystorm_hsm_v1_SetErrorRateRequest__Output, _keystorm_hsm_v1_SetErrorRateResponse__Output>
  SetLevel: MethodDefinition<_keystorm_hsm_v1_SetLevelRequest, _keystorm_hsm_v1_SetLevelResponse, _keystorm_hsm_v1_SetLevelRequest__Output, _keystorm_hsm_v1_SetLevelResponse__Output>
  SetLimitedWrites: MethodDefinition<_keystorm_hsm_v1_SetLimitedWritesRequest, _keystorm_hsm_v1_SetLimitedWritesResponse, _keystorm_hsm_v1_SetLimitedWritesRequest__Output, _keystorm_hsm_v1_SetLimitedWritesResponse__Output>
  SetReachable: MethodDefinition<_keystorm_hsm_v1_SetReachableRequest, _keystorm_hsm_v1_SetReachableResponse, _keystorm_hsm_v1_SetReachableRequest__Output, _keystorm_hsm_v1_SetReachableResponse__Output>
  SetSessionsExhausted: MethodDefinition<_keystorm_hsm_v1_SetSessionsExhaustedRequest, _keystorm_hsm_v1_SetSessionsExhaustedResponse, _keystorm_hsm_v1_SetSessionsExhaustedRequest__Output, _keystorm_hsm_v1_SetSessionsExhaustedResponse__Output>
  Zeroize: MethodDefinition<_keystorm_hsm_v1_ZeroizeRequest, _keystorm_hsm_v1_ZeroizeResponse, _keystorm_hsm_v1_ZeroizeRequest__Output, _keystorm_hsm_v1_ZeroizeResponse__Output>
}
