// Original file: proto/keystorm/hsm/v1/hsm.proto

import type * as grpc from '@grpc/grpc-js'
import type { MethodDefinition } from '@grpc/proto-loader'
import type { AesUnwrapRequest as _keystorm_hsm_v1_AesUnwrapRequest, AesUnwrapRequest__Output as _keystorm_hsm_v1_AesUnwrapRequest__Output } from '../../../keystorm/hsm/v1/AesUnwrapRequest.ts';
import type { AesUnwrapResponse as _keystorm_hsm_v1_AesUnwrapResponse, AesUnwrapResponse__Output as _keystorm_hsm_v1_AesUnwrapResponse__Output } from '../../../keystorm/hsm/v1/AesUnwrapResponse.ts';
import type { AesWrapRequest as _keystorm_hsm_v1_AesWrapRequest, AesWrapRequest__Output as _keystorm_hsm_v1_AesWrapRequest__Output } from '../../../keystorm/hsm/v1/AesWrapRequest.ts';
import type { AesWrapResponse as _keystorm_hsm_v1_AesWrapResponse, AesWrapResponse__Output as _keystorm_hsm_v1_AesWrapResponse__Output } from '../../../keystorm/hsm/v1/AesWrapResponse.ts';
import type { ApproveQuorumTokenRequest as _keystorm_hsm_v1_ApproveQuorumTokenRequest, ApproveQuorumTokenRequest__Output as _keystorm_hsm_v1_ApproveQuorumTokenRequest__Output } from '../../../keystorm/hsm/v1/ApproveQuorumTokenRequest.ts';
import type { ApproveQuorumTokenResponse as _keystorm_hsm_v1_ApproveQuorumTokenResponse, ApproveQuorumTokenResponse__Output as _keystorm_hsm_v1_ApproveQuorumTokenResponse__Output } from '../../../keystorm/hsm/v1/ApproveQuorumTokenResponse.ts';
import type { ChangePasswordRequest as _keystorm_hsm_v1_ChangePasswordRequest, ChangePasswordRequest__Output as _keystorm_hsm_v1_ChangePasswordRequest__Output } from '../../../keystorm/hsm/v1/ChangePasswordRequest.ts';
import type { ChangePasswordResponse as _keystorm_hsm_v1_ChangePasswordResponse, ChangePasswordResponse__Output as _keystorm_hsm_v1_ChangePasswordResponse__Output } from '../../../keystorm/hsm/v1/ChangePasswordResponse.ts';
import type { CreateQuorumTokenRequest as _keystorm_hsm_v1_CreateQuorumTokenRequest, CreateQuorumTokenRequest__Output as _keystorm_hsm_v1_CreateQuorumTokenRequest__Output } from '../../../keystorm/hsm/v1/CreateQuorumTokenRequest.ts';
import type { CreateQuorumTokenResponse as _keystorm_hsm_v1_CreateQuorumTokenResponse, CreateQuorumTokenResponse__Output as _keystorm_hsm_v1_CreateQuorumTokenResponse__Output } from '../../../keystorm/hsm/v1/CreateQuorumTokenResponse.ts';
import type { CreateUserRequest as _keystorm_hsm_v1_CreateUserRequest, CreateUserRequest__Output as _keystorm_hsm_v1_CreateUserRequest__Output } from '../../../keystorm/hsm/v1/CreateUserRequest.ts';
import type { CreateUserResponse as _keystorm_hsm_v1_CreateUserResponse, CreateUserResponse__Output as _keystorm_hsm_v1_CreateUserResponse__Output } from '../../../keystorm/hsm/v1/CreateUserResponse.ts';
import type { DecryptRequest as _keystorm_hsm_v1_DecryptRequest, DecryptRequest__Output as _keystorm_hsm_v1_DecryptRequest__Output } from '../../../keystorm/hsm/v1/DecryptRequest.ts';
import type { DecryptResponse as _keystorm_hsm_v1_DecryptResponse, DecryptResponse__Output as _keystorm_hsm_v1_DecryptResponse__Output } from '../../../keystorm/hsm/v1/DecryptResponse.ts';
import type { DeleteKeyRequest as _keystorm_hsm_v1_DeleteKeyRequest, DeleteKeyRequest__Output as _keystorm_hsm_v1_DeleteKeyRequest__Output } from '../../../keystorm/hsm/v1/DeleteKeyRequest.ts';
import type { DeleteKeyResponse as _keystorm_hsm_v1_DeleteKeyResponse, DeleteKeyResponse__Output as _keystorm_hsm_v1_DeleteKeyResponse__Output } from '../../../keystorm/hsm/v1/DeleteKeyResponse.ts';
import type { DeleteQuorumTokensRequest as _keystorm_hsm_v1_DeleteQuorumTokensRequest, DeleteQuorumTokensRequest__Output as _keystorm_hsm_v1_DeleteQuorumTokensRequest__Output } from '../../../keystorm/hsm/v1/DeleteQuorumTokensRequest.ts';
import type { DeleteQuorumTokensResponse as _keystorm_hsm_v1_DeleteQuorumTokensResponse, DeleteQuorumTokensResponse__Output as _keystorm_hsm_v1_DeleteQuorumTokensResponse__Output } from '../../../keystorm/hsm/v1/DeleteQuorumTokensResponse.ts';
import type { DeleteUserRequest as _keystorm_hsm_v1_DeleteUserRequest, DeleteUserRequest__Output as _keystorm_hsm_v1_DeleteUserRequest__Output } from '../../../keystorm/hsm/v1/DeleteUserRequest.ts';
import type { DeleteUserResponse as _keystorm_hsm_v1_DeleteUserResponse, DeleteUserResponse__Output as _keystorm_hsm_v1_DeleteUserResponse__Output } from '../../../keystorm/hsm/v1/DeleteUserResponse.ts';
import type { DeregisterTrustAnchorRequest as _keystorm_hsm_v1_DeregisterTrustAnchorRequest, DeregisterTrustAnchorRequest__Output as _keystorm_hsm_v1_DeregisterTrustAnchorRequest__Output } from '../../../keystorm/hsm/v1/DeregisterTrustAnchorRequest.ts';
import type { DeregisterTrustAnchorResponse as _keystorm_hsm_v1_DeregisterTrustAnchorResponse, DeregisterTrustAnchorResponse__Output as _keystorm_hsm_v1_DeregisterTrustAnchorResponse__Output } from '../../../keystorm/hsm/v1/DeregisterTrustAnchorResponse.ts';
import type { DrawChallengeRequest as _keystorm_hsm_v1_DrawChallengeRequest, DrawChallengeRequest__Output as _keystorm_hsm_v1_DrawChallengeRequest__Output } from '../../../keystorm/hsm/v1/DrawChallengeRequest.ts';
import type { DrawChallengeResponse as _keystorm_hsm_v1_DrawChallengeResponse, DrawChallengeResponse__Output as _keystorm_hsm_v1_DrawChallengeResponse__Output } from '../../../keystorm/hsm/v1/DrawChallengeResponse.ts';
import type { EncryptRequest as _keystorm_hsm_v1_EncryptRequest, EncryptRequest__Output as _keystorm_hsm_v1_EncryptRequest__Output } from '../../../keystorm/hsm/v1/EncryptRequest.ts';
import type { EncryptResponse as _keystorm_hsm_v1_EncryptResponse, EncryptResponse__Output as _keystorm_hsm_v1_EncryptResponse__Output } from '../../../keystorm/hsm/v1/EncryptResponse.ts';
import type { ExchangeRequest as _keystorm_hsm_v1_ExchangeRequest, ExchangeRequest__Output as _keystorm_hsm_v1_ExchangeRequest__Output } from '../../../keystorm/hsm/v1/ExchangeRequest.ts';
import type { ExchangeResponse as _keystorm_hsm_v1_ExchangeResponse, ExchangeResponse__Output as _keystorm_hsm_v1_ExchangeResponse__Output } from '../../../keystorm/hsm/v1/ExchangeResponse.ts';
import type { ExportMaskedKeyRequest as _keystorm_hsm_v1_ExportMaskedKeyRequest, ExportMaskedKeyRequest__Output as _keystorm_hsm_v1_ExportMaskedKeyRequest__Output } from '../../../keystorm/hsm/v1/ExportMaskedKeyRequest.ts';
import type { ExportMaskedKeyResponse as _keystorm_hsm_v1_ExportMaskedKeyResponse, ExportMaskedKeyResponse__Output as _keystorm_hsm_v1_ExportMaskedKeyResponse__Output } from '../../../keystorm/hsm/v1/ExportMaskedKeyResponse.ts';
import type { ExportMaskedUserRequest as _keystorm_hsm_v1_ExportMaskedUserRequest, ExportMaskedUserRequest__Output as _keystorm_hsm_v1_ExportMaskedUserRequest__Output } from '../../../keystorm/hsm/v1/ExportMaskedUserRequest.ts';
import type { ExportMaskedUserResponse as _keystorm_hsm_v1_ExportMaskedUserResponse, ExportMaskedUserResponse__Output as _keystorm_hsm_v1_ExportMaskedUserResponse__Output } from '../../../keystorm/hsm/v1/ExportMaskedUserResponse.ts';
import type { FindKeysRequest as _keystorm_hsm_v1_FindKeysRequest, FindKeysRequest__Output as _keystorm_hsm_v1_FindKeysRequest__Output } from '../../../keystorm/hsm/v1/FindKeysRequest.ts';
import type { FindKeysResponse as _keystorm_hsm_v1_FindKeysResponse, FindKeysResponse__Output as _keystorm_hsm_v1_FindKeysResponse__Output } from '../../../keystorm/hsm/v1/FindKeysResponse.ts';
import type { GenerateDataKeyRequest as _keystorm_hsm_v1_GenerateDataKeyRequest, GenerateDataKeyRequest__Output as _keystorm_hsm_v1_GenerateDataKeyRequest__Output } from '../../../keystorm/hsm/v1/GenerateDataKeyRequest.ts';
import type { GenerateDataKeyResponse as _keystorm_hsm_v1_GenerateDataKeyResponse, GenerateDataKeyResponse__Output as _keystorm_hsm_v1_GenerateDataKeyResponse__Output } from '../../../keystorm/hsm/v1/GenerateDataKeyResponse.ts';
import type { GenerateKeyPairRequest as _keystorm_hsm_v1_GenerateKeyPairRequest, GenerateKeyPairRequest__Output as _keystorm_hsm_v1_GenerateKeyPairRequest__Output } from '../../../keystorm/hsm/v1/GenerateKeyPairRequest.ts';
import type { GenerateKeyPairResponse as _keystorm_hsm_v1_GenerateKeyPairResponse, GenerateKeyPairResponse__Output as _keystorm_hsm_v1_GenerateKeyPairResponse__Output } from '../../../keystorm/hsm/v1/GenerateKeyPairResponse.ts';
import type { GenerateKeyRequest as _keystorm_hsm_v1_GenerateKeyRequest, GenerateKeyRequest__Output as _keystorm_hsm_v1_GenerateKeyRequest__Output } from '../../../keystorm/hsm/v1/GenerateKeyRequest.ts';
import type { GenerateKeyResponse as _keystorm_hsm_v1_GenerateKeyResponse, GenerateKeyResponse__Output as _keystorm_hsm_v1_GenerateKeyResponse__Output } from '../../../keystorm/hsm/v1/GenerateKeyResponse.ts';
import type { GenerateRandomRequest as _keystorm_hsm_v1_GenerateRandomRequest, GenerateRandomRequest__Output as _keystorm_hsm_v1_GenerateRandomRequest__Output } from '../../../keystorm/hsm/v1/GenerateRandomRequest.ts';
import type { GenerateRandomResponse as _keystorm_hsm_v1_GenerateRandomResponse, GenerateRandomResponse__Output as _keystorm_hsm_v1_GenerateRandomResponse__Output } from '../../../keystorm/hsm/v1/GenerateRandomResponse.ts';
import type { GetCertificatesRequest as _keystorm_hsm_v1_GetCertificatesRequest, GetCertificatesRequest__Output as _keystorm_hsm_v1_GetCertificatesRequest__Output } from '../../../keystorm/hsm/v1/GetCertificatesRequest.ts';
import type { GetCertificatesResponse as _keystorm_hsm_v1_GetCertificatesResponse, GetCertificatesResponse__Output as _keystorm_hsm_v1_GetCertificatesResponse__Output } from '../../../keystorm/hsm/v1/GetCertificatesResponse.ts';
import type { GetInfoRequest as _keystorm_hsm_v1_GetInfoRequest, GetInfoRequest__Output as _keystorm_hsm_v1_GetInfoRequest__Output } from '../../../keystorm/hsm/v1/GetInfoRequest.ts';
import type { GetInfoResponse as _keystorm_hsm_v1_GetInfoResponse, GetInfoResponse__Output as _keystorm_hsm_v1_GetInfoResponse__Output } from '../../../keystorm/hsm/v1/GetInfoResponse.ts';
import type { GetKeyRequest as _keystorm_hsm_v1_GetKeyRequest, GetKeyRequest__Output as _keystorm_hsm_v1_GetKeyRequest__Output } from '../../../keystorm/hsm/v1/GetKeyRequest.ts';
import type { GetKeyResponse as _keystorm_hsm_v1_GetKeyResponse, GetKeyResponse__Output as _keystorm_hsm_v1_GetKeyResponse__Output } from '../../../keystorm/hsm/v1/GetKeyResponse.ts';
import type { GetMtlsEnforcementRequest as _keystorm_hsm_v1_GetMtlsEnforcementRequest, GetMtlsEnforcementRequest__Output as _keystorm_hsm_v1_GetMtlsEnforcementRequest__Output } from '../../../keystorm/hsm/v1/GetMtlsEnforcementRequest.ts';
import type { GetMtlsEnforcementResponse as _keystorm_hsm_v1_GetMtlsEnforcementResponse, GetMtlsEnforcementResponse__Output as _keystorm_hsm_v1_GetMtlsEnforcementResponse__Output } from '../../../keystorm/hsm/v1/GetMtlsEnforcementResponse.ts';
import type { GetQuorumValuesRequest as _keystorm_hsm_v1_GetQuorumValuesRequest, GetQuorumValuesRequest__Output as _keystorm_hsm_v1_GetQuorumValuesRequest__Output } from '../../../keystorm/hsm/v1/GetQuorumValuesRequest.ts';
import type { GetQuorumValuesResponse as _keystorm_hsm_v1_GetQuorumValuesResponse, GetQuorumValuesResponse__Output as _keystorm_hsm_v1_GetQuorumValuesResponse__Output } from '../../../keystorm/hsm/v1/GetQuorumValuesResponse.ts';
import type { ImportMaskedKeyRequest as _keystorm_hsm_v1_ImportMaskedKeyRequest, ImportMaskedKeyRequest__Output as _keystorm_hsm_v1_ImportMaskedKeyRequest__Output } from '../../../keystorm/hsm/v1/ImportMaskedKeyRequest.ts';
import type { ImportMaskedKeyResponse as _keystorm_hsm_v1_ImportMaskedKeyResponse, ImportMaskedKeyResponse__Output as _keystorm_hsm_v1_ImportMaskedKeyResponse__Output } from '../../../keystorm/hsm/v1/ImportMaskedKeyResponse.ts';
import type { ImportMaskedUserRequest as _keystorm_hsm_v1_ImportMaskedUserRequest, ImportMaskedUserRequest__Output as _keystorm_hsm_v1_ImportMaskedUserRequest__Output } from '../../../keystorm/hsm/v1/ImportMaskedUserRequest.ts';
import type { ImportMaskedUserResponse as _keystorm_hsm_v1_ImportMaskedUserResponse, ImportMaskedUserResponse__Output as _keystorm_hsm_v1_ImportMaskedUserResponse__Output } from '../../../keystorm/hsm/v1/ImportMaskedUserResponse.ts';
import type { ListQuorumTokensRequest as _keystorm_hsm_v1_ListQuorumTokensRequest, ListQuorumTokensRequest__Output as _keystorm_hsm_v1_ListQuorumTokensRequest__Output } from '../../../keystorm/hsm/v1/ListQuorumTokensRequest.ts';
import type { ListQuorumTokensResponse as _keystorm_hsm_v1_ListQuorumTokensResponse, ListQuorumTokensResponse__Output as _keystorm_hsm_v1_ListQuorumTokensResponse__Output } from '../../../keystorm/hsm/v1/ListQuorumTokensResponse.ts';
import type { ListTrustAnchorsRequest as _keystorm_hsm_v1_ListTrustAnchorsRequest, ListTrustAnchorsRequest__Output as _keystorm_hsm_v1_ListTrustAnchorsRequest__Output } from '../../../keystorm/hsm/v1/ListTrustAnchorsRequest.ts';
import type { ListTrustAnchorsResponse as _keystorm_hsm_v1_ListTrustAnchorsResponse, ListTrustAnchorsResponse__Output as _keystorm_hsm_v1_ListTrustAnchorsResponse__Output } from '../../../keystorm/hsm/v1/ListTrustAnchorsResponse.ts';
import type { ListUsersRequest as _keystorm_hsm_v1_ListUsersRequest, ListUsersRequest__Output as _keystorm_hsm_v1_ListUsersRequest__Output } from '../../../keystorm/hsm/v1/ListUsersRequest.ts';
import type { ListUsersResponse as _keystorm_hsm_v1_ListUsersResponse, ListUsersResponse__Output as _keystorm_hsm_v1_ListUsersResponse__Output } from '../../../keystorm/hsm/v1/ListUsersResponse.ts';
import type { LoginRequest as _keystorm_hsm_v1_LoginRequest, LoginRequest__Output as _keystorm_hsm_v1_LoginRequest__Output } from '../../../keystorm/hsm/v1/LoginRequest.ts';
import type { LoginResponse as _keystorm_hsm_v1_LoginResponse, LoginResponse__Output as _keystorm_hsm_v1_LoginResponse__Output } from '../../../keystorm/hsm/v1/LoginResponse.ts';
import type { LogoutRequest as _keystorm_hsm_v1_LogoutRequest, LogoutRequest__Output as _keystorm_hsm_v1_LogoutRequest__Output } from '../../../keystorm/hsm/v1/LogoutRequest.ts';
import type { LogoutResponse as _keystorm_hsm_v1_LogoutResponse, LogoutResponse__Output as _keystorm_hsm_v1_LogoutResponse__Output } from '../../../keystorm/hsm/v1/LogoutResponse.ts';
import type { ProbeRequest as _keystorm_hsm_v1_ProbeRequest, ProbeRequest__Output as _keystorm_hsm_v1_ProbeRequest__Output } from '../../../keystorm/hsm/v1/ProbeRequest.ts';
import type { ProbeResponse as _keystorm_hsm_v1_ProbeResponse, ProbeResponse__Output as _keystorm_hsm_v1_ProbeResponse__Output } from '../../../keystorm/hsm/v1/ProbeResponse.ts';
import type { ReencryptRequest as _keystorm_hsm_v1_ReencryptRequest, ReencryptRequest__Output as _keystorm_hsm_v1_ReencryptRequest__Output } from '../../../keystorm/hsm/v1/ReencryptRequest.ts';
import type { ReencryptResponse as _keystorm_hsm_v1_ReencryptResponse, ReencryptResponse__Output as _keystorm_hsm_v1_ReencryptResponse__Output } from '../../../keystorm/hsm/v1/ReencryptResponse.ts';
import type { RegisterQuorumKeyRequest as _keystorm_hsm_v1_RegisterQuorumKeyRequest, RegisterQuorumKeyRequest__Output as _keystorm_hsm_v1_RegisterQuorumKeyRequest__Output } from '../../../keystorm/hsm/v1/RegisterQuorumKeyRequest.ts';
import type { RegisterQuorumKeyResponse as _keystorm_hsm_v1_RegisterQuorumKeyResponse, RegisterQuorumKeyResponse__Output as _keystorm_hsm_v1_RegisterQuorumKeyResponse__Output } from '../../../keystorm/hsm/v1/RegisterQuorumKeyResponse.ts';
import type { RegisterTrustAnchorRequest as _keystorm_hsm_v1_RegisterTrustAnchorRequest, RegisterTrustAnchorRequest__Output as _keystorm_hsm_v1_RegisterTrustAnchorRequest__Output } from '../../../keystorm/hsm/v1/RegisterTrustAnchorRequest.ts';
import type { RegisterTrustAnchorResponse as _keystorm_hsm_v1_RegisterTrustAnchorResponse, RegisterTrustAnchorResponse__Output as _keystorm_hsm_v1_RegisterTrustAnchorResponse__Output } from '../../../keystorm/hsm/v1/RegisterTrustAnchorResponse.ts';
import type { RetireKeyIdRequest as _keystorm_hsm_v1_RetireKeyIdRequest, RetireKeyIdRequest__Output as _keystorm_hsm_v1_RetireKeyIdRequest__Output } from '../../../keystorm/hsm/v1/RetireKeyIdRequest.ts';
import type { RetireKeyIdResponse as _keystorm_hsm_v1_RetireKeyIdResponse, RetireKeyIdResponse__Output as _keystorm_hsm_v1_RetireKeyIdResponse__Output } from '../../../keystorm/hsm/v1/RetireKeyIdResponse.ts';
import type { SetKeyAttributesRequest as _keystorm_hsm_v1_SetKeyAttributesRequest, SetKeyAttributesRequest__Output as _keystorm_hsm_v1_SetKeyAttributesRequest__Output } from '../../../keystorm/hsm/v1/SetKeyAttributesRequest.ts';
import type { SetKeyAttributesResponse as _keystorm_hsm_v1_SetKeyAttributesResponse, SetKeyAttributesResponse__Output as _keystorm_hsm_v1_SetKeyAttributesResponse__Output } from '../../../keystorm/hsm/v1/SetKeyAttributesResponse.ts';
import type { SetMtlsEnforcementRequest as _keystorm_hsm_v1_SetMtlsEnforcementRequest, SetMtlsEnforcementRequest__Output as _keystorm_hsm_v1_SetMtlsEnforcementRequest__Output } from '../../../keystorm/hsm/v1/SetMtlsEnforcementRequest.ts';
import type { SetMtlsEnforcementResponse as _keystorm_hsm_v1_SetMtlsEnforcementResponse, SetMtlsEnforcementResponse__Output as _keystorm_hsm_v1_SetMtlsEnforcementResponse__Output } from '../../../keystorm/hsm/v1/SetMtlsEnforcementResponse.ts';
import type { SetQuorumValueRequest as _keystorm_hsm_v1_SetQuorumValueRequest, SetQuorumValueRequest__Output as _keystorm_hsm_v1_SetQuorumValueRequest__Output } from '../../../keystorm/hsm/v1/SetQuorumValueRequest.ts';
import type { SetQuorumValueResponse as _keystorm_hsm_v1_SetQuorumValueResponse, SetQuorumValueResponse__Output as _keystorm_hsm_v1_SetQuorumValueResponse__Output } from '../../../keystorm/hsm/v1/SetQuorumValueResponse.ts';
import type { ShareKeyRequest as _keystorm_hsm_v1_ShareKeyRequest, ShareKeyRequest__Output as _keystorm_hsm_v1_ShareKeyRequest__Output } from '../../../keystorm/hsm/v1/ShareKeyRequest.ts';
import type { ShareKeyResponse as _keystorm_hsm_v1_ShareKeyResponse, ShareKeyResponse__Output as _keystorm_hsm_v1_ShareKeyResponse__Output } from '../../../keystorm/hsm/v1/ShareKeyResponse.ts';
import type { UnshareKeyRequest as _keystorm_hsm_v1_UnshareKeyRequest, UnshareKeyRequest__Output as _keystorm_hsm_v1_UnshareKeyRequest__Output } from '../../../keystorm/hsm/v1/UnshareKeyRequest.ts';
import type { UnshareKeyResponse as _keystorm_hsm_v1_UnshareKeyResponse, UnshareKeyResponse__Output as _keystorm_hsm_v1_UnshareKeyResponse__Output } from '../../../keystorm/hsm/v1/UnshareKeyResponse.ts';
import type { UnwrapKeyRequest as _keystorm_hsm_v1_UnwrapKeyRequest, UnwrapKeyRequest__Output as _keystorm_hsm_v1_UnwrapKeyRequest__Output } from '../../../keystorm/hsm/v1/UnwrapKeyRequest.ts';
import type { UnwrapKeyResponse as _keystorm_hsm_v1_UnwrapKeyResponse, UnwrapKeyResponse__Output as _keystorm_hsm_v1_UnwrapKeyResponse__Output } from '../../../keystorm/hsm/v1/UnwrapKeyResponse.ts';
import type { WrapKeyRequest as _keystorm_hsm_v1_WrapKeyRequest, WrapKeyRequest__Output as _keystorm_hsm_v1_WrapKeyRequest__Output } from '../../../keystorm/hsm/v1/WrapKeyRequest.ts';
import type { WrapKeyResponse as _keystorm_hsm_v1_WrapKeyResponse, WrapKeyResponse__Output as _keystorm_hsm_v1_WrapKeyResponse__Output } from '../../../keystorm/hsm/v1/WrapKeyResponse.ts';

export interface HsmServiceClient extends grpc.Client {
  AesUnwrap(argument: _keystorm_hsm_v1_AesUnwrapRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_keystorm_hsm_v1_AesUnwrapResponse__Output>): grpc.ClientUnaryCall;
  AesUnwrap(argument: _keystorm_hsm_v1_AesUnwrapRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_keystorm_hsm_v1_AesUnwrapResponse__Output>): grpc.ClientUnaryCall;
  AesUnwrap(argument: _keystorm_hsm_v1_AesUnwrapRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_keystorm_hsm_v1_AesUnwrapResponse__Output>): grpc.ClientUnaryCall;
  AesUnwrap(argument: _keystorm_hsm_v1_AesUnwrapRequest, callback: grpc.requestCallback<_keystorm_hsm_v1_AesUnwrapResponse__Output>): grpc.ClientUnaryCall;
  aesUnwrap(argument: _keystorm_hsm_v1_AesUnwrapRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_keystorm_hsm_v1_AesUnwrapResponse__Output>): grpc.ClientUnaryCall;
  aesUnwrap(argument: _keystorm_hsm_v1_AesUnwrapRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_keystorm_hsm_v1_AesUnwrapResponse__Output>): grpc.ClientUnaryCall;
  aesUnwrap(argument: _keystorm_hsm_v1_AesUnwrapRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_keystorm_hsm_v1_AesUnwrapResponse__Output>): grpc.ClientUnaryCall;
  aesUnwrap(argument: _keystorm_hsm_v1_AesUnwrapRequest, callback: grpc.requestCallback<_keystorm_hsm_v1_AesUnwrapResponse__Output>): grpc.ClientUnaryCall;
  
  AesWrap(argument: _keystorm_hsm_v1_AesWrapRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_keystorm_hsm_v1_AesWrapResponse__Output>): grpc.ClientUnaryCall;
  AesWrap(argument: _keystorm_hsm_v1_AesWrapRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_keystorm_hsm_v1_AesWrapResponse__Output>): grpc.ClientUnaryCall;
  AesWrap(argument: _keystorm_hsm_v1_AesWrapRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_keystorm_hsm_v1_AesWrapResponse__Output>): grpc.ClientUnaryCall;
  AesWrap(argument: _keystorm_hsm_v1_AesWrapRequest, callback: grpc.requestCallback<_keystorm_hsm_v1_AesWrapResponse__Output>): grpc.ClientUnaryCall;
  aesWrap(argument: _keystorm_hsm_v1_AesWrapRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_keystorm_hsm_v1_AesWrapResponse__Output>): grpc.ClientUnaryCall;
  aesWrap(argument: _keystorm_hsm_v1_AesWrapRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_keystorm_hsm_v1_AesWrapResponse__Output>): grpc.ClientUnaryCall;
  aesWrap(argument: _keystorm_hsm_v1_AesWrapRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_keystorm_hsm_v1_AesWrapResponse__Output>): grpc.ClientUnaryCall;
  aesWrap(argument: _keystorm_hsm_v1_AesWrapRequest, callback: grpc.requestCallback<_keystorm_hsm_v1_AesWrapResponse__Output>): grpc.ClientUnaryCall;
  
  ApproveQuorumToken(argument: _keystorm_hsm_v1_ApproveQuorumTokenRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_keystorm_hsm_v1_ApproveQuorumTokenResponse__Output>): grpc.ClientUnaryCall;
  ApproveQuorumToken(argument: _keystorm_hsm_v1_ApproveQuorumTokenRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_keystorm_hsm_v1_ApproveQuorumTokenResponse__Output>): grpc.ClientUnaryCall;
  ApproveQuorumToken(argument: _keystorm_hsm_v1_ApproveQuorumTokenRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_keystorm_hsm_v1_ApproveQuorumTokenResponse__Output>): grpc.ClientUnaryCall;
  ApproveQuorumToken(argument: _keystorm_hsm_v1_ApproveQuorumTokenRequest, callback: grpc.requestCallback<_keystorm_hsm_v1_ApproveQuorumTokenResponse__Output>): grpc.ClientUnaryCall;
  approveQuorumToken(argument: _keystorm_hsm_v1_ApproveQuorumTokenRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_keystorm_hsm_v1_ApproveQuorumTokenResponse__Output>): grpc.ClientUnaryCall;
  approveQuorumToken(argument: _keystorm_hsm_v1_ApproveQuorumTokenRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_keystorm_hsm_v1_ApproveQuorumTokenResponse__Output>): grpc.ClientUnaryCall;
  approveQuorumToken(argument: _keystorm_hsm_v1_ApproveQuorumTokenRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_keystorm_hsm_v1_ApproveQuorumTokenResponse__Output>): grpc.ClientUnaryCall;
  approveQuorumToken(argument: _keystorm_hsm_v1_ApproveQuorumTokenRequest, callback: grpc.requestCallback<_keystorm_hsm_v1_ApproveQuorumTokenResponse__Output>): grpc.ClientUnaryCall;
  
  ChangePassword(argument: _keystorm_hsm_v1_ChangePasswordRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_keystorm_hsm_v1_ChangePasswordResponse__Output>): grpc.ClientUnaryCall;
  ChangePassword(argument: _keystorm_hsm_v1_ChangePasswordRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_keystorm_hsm_v1_ChangePasswordResponse__Output>): grpc.ClientUnaryCall;
  ChangePassword(argument: _keystorm_hsm_v1_ChangePasswordRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_keystorm_hsm_v1_ChangePasswordResponse__Output>): grpc.ClientUnaryCall;
  ChangePassword(argument: _keystorm_hsm_v1_ChangePasswordRequest, callback: grpc.requestCallback<_keystorm_hsm_v1_ChangePasswordResponse__Output>): grpc.ClientUnaryCall;
  changePassword(argument: _keystorm_hsm_v1_ChangePasswordRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_keystorm_hsm_v1_ChangePasswordResponse__Output>): grpc.ClientUnaryCall;
  changePassword(argument: _keystorm_hsm_v1_ChangePasswordRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_keystorm_hsm_v1_ChangePasswordResponse__Output>): grpc.ClientUnaryCall;
  changePassword(argument: _keystorm_hsm_v1_ChangePasswordRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_keystorm_hsm_v1_ChangePasswordResponse__Output>): grpc.ClientUnaryCall;
  changePassword(argument: _keystorm_hsm_v1_ChangePasswordRequest, callback: grpc.requestCallback<_keystorm_hsm_v1_ChangePasswordResponse__Output>): grpc.ClientUnaryCall;
  
  CreateQuorumToken(argument: _keystorm_hsm_v1_CreateQuorumTokenRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_keystorm_hsm_v1_CreateQuorumTokenResponse__Output>): grpc.ClientUnaryCall;
  CreateQuorumToken(argument: _keystorm_hsm_v1_CreateQuorumTokenRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_keystorm_hsm_v1_CreateQuorumTokenResponse__Output>): grpc.ClientUnaryCall;
  CreateQuorumToken(argument: _keystorm_hsm_v1_CreateQuorumTokenRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_keystorm_hsm_v1_CreateQuorumTokenResponse__Output>): grpc.ClientUnaryCall;
  CreateQuorumToken(argument: _keystorm_hsm_v1_CreateQuorumTokenRequest, callback: grpc.requestCallback<_keystorm_hsm_v1_CreateQuorumTokenResponse__Output>): grpc.ClientUnaryCall;
  createQuorumToken(argument: _keystorm_hsm_v1_CreateQuorumTokenRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_keystorm_hsm_v1_CreateQuorumTokenResponse__Output>): grpc.ClientUnaryCall;
  createQuorumToken(argument: _keystorm_hsm_v1_CreateQuorumTokenRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_keystorm_hsm_v1_CreateQuorumTokenResponse__Output>): grpc.ClientUnaryCall;
  createQuorumToken(argument: _keystorm_hsm_v1_CreateQuorumTokenRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_keystorm_hsm_v1_CreateQuorumTokenResponse__Output>): grpc.ClientUnaryCall;
  createQuorumToken(argument: _keystorm_hsm_v1_CreateQuorumTokenRequest, callback: grpc.requestCallback<_keystorm_hsm_v1_CreateQuorumTokenResponse__Output>): grpc.ClientUnaryCall;
  
  CreateUser(argument: _keystorm_hsm_v1_CreateUserRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_keystorm_hsm_v1_CreateUserResponse__Output>): grpc.ClientUnaryCall;
  CreateUser(argument: _keystorm_hsm_v1_CreateUserRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_keystorm_hsm_v1_CreateUserResponse__Output>): grpc.ClientUnaryCall;
  CreateUser(argument: _keystorm_hsm_v1_CreateUserRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_keystorm_hsm_v1_CreateUserResponse__Output>): grpc.ClientUnaryCall;
  CreateUser(argument: _keystorm_hsm_v1_CreateUserRequest, callback: grpc.requestCallback<_keystorm_hsm_v1_CreateUserResponse__Output>): grpc.ClientUnaryCall;
  createUser(argument: _keystorm_hsm_v1_CreateUserRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_keystorm_hsm_v1_CreateUserResponse__Output>): grpc.ClientUnaryCall;
  createUser(argument: _keystorm_hsm_v1_CreateUserRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_keystorm_hsm_v1_CreateUserResponse__Output>): grpc.ClientUnaryCall;
  createUser(argument: _keystorm_hsm_v1_CreateUserRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_keystorm_hsm_v1_CreateUserResponse__Output>): grpc.ClientUnaryCall;
  createUser(argument: _keystorm_hsm_v1_CreateUserRequest, callback: grpc.requestCallback<_keystorm_hsm_v1_CreateUserResponse__Output>): grpc.ClientUnaryCall;
  
  Decrypt(argument: _keystorm_hsm_v1_DecryptRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_keystorm_hsm_v1_DecryptResponse__Output>): grpc.ClientUnaryCall;
  Decrypt(argument: _keystorm_hsm_v1_DecryptRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_keystorm_hsm_v1_DecryptResponse__Output>): grpc.ClientUnaryCall;
  Decrypt(argument: _keystorm_hsm_v1_DecryptRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_keystorm_hsm_v1_DecryptResponse__Output>): grpc.ClientUnaryCall;
  Decrypt(argument: _keystorm_hsm_v1_DecryptRequest, callback: grpc.requestCallback<_keystorm_hsm_v1_DecryptResponse__Output>): grpc.ClientUnaryCall;
  decrypt(argument: _keystorm_hsm_v1_DecryptRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_keystorm_hsm_v1_DecryptResponse__Output>): grpc.ClientUnaryCall;
  decrypt(argument: _keystorm_hsm_v1_DecryptRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_keystorm_hsm_v1_DecryptResponse__Output>): grpc.ClientUnaryCall;
  decrypt(argument: _keystorm_hsm_v1_DecryptRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_keystorm_hsm_v1_DecryptResponse__Output>): grpc.ClientUnaryCall;
  decrypt(argument: _keystorm_hsm_v1_DecryptRequest, callback: grpc.requestCallback<_keystorm_hsm_v1_DecryptResponse__Output>): grpc.ClientUnaryCall;
  
  DeleteKey(argument: _keystorm_hsm_v1_DeleteKeyRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_keystorm_hsm_v1_DeleteKeyResponse__Output>): grpc.ClientUnaryCall;
  DeleteKey(argument: _keystorm_hsm_v1_DeleteKeyRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_keystorm_hsm_v1_DeleteKeyResponse__Output>): grpc.ClientUnaryCall;
  DeleteKey(argument: _keystorm_hsm_v1_DeleteKeyRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_keystorm_hsm_v1_DeleteKeyResponse__Output>): grpc.ClientUnaryCall;
  DeleteKey(argument: _keystorm_hsm_v1_DeleteKeyRequest, callback: grpc.requestCallback<_keystorm_hsm_v1_DeleteKeyResponse__Output>): grpc.ClientUnaryCall;
  deleteKey(argument: _keystorm_hsm_v1_DeleteKeyRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_keystorm_hsm_v1_DeleteKeyResponse__Output>): grpc.ClientUnaryCall;
  deleteKey(argument: _keystorm_hsm_v1_DeleteKeyRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_keystorm_hsm_v1_DeleteKeyResponse__Output>): grpc.ClientUnaryCall;
  deleteKey(argument: _keystorm_hsm_v1_DeleteKeyRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_keystorm_hsm_v1_DeleteKeyResponse__Output>): grpc.ClientUnaryCall;
  deleteKey(argument: _keystorm_hsm_v1_DeleteKeyRequest, callback: grpc.requestCallback<_keystorm_hsm_v1_DeleteKeyResponse__Output>): grpc.ClientUnaryCall;
  
  DeleteQuorumTokens(argument: _keystorm_hsm_v1_DeleteQuorumTokensRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_keystorm_hsm_v1_DeleteQuorumTokensResponse__Output>): grpc.ClientUnaryCall;
  DeleteQuorumTokens(argument: _keystorm_hsm_v1_DeleteQuorumTokensRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_keystorm_hsm_v1_DeleteQuorumTokensResponse__Output>): grpc.ClientUnaryCall;
  DeleteQuorumTokens(argument: _keystorm_hsm_v1_DeleteQuorumTokensRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_keystorm_hsm_v1_DeleteQuorumTokensResponse__Output>): grpc.ClientUnaryCall;
  DeleteQuorumTokens(argument: _keystorm_hsm_v1_DeleteQuorumTokensRequest, callback: grpc.requestCallback<_keystorm_hsm_v1_DeleteQuorumTokensResponse__Output>): grpc.ClientUnaryCall;
  deleteQuorumTokens(argument: _keystorm_hsm_v1_DeleteQuorumTokensRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_keystorm_hsm_v1_DeleteQuorumTokensResponse__Output>): grpc.ClientUnaryCall;
  deleteQuorumTokens(argument: _keystorm_hsm_v1_DeleteQuorumTokensRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_keystorm_hsm_v1_DeleteQuorumTokensResponse__Output>): grpc.ClientUnaryCall;
  deleteQuorumTokens(argument: _keystorm_hsm_v1_DeleteQuorumTokensRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_keystorm_hsm_v1_DeleteQuorumTokensResponse__Output>): grpc.ClientUnaryCall;
  deleteQuorumTokens(argument: _keystorm_hsm_v1_DeleteQuorumTokensRequest, callback: grpc.requestCallback<_keystorm_hsm_v1_DeleteQuorumTokensResponse__Output>): grpc.ClientUnaryCall;
  
  DeleteUser(argument: _keystorm_hsm_v1_DeleteUserRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_keystorm_hsm_v1_DeleteUserResponse__Output>): grpc.ClientUnaryCall;
  DeleteUser(argument: _keystorm_hsm_v1_DeleteUserRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_keystorm_hsm_v1_DeleteUserResponse__Output>): grpc.ClientUnaryCall;
  DeleteUser(argument: _keystorm_hsm_v1_DeleteUserRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_keystorm_hsm_v1_DeleteUserResponse__Output>): grpc.ClientUnaryCall;
  DeleteUser(argument: _keystorm_hsm_v1_DeleteUserRequest, callback: grpc.requestCallback<_keystorm_hsm_v1_DeleteUserResponse__Output>): grpc.ClientUnaryCall;
  deleteUser(argument: _keystorm_hsm_v1_DeleteUserRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_keystorm_hsm_v1_DeleteUserResponse__Output>): grpc.ClientUnaryCall;
  deleteUser(argument: _keystorm_hsm_v1_DeleteUserRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_keystorm_hsm_v1_DeleteUserResponse__Output>): grpc.ClientUnaryCall;
  deleteUser(argument: _keystorm_hsm_v1_DeleteUserRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_keystorm_hsm_v1_DeleteUserResponse__Output>): grpc.ClientUnaryCall;
  deleteUser(argument: _keystorm_hsm_v1_DeleteUserRequest, callback: grpc.requestCallback<_keystorm_hsm_v1_DeleteUserResponse__Output>): grpc.ClientUnaryCall;
  
  DeregisterTrustAnchor(argument: _keystorm_hsm_v1_DeregisterTrustAnchorRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_keystorm_hsm_v1_DeregisterTrustAnchorResponse__Output>): grpc.ClientUnaryCall;
  DeregisterTrustAnchor(argument: _keystorm_hsm_v1_DeregisterTrustAnchorRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_keystorm_hsm_v1_DeregisterTrustAnchorResponse__Output>): grpc.ClientUnaryCall;
  DeregisterTrustAnchor(argument: _keystorm_hsm_v1_DeregisterTrustAnchorRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_keystorm_hsm_v1_DeregisterTrustAnchorResponse__Output>): grpc.ClientUnaryCall;
  DeregisterTrustAnchor(argument: _keystorm_hsm_v1_DeregisterTrustAnchorRequest, callback: grpc.requestCallback<_keystorm_hsm_v1_DeregisterTrustAnchorResponse__Output>): grpc.ClientUnaryCall;
  deregisterTrustAnchor(argument: _keystorm_hsm_v1_DeregisterTrustAnchorRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_keystorm_hsm_v1_DeregisterTrustAnchorResponse__Output>): grpc.ClientUnaryCall;
  deregisterTrustAnchor(argument: _keystorm_hsm_v1_DeregisterTrustAnchorRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_keystorm_hsm_v1_DeregisterTrustAnchorResponse__Output>): grpc.ClientUnaryCall;
  deregisterTrustAnchor(argument: _keystorm_hsm_v1_DeregisterTrustAnchorRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_keystorm_hsm_v1_DeregisterTrustAnchorResponse__Output>): grpc.ClientUnaryCall;
  deregisterTrustAnchor(argument: _keystorm_hsm_v1_DeregisterTrustAnchorRequest, callback: grpc.requestCallback<_keystorm_hsm_v1_DeregisterTrustAnchorResponse__Output>): grpc.ClientUnaryCall;
  
  DrawChallenge(argument: _keystorm_hsm_v1_DrawChallengeRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_keystorm_hsm_v1_DrawChallengeResponse__Output>): grpc.ClientUnaryCall;
  DrawChallenge(argument: _keystorm_hsm_v1_DrawChallengeRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_keystorm_hsm_v1_DrawChallengeResponse__Output>): grpc.ClientUnaryCall;
  DrawChallenge(argument: _keystorm_hsm_v1_DrawChallengeRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_keystorm_hsm_v1_DrawChallengeResponse__Output>): grpc.ClientUnaryCall;
  DrawChallenge(argument: _keystorm_hsm_v1_DrawChallengeRequest, callback: grpc.requestCallback<_keystorm_hsm_v1_DrawChallengeResponse__Output>): grpc.ClientUnaryCall;
  drawChallenge(argument: _keystorm_hsm_v1_DrawChallengeRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_keystorm_hsm_v1_DrawChallengeResponse__Output>): grpc.ClientUnaryCall;
  drawChallenge(argument: _keystorm_hsm_v1_DrawChallengeRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_keystorm_hsm_v1_DrawChallengeResponse__Output>): grpc.ClientUnaryCall;
  drawChallenge(argument: _keystorm_hsm_v1_DrawChallengeRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_keystorm_hsm_v1_DrawChallengeResponse__Output>): grpc.ClientUnaryCall;
  drawChallenge(argument: _keystorm_hsm_v1_DrawChallengeRequest, callback: grpc.requestCallback<_keystorm_hsm_v1_DrawChallengeResponse__Output>): grpc.ClientUnaryCall;
  
  Encrypt(argument: _keystorm_hsm_v1_EncryptRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_keystorm_hsm_v1_EncryptResponse__Output>): grpc.ClientUnaryCall;
  Encrypt(argument: _keystorm_hsm_v1_EncryptRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_keystorm_hsm_v1_EncryptResponse__Output>): grpc.ClientUnaryCall;
  Encrypt(argument: _keystorm_hsm_v1_EncryptRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_keystorm_hsm_v1_EncryptResponse__Output>): grpc.ClientUnaryCall;
  Encrypt(argument: _keystorm_hsm_v1_EncryptRequest, callback: grpc.requestCallback<_keystorm_hsm_v1_EncryptResponse__Output>): grpc.ClientUnaryCall;
  encrypt(argument: _keystorm_hsm_v1_EncryptRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_keystorm_hsm_v1_EncryptResponse__Output>): grpc.ClientUnaryCall;
  encrypt(argument: _keystorm_hsm_v1_EncryptRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_keystorm_hsm_v1_EncryptResponse__Output>): grpc.ClientUnaryCall;
  encrypt(argument: _keystorm_hsm_v1_EncryptRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_keystorm_hsm_v1_EncryptResponse__Output>): grpc.ClientUnaryCall;
  encrypt(argument: _keystorm_hsm_v1_EncryptRequest, callback: grpc.requestCallback<_keystorm_hsm_v1_EncryptResponse__Output>): grpc.ClientUnaryCall;
  
  Exchange(metadata: grpc.Metadata, options?: grpc.CallOptions): grpc.ClientDuplexStream<_keystorm_hsm_v1_ExchangeRequest, _keystorm_hsm_v1_ExchangeResponse__Output>;
  Exchange(options?: grpc.CallOptions): grpc.ClientDuplexStream<_keystorm_hsm_v1_ExchangeRequest, _keystorm_hsm_v1_ExchangeResponse__Output>;
  exchange(metadata: grpc.Metadata, options?: grpc.CallOptions): grpc.ClientDuplexStream<_keystorm_hsm_v1_ExchangeRequest, _keystorm_hsm_v1_ExchangeResponse__Output>;
  exchange(options?: grpc.CallOptions): grpc.ClientDuplexStream<_keystorm_hsm_v1_ExchangeRequest, _keystorm_hsm_v1_ExchangeResponse__Output>;
  
  ExportMaskedKey(argument: _keystorm_hsm_v1_ExportMaskedKeyRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_keystorm_hsm_v1_ExportMaskedKeyResponse__Output>): grpc.ClientUnaryCall;
  ExportMaskedKey(argument: _keystorm_hsm_v1_ExportMaskedKeyRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_keystorm_hsm_v1_ExportMaskedKeyResponse__Output>): grpc.ClientUnaryCall;
  ExportMaskedKey(argument: _keystorm_hsm_v1_ExportMaskedKeyRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_keystorm_hsm_v1_ExportMaskedKeyResponse__Output>): grpc.ClientUnaryCall;
  ExportMaskedKey(argument: _keystorm_hsm_v1_ExportMaskedKeyRequest, callback: grpc.requestCallback<_keystorm_hsm_v1_ExportMaskedKeyResponse__Output>): grpc.ClientUnaryCall;
  exportMaskedKey(argument: _keystorm_hsm_v1_ExportMaskedKeyRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_keystorm_hsm_v1_ExportMaskedKeyResponse__Output>): grpc.ClientUnaryCall;
  exportMaskedKey(argument: _keystorm_hsm_v1_ExportMaskedKeyRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_keystorm_hsm_v1_ExportMaskedKeyResponse__Output>): grpc.ClientUnaryCall;
  exportMaskedKey(argument: _keystorm_hsm_v1_ExportMaskedKeyRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_keystorm_hsm_v1_ExportMaskedKeyResponse__Output>): grpc.ClientUnaryCall;
  exportMaskedKey(argument: _keystorm_hsm_v1_ExportMaskedKeyRequest, callback: grpc.requestCallback<_keystorm_hsm_v1_ExportMaskedKeyResponse__Output>): grpc.ClientUnaryCall;
  
  ExportMaskedUser(argument: _keystorm_hsm_v1_ExportMaskedUserRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_keystorm_hsm_v1_ExportMaskedUserResponse__Output>): grpc.ClientUnaryCall;
  ExportMaskedUser(argument: _keystorm_hsm_v1_ExportMaskedUserRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_keystorm_hsm_v1_ExportMaskedUserResponse__Output>): grpc.ClientUnaryCall;
  ExportMaskedUser(argument: _keystorm_hsm_v1_ExportMaskedUserRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_keystorm_hsm_v1_ExportMaskedUserResponse__Output>): grpc.ClientUnaryCall;
  ExportMaskedUser(argument: _keystorm_hsm_v1_ExportMaskedUserRequest, callback: grpc.requestCallback<_keystorm_hsm_v1_ExportMaskedUserResponse__Output>): grpc.ClientUnaryCall;
  exportMaskedUser(argument: _keystorm_hsm_v1_ExportMaskedUserRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_keystorm_hsm_v1_ExportMaskedUserResponse__Output>): grpc.ClientUnaryCall;
  exportMaskedUser(argument: _keystorm_hsm_v1_ExportMaskedUserRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_keystorm_hsm_v1_ExportMaskedUserResponse__Output>): grpc.ClientUnaryCall;
  exportMaskedUser(argument: _keystorm_hsm_v1_ExportMaskedUserRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_keystorm_hsm_v1_ExportMaskedUserResponse__Output>): grpc.ClientUnaryCall;
  exportMaskedUser(argument: _keystorm_hsm_v1_ExportMaskedUserRequest, callback: grpc.requestCallback<_keystorm_hsm_v1_ExportMaskedUserResponse__Output>): grpc.ClientUnaryCall;
  
  FindKeys(argument: _keystorm_hsm_v1_FindKeysRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_keystorm_hsm_v1_FindKeysResponse__Output>): grpc.ClientUnaryCall;
  FindKeys(argument: _keystorm_hsm_v1_FindKeysRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_keystorm_hsm_v1_FindKeysResponse__Output>): grpc.ClientUnaryCall;
  FindKeys(argument: _keystorm_hsm_v1_FindKeysRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_keystorm_hsm_v1_FindKeysResponse__Output>): grpc.ClientUnaryCall;
  FindKeys(argument: _keystorm_hsm_v1_FindKeysRequest, callback: grpc.requestCallback<_keystorm_hsm_v1_FindKeysResponse__Output>): grpc.ClientUnaryCall;
  findKeys(argument: _keystorm_hsm_v1_FindKeysRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_keystorm_hsm_v1_FindKeysResponse__Output>): grpc.ClientUnaryCall;
  findKeys(argument: _keystorm_hsm_v1_FindKeysRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_keystorm_hsm_v1_FindKeysResponse__Output>): grpc.ClientUnaryCall;
  findKeys(argument: _keystorm_hsm_v1_FindKeysRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_keystorm_hsm_v1_FindKeysResponse__Output>): grpc.ClientUnaryCall;
  findKeys(argument: _keystorm_hsm_v1_FindKeysRequest, callback: grpc.requestCallback<_keystorm_hsm_v1_FindKeysResponse__Output>): grpc.ClientUnaryCall;
  
  GenerateDataKey(argument: _keystorm_hsm_v1_GenerateDataKeyRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_keystorm_hsm_v1_GenerateDataKeyResponse__Output>): grpc.ClientUnaryCall;
  GenerateDataKey(argument: _keystorm_hsm_v1_GenerateDataKeyRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_keystorm_hsm_v1_GenerateDataKeyResponse__Output>): grpc.ClientUnaryCall;
  GenerateDataKey(argument: _keystorm_hsm_v1_GenerateDataKeyRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_keystorm_hsm_v1_GenerateDataKeyResponse__Output>): grpc.ClientUnaryCall;
  GenerateDataKey(argument: _keystorm_hsm_v1_GenerateDataKeyRequest, callback: grpc.requestCallback<_keystorm_hsm_v1_GenerateDataKeyResponse__Output>): grpc.ClientUnaryCall;
  generateDataKey(argument: _keystorm_hsm_v1_GenerateDataKeyRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_keystorm_hsm_v1_GenerateDataKeyResponse__Output>): grpc.ClientUnaryCall;
  generateDataKey(argument: _keystorm_hsm_v1_GenerateDataKeyRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_keystorm_hsm_v1_GenerateDataKeyResponse__Output>): grpc.ClientUnaryCall;
  generateDataKey(argument: _keystorm_hsm_v1_GenerateDataKeyRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_keystorm_hsm_v1_GenerateDataKeyResponse__Output>): grpc.ClientUnaryCall;
  generateDataKey(argument: _keystorm_hsm_v1_GenerateDataKeyRequest, callback: grpc.requestCallback<_keystorm_hsm_v1_GenerateDataKeyResponse__Output>): grpc.ClientUnaryCall;
  
  GenerateKey(argument: _keystorm_hsm_v1_GenerateKeyRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_keystorm_hsm_v1_GenerateKeyResponse__Output>): grpc.ClientUnaryCall;
  GenerateKey(argument: _keystorm_hsm_v1_GenerateKeyRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_keystorm_hsm_v1_GenerateKeyResponse__Output>): grpc.ClientUnaryCall;
  GenerateKey(argument: _keystorm_hsm_v1_GenerateKeyRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_keystorm_hsm_v1_GenerateKeyResponse__Output>): grpc.ClientUnaryCall;
  GenerateKey(argument: _keystorm_hsm_v1_GenerateKeyRequest, callback: grpc.requestCallback<_keystorm_hsm_v1_GenerateKeyResponse__Output>): grpc.ClientUnaryCall;
  generateKey(argument: _keystorm_hsm_v1_GenerateKeyRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_keystorm_hsm_v1_GenerateKeyResponse__Output>): grpc.ClientUnaryCall;
  generateKey(argument: _keystorm_hsm_v1_GenerateKeyRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_keystorm_hsm_v1_GenerateKeyResponse__Output>): grpc.ClientUnaryCall;
  generateKey(argument: _keystorm_hsm_v1_GenerateKeyRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_keystorm_hsm_v1_GenerateKeyResponse__Output>): grpc.ClientUnaryCall;
  generateKey(argument: _keystorm_hsm_v1_GenerateKeyRequest, callback: grpc.requestCallback<_keystorm_hsm_v1_GenerateKeyResponse__Output>): grpc.ClientUnaryCall;
  
  GenerateKeyPair(argument: _keystorm_hsm_v1_GenerateKeyPairRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_keystorm_hsm_v1_GenerateKeyPairResponse__Output>): grpc.ClientUnaryCall;
  GenerateKeyPair(argument: _keystorm_hsm_v1_GenerateKeyPairRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_keystorm_hsm_v1_GenerateKeyPairResponse__Output>): grpc.ClientUnaryCall;
  GenerateKeyPair(argument: _keystorm_hsm_v1_GenerateKeyPairRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_keystorm_hsm_v1_GenerateKeyPairResponse__Output>): grpc.ClientUnaryCall;
  GenerateKeyPair(argument: _keystorm_hsm_v1_GenerateKeyPairRequest, callback: grpc.requestCallback<_keystorm_hsm_v1_GenerateKeyPairResponse__Output>): grpc.ClientUnaryCall;
  generateKeyPair(argument: _keystorm_hsm_v1_GenerateKeyPairRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_keystorm_hsm_v1_GenerateKeyPairResponse__Output>): grpc.ClientUnaryCall;
  generateKeyPair(argument: _keystorm_hsm_v1_GenerateKeyPairRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_keystorm_hsm_v1_GenerateKeyPairResponse__Output>): grpc.ClientUnaryCall;
  generateKeyPair(argument: _keystorm_hsm_v1_GenerateKeyPairRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_keystorm_hsm_v1_GenerateKeyPairResponse__Output>): grpc.ClientUnaryCall;
  generateKeyPair(argument: _keystorm_hsm_v1_GenerateKeyPairRequest, callback: grpc.requestCallback<_keystorm_hsm_v1_GenerateKeyPairResponse__Output>): grpc.ClientUnaryCall;
  
  GenerateRandom(argument: _keystorm_hsm_v1_GenerateRandomRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_keystorm_hsm_v1_GenerateRandomResponse__Output>): grpc.ClientUnaryCall;
  GenerateRandom(argument: _keystorm_hsm_v1_GenerateRandomRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_keystorm_hsm_v1_GenerateRandomResponse__Output>): grpc.ClientUnaryCall;
  GenerateRandom(argument: _keystorm_hsm_v1_GenerateRandomRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_keystorm_hsm_v1_GenerateRandomResponse__Output>): grpc.ClientUnaryCall;
  GenerateRandom(argument: _keystorm_hsm_v1_GenerateRandomRequest, callback: grpc.requestCallback<_keystorm_hsm_v1_GenerateRandomResponse__Output>): grpc.ClientUnaryCall;
  generateRandom(argument: _keystorm_hsm_v1_GenerateRandomRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_keystorm_hsm_v1_GenerateRandomResponse__Output>): grpc.ClientUnaryCall;
  generateRandom(argument: _keystorm_hsm_v1_GenerateRandomRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_keystorm_hsm_v1_GenerateRandomResponse__Output>): grpc.ClientUnaryCall;
  generateRandom(argument: _keystorm_hsm_v1_GenerateRandomRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_keystorm_hsm_v1_GenerateRandomResponse__Output>): grpc.ClientUnaryCall;
  generateRandom(argument: _keystorm_hsm_v1_GenerateRandomRequest, callback: grpc.requestCallback<_keystorm_hsm_v1_GenerateRandomResponse__Output>): grpc.ClientUnaryCall;
  
  GetCertificates(argument: _keystorm_hsm_v1_GetCertificatesRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_keystorm_hsm_v1_GetCertificatesResponse__Output>): grpc.ClientUnaryCall;
  GetCertificates(argument: _keystorm_hsm_v1_GetCertificatesRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_keystorm_hsm_v1_GetCertificatesResponse__Output>): grpc.ClientUnaryCall;
  GetCertificates(argument: _keystorm_hsm_v1_GetCertificatesRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_keystorm_hsm_v1_GetCertificatesResponse__Output>): grpc.ClientUnaryCall;
  GetCertificates(argument: _keystorm_hsm_v1_GetCertificatesRequest, callback: grpc.requestCallback<_keystorm_hsm_v1_GetCertificatesResponse__Output>): grpc.ClientUnaryCall;
  getCertificates(argument: _keystorm_hsm_v1_GetCertificatesRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_keystorm_hsm_v1_GetCertificatesResponse__Output>): grpc.ClientUnaryCall;
  getCertificates(argument: _keystorm_hsm_v1_GetCertificatesRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_keystorm_hsm_v1_GetCertificatesResponse__Output>): grpc.ClientUnaryCall;
  getCertificates(argument: _keystorm_hsm_v1_GetCertificatesRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_keystorm_hsm_v1_GetCertificatesResponse__Output>): grpc.ClientUnaryCall;
  getCertificates(argument: _keystorm_hsm_v1_GetCertificatesRequest, callback: grpc.requestCallback<_keystorm_hsm_v1_GetCertificatesResponse__Output>): grpc.ClientUnaryCall;
  
  GetInfo(argument: _keystorm_hsm_v1_GetInfoRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_keystorm_hsm_v1_GetInfoResponse__Output>): grpc.ClientUnaryCall;
  GetInfo(argument: _keystorm_hsm_v1_GetInfoRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_keystorm_hsm_v1_GetInfoResponse__Output>): grpc.ClientUnaryCall;
  GetInfo(argument: _keystorm_hsm_v1_GetInfoRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_keystorm_hsm_v1_GetInfoResponse__Output>): grpc.ClientUnaryCall;
  GetInfo(argument: _keystorm_hsm_v1_GetInfoRequest, callback: grpc.requestCallback<_keystorm_hsm_v1_GetInfoResponse__Output>): grpc.ClientUnaryCall;
  getInfo(argument: _keystorm_hsm_v1_GetInfoRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_keystorm_hsm_v1_GetInfoResponse__Output>): grpc.ClientUnaryCall;
  getInfo(argument: _keystorm_hsm_v1_GetInfoRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_keystorm_hsm_v1_GetInfoResponse__Output>): grpc.ClientUnaryCall;
  getInfo(argument: _keystorm_hsm_v1_GetInfoRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_keystorm_hsm_v1_GetInfoResponse__Output>): grpc.ClientUnaryCall;
  getInfo(argument: _keystorm_hsm_v1_GetInfoRequest, callback: grpc.requestCallback<_keystorm_hsm_v1_GetInfoResponse__Output>): grpc.ClientUnaryCall;
  
  GetKey(argument: _keystorm_hsm_v1_GetKeyRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_keystorm_hsm_v1_GetKeyResponse__Output>): grpc.ClientUnaryCall;
  GetKey(argument: _keystorm_hsm_v1_GetKeyRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_keystorm_hsm_v1_GetKeyResponse__Output>): grpc.ClientUnaryCall;
  GetKey(argument: _keystorm_hsm_v1_GetKeyRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_keystorm_hsm_v1_GetKeyResponse__Output>): grpc.ClientUnaryCall;
  GetKey(argument: _keystorm_hsm_v1_GetKeyRequest, callback: grpc.requestCallback<_keystorm_hsm_v1_GetKeyResponse__Output>): grpc.ClientUnaryCall;
  getKey(argument: _keystorm_hsm_v1_GetKeyRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_keystorm_hsm_v1_GetKeyResponse__Output>): grpc.ClientUnaryCall;
  getKey(argument: _keystorm_hsm_v1_GetKeyRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_keystorm_hsm_v1_GetKeyResponse__Output>): grpc.ClientUnaryCall;
  getKey(argument: _keystorm_hsm_v1_GetKeyRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_keystorm_hsm_v1_GetKeyResponse__Output>): grpc.ClientUnaryCall;
  getKey(argument: _keystorm_hsm_v1_GetKeyRequest, callback: grpc.requestCallback<_keystorm_hsm_v1_GetKeyResponse__Output>): grpc.ClientUnaryCall;
  
  GetMtlsEnforcement(argument: _keystorm_hsm_v1_GetMtlsEnforcementRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_keystorm_hsm_v1_GetMtlsEnforcementResponse__Output>): grpc.ClientUnaryCall;
  GetMtlsEnforcement(argument: _keystorm_hsm_v1_GetMtlsEnforcementRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_keystorm_hsm_v1_GetMtlsEnforcementResponse__Output>): grpc.ClientUnaryCall;
  GetMtlsEnforcement(argument: _keystorm_hsm_v1_GetMtlsEnforcementRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_keystorm_hsm_v1_GetMtlsEnforcementResponse__Output>): grpc.ClientUnaryCall;
  GetMtlsEnforcement(argument: _keystorm_hsm_v1_GetMtlsEnforcementRequest, callback: grpc.requestCallback<_keystorm_hsm_v1_GetMtlsEnforcementResponse__Output>): grpc.ClientUnaryCall;
  getMtlsEnforcement(argument: _keystorm_hsm_v1_GetMtlsEnforcementRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_keystorm_hsm_v1_GetMtlsEnforcementResponse__Output>): grpc.ClientUnaryCall;
  getMtlsEnforcement(argument: _keystorm_hsm_v1_GetMtlsEnforcementRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_keystorm_hsm_v1_GetMtlsEnforcementResponse__Output>): grpc.ClientUnaryCall;
  getMtlsEnforcement(argument: _keystorm_hsm_v1_GetMtlsEnforcementRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_keystorm_hsm_v1_GetMtlsEnforcementResponse__Output>): grpc.ClientUnaryCall;
  getMtlsEnforcement(argument: _keystorm_hsm_v1_GetMtlsEnforcementRequest, callback: grpc.requestCallback<_keystorm_hsm_v1_GetMtlsEnforcementResponse__Output>): grpc.ClientUnaryCall;
  
  GetQuorumValues(argument: _keystorm_hsm_v1_GetQuorumValuesRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_keystorm_hsm_v1_GetQuorumValuesResponse__Output>): grpc.ClientUnaryCall;
  GetQuorumValues(argument: _keystorm_hsm_v1_GetQuorumValuesRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_keystorm_hsm_v1_GetQuorumValuesResponse__Output>): grpc.ClientUnaryCall;
  GetQuorumValues(argument: _keystorm_hsm_v1_GetQuorumValuesRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_keystorm_hsm_v1_GetQuorumValuesResponse__Output>): grpc.ClientUnaryCall;
  GetQuorumValues(argument: _keystorm_hsm_v1_GetQuorumValuesRequest, callback: grpc.requestCallback<_keystorm_hsm_v1_GetQuorumValuesResponse__Output>): grpc.ClientUnaryCall;
  getQuorumValues(argument: _keystorm_hsm_v1_GetQuorumValuesRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_keystorm_hsm_v1_GetQuorumValuesResponse__Output>): grpc.ClientUnaryCall;
  getQuorumValues(argument: _keystorm_hsm_v1_GetQuorumValuesRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_keystorm_hsm_v1_GetQuorumValuesResponse__Output>): grpc.ClientUnaryCall;
  getQuorumValues(argument: _keystorm_hsm_v1_GetQuorumValuesRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_keystorm_hsm_v1_GetQuorumValuesResponse__Output>): grpc.ClientUnaryCall;
  getQuorumValues(argument: _keystorm_hsm_v1_GetQuorumValuesRequest, callback: grpc.requestCallback<_keystorm_hsm_v1_GetQuorumValuesResponse__Output>): grpc.ClientUnaryCall;
  
  ImportMaskedKey(argument: _keystorm_hsm_v1_ImportMaskedKeyRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_keystorm_hsm_v1_ImportMaskedKeyResponse__Output>): grpc.ClientUnaryCall;
  ImportMaskedKey(argument: _keystorm_hsm_v1_ImportMaskedKeyRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_keystorm_hsm_v1_ImportMaskedKeyResponse__Output>): grpc.ClientUnaryCall;
  ImportMaskedKey(argument: _keystorm_hsm_v1_ImportMaskedKeyRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_keystorm_hsm_v1_ImportMaskedKeyResponse__Output>): grpc.ClientUnaryCall;
  ImportMaskedKey(argument: _keystorm_hsm_v1_ImportMaskedKeyRequest, callback: grpc.requestCallback<_keystorm_hsm_v1_ImportMaskedKeyResponse__Output>): grpc.ClientUnaryCall;
  importMaskedKey(argument: _keystorm_hsm_v1_ImportMaskedKeyRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_keystorm_hsm_v1_ImportMaskedKeyResponse__Output>): grpc.ClientUnaryCall;
  importMaskedKey(argument: _keystorm_hsm_v1_ImportMaskedKeyRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_keystorm_hsm_v1_ImportMaskedKeyResponse__Output>): grpc.ClientUnaryCall;
  importMaskedKey(argument: _keystorm_hsm_v1_ImportMaskedKeyRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_keystorm_hsm_v1_ImportMaskedKeyResponse__Output>): grpc.ClientUnaryCall;
  importMaskedKey(argument: _keystorm_hsm_v1_ImportMaskedKeyRequest, callback: grpc.requestCallback<_keystorm_hsm_v1_ImportMaskedKeyResponse__Output>): grpc.ClientUnaryCall;
  
  ImportMaskedUser(argument: _keystorm_hsm_v1_ImportMaskedUserRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_keystorm_hsm_v1_ImportMaskedUserResponse__Output>): grpc.ClientUnaryCall;
  ImportMaskedUser(argument: _keystorm_hsm_v1_ImportMaskedUserRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_keystorm_hsm_v1_ImportMaskedUserResponse__Output>): grpc.ClientUnaryCall;
  ImportMaskedUser(argument: _keystorm_hsm_v1_ImportMaskedUserRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_keystorm_hsm_v1_ImportMaskedUserResponse__Output>): grpc.ClientUnaryCall;
  ImportMaskedUser(argument: _keystorm_hsm_v1_ImportMaskedUserRequest, callback: grpc.requestCallback<_keystorm_hsm_v1_ImportMaskedUserResponse__Output>): grpc.ClientUnaryCall;
  importMaskedUser(argument: _keystorm_hsm_v1_ImportMaskedUserRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_keystorm_hsm_v1_ImportMaskedUserResponse__Output>): grpc.ClientUnaryCall;
  importMaskedUser(argument: _keystorm_hsm_v1_ImportMaskedUserRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_keystorm_hsm_v1_ImportMaskedUserResponse__Output>): grpc.ClientUnaryCall;
  importMaskedUser(argument: _keystorm_hsm_v1_ImportMaskedUserRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_keystorm_hsm_v1_ImportMaskedUserResponse__Output>): grpc.ClientUnaryCall;
  importMaskedUser(argument: _keystorm_hsm_v1_ImportMaskedUserRequest, callback: grpc.requestCallback<_keystorm_hsm_v1_ImportMaskedUserResponse__Output>): grpc.ClientUnaryCall;
  
  ListQuorumTokens(argument: _keystorm_hsm_v1_ListQuorumTokensRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_keystorm_hsm_v1_ListQuorumTokensResponse__Output>): grpc.ClientUnaryCall;
  ListQuorumTokens(argument: _keystorm_hsm_v1_ListQuorumTokensRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_keystorm_hsm_v1_ListQuorumTokensResponse__Output>): grpc.ClientUnaryCall;
  ListQuorumTokens(argument: _keystorm_hsm_v1_ListQuorumTokensRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_keystorm_hsm_v1_ListQuorumTokensResponse__Output>): grpc.ClientUnaryCall;
  ListQuorumTokens(argument: _keystorm_hsm_v1_ListQuorumTokensRequest, callback: grpc.requestCallback<_keystorm_hsm_v1_ListQuorumTokensResponse__Output>): grpc.ClientUnaryCall;
  listQuorumTokens(argument: _keystorm_hsm_v1_ListQuorumTokensRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_keystorm_hsm_v1_ListQuorumTokensResponse__Output>): grpc.ClientUnaryCall;
  listQuorumTokens(argument: _keystorm_hsm_v1_ListQuorumTokensRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_keystorm_hsm_v1_ListQuorumTokensResponse__Output>): grpc.ClientUnaryCall;
  listQuorumTokens(argument: _keystorm_hsm_v1_ListQuorumTokensRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_keystorm_hsm_v1_ListQuorumTokensResponse__Output>): grpc.ClientUnaryCall;
  listQuorumTokens(argument: _keystorm_hsm_v1_ListQuorumTokensRequest, callback: grpc.requestCallback<_keystorm_hsm_v1_ListQuorumTokensResponse__Output>): grpc.ClientUnaryCall;
  
  ListTrustAnchors(argument: _keystorm_hsm_v1_ListTrustAnchorsRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_keystorm_hsm_v1_ListTrustAnchorsResponse__Output>): grpc.ClientUnaryCall;
  ListTrustAnchors(argument: _keystorm_hsm_v1_ListTrustAnchorsRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_keystorm_hsm_v1_ListTrustAnchorsResponse__Output>): grpc.ClientUnaryCall;
  ListTrustAnchors(argument: _keystorm_hsm_v1_ListTrustAnchorsRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_keystorm_hsm_v1_ListTrustAnchorsResponse__Output>): grpc.ClientUnaryCall;
  ListTrustAnchors(argument: _keystorm_hsm_v1_ListTrustAnchorsRequest, callback: grpc.requestCallback<_keystorm_hsm_v1_ListTrustAnchorsResponse__Output>): grpc.ClientUnaryCall;
  listTrustAnchors(argument: _keystorm_hsm_v1_ListTrustAnchorsRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_keystorm_hsm_v1_ListTrustAnchorsResponse__Output>): grpc.ClientUnaryCall;
  listTrustAnchors(argument: _keystorm_hsm_v1_ListTrustAnchorsRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_keystorm_hsm_v1_ListTrustAnchorsResponse__Output>): grpc.ClientUnaryCall;
  listTrustAnchors(argument: _keystorm_hsm_v1_ListTrustAnchorsRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_keystorm_hsm_v1_ListTrustAnchorsResponse__Output>): grpc.ClientUnaryCall;
  listTrustAnchors(argument: _keystorm_hsm_v1_ListTrustAnchorsRequest, callback: grpc.requestCallback<_keystorm_hsm_v1_ListTrustAnchorsResponse__Output>): grpc.ClientUnaryCall;
  
  ListUsers(argument: _keystorm_hsm_v1_ListUsersRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_keystorm_hsm_v1_ListUsersResponse__Output>): grpc.ClientUnaryCall;
  ListUsers(argument: _keystorm_hsm_v1_ListUsersRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_keystorm_hsm_v1_ListUsersResponse__Output>): grpc.ClientUnaryCall;
  ListUsers(argument: _keystorm_hsm_v1_ListUsersRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_keystorm_hsm_v1_ListUsersResponse__Output>): grpc.ClientUnaryCall;
  ListUsers(argument: _keystorm_hsm_v1_ListUsersRequest, callback: grpc.requestCallback<_keystorm_hsm_v1_ListUsersResponse__Output>): grpc.ClientUnaryCall;
  listUsers(argument: _keystorm_hsm_v1_ListUsersRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_keystorm_hsm_v1_ListUsersResponse__Output>): grpc.ClientUnaryCall;
  listUsers(argument: _keystorm_hsm_v1_ListUsersRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_keystorm_hsm_v1_ListUsersResponse__Output>): grpc.ClientUnaryCall;
  listUsers(argument: _keystorm_hsm_v1_ListUsersRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_keystorm_hsm_v1_ListUsersResponse__Output>): grpc.ClientUnaryCall;
  listUsers(argument: _keystorm_hsm_v1_ListUsersRequest, callback: grpc.requestCallback<_keystorm_hsm_v1_ListUsersResponse__Output>): grpc.ClientUnaryCall;
  
  Login(argument: _keystorm_hsm_v1_LoginRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_keystorm_hsm_v1_LoginResponse__Output>): grpc.ClientUnaryCall;
  Login(argument: _keystorm_hsm_v1_LoginRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_keystorm_hsm_v1_LoginResponse__Output>): grpc.ClientUnaryCall;
  Login(argument: _keystorm_hsm_v1_LoginRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_keystorm_hsm_v1_LoginResponse__Output>): grpc.ClientUnaryCall;
  Login(argument: _keystorm_hsm_v1_LoginRequest, callback: grpc.requestCallback<_keystorm_hsm_v1_LoginResponse__Output>): grpc.ClientUnaryCall;
  login(argument: _keystorm_hsm_v1_LoginRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_keystorm_hsm_v1_LoginResponse__Output>): grpc.ClientUnaryCall;
  login(argument: _keystorm_hsm_v1_LoginRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_keystorm_hsm_v1_LoginResponse__Output>): grpc.ClientUnaryCall;
  login(argument: _keystorm_hsm_v1_LoginRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_keystorm_hsm_v1_LoginResponse__Output>): grpc.ClientUnaryCall;
  login(argument: _keystorm_hsm_v1_LoginRequest, callback: grpc.requestCallback<_keystorm_hsm_v1_LoginResponse__Output>): grpc.ClientUnaryCall;
  
  Logout(argument: _keystorm_hsm_v1_LogoutRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_keystorm_hsm_v1_LogoutResponse__Output>): grpc.ClientUnaryCall;
  Logout(argument: _keystorm_hsm_v1_LogoutRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_keystorm_hsm_v1_LogoutResponse__Output>): grpc.ClientUnaryCall;
  Logout(argument: _keystorm_hsm_v1_LogoutRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_keystorm_hsm_v1_LogoutResponse__Output>): grpc.ClientUnaryCall;
  Logout(argument: _keystorm_hsm_v1_LogoutRequest, callback: grpc.requestCallback<_keystorm_hsm_v1_LogoutResponse__Output>): grpc.ClientUnaryCall;
  logout(argument: _keystorm_hsm_v1_LogoutRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_keystorm_hsm_v1_LogoutResponse__Output>): grpc.ClientUnaryCall;
  logout(argument: _keystorm_hsm_v1_LogoutRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_keystorm_hsm_v1_LogoutResponse__Output>): grpc.ClientUnaryCall;
  logout(argument: _keystorm_hsm_v1_LogoutRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_keystorm_hsm_v1_LogoutResponse__Output>): grpc.ClientUnaryCall;
  logout(argument: _keystorm_hsm_v1_LogoutRequest, callback: grpc.requestCallback<_keystorm_hsm_v1_LogoutResponse__Output>): grpc.ClientUnaryCall;
  
  Probe(argument: _keystorm_hsm_v1_ProbeRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_keystorm_hsm_v1_ProbeResponse__Output>): grpc.ClientUnaryCall;
  Probe(argument: _keystorm_hsm_v1_ProbeRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_keystorm_hsm_v1_ProbeResponse__Output>): grpc.ClientUnaryCall;
  Probe(argument: _keystorm_hsm_v1_ProbeRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_keystorm_hsm_v1_ProbeResponse__Output>): grpc.ClientUnaryCall;
  Probe(argument: _keystorm_hsm_v1_ProbeRequest, callback: grpc.requestCallback<_keystorm_hsm_v1_ProbeResponse__Output>): grpc.ClientUnaryCall;
  probe(argument: _keystorm_hsm_v1_ProbeRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_keystorm_hsm_v1_ProbeResponse__Output>): grpc.ClientUnaryCall;
  probe(argument: _keystorm_hsm_v1_ProbeRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_keystorm_hsm_v1_ProbeResponse__Output>): grpc.ClientUnaryCall;
  probe(argument: _keystorm_hsm_v1_ProbeRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_keystorm_hsm_v1_ProbeResponse__Output>): grpc.ClientUnaryCall;
  probe(argument: _keystorm_hsm_v1_ProbeRequest, callback: grpc.requestCallback<_keystorm_hsm_v1_ProbeResponse__Output>): grpc.ClientUnaryCall;
  
  Reencrypt(argument: _keystorm_hsm_v1_ReencryptRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_keystorm_hsm_v1_ReencryptResponse__Output>): grpc.ClientUnaryCall;
  Reencrypt(argument: _keystorm_hsm_v1_ReencryptRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_keystorm_hsm_v1_ReencryptResponse__Output>): grpc.ClientUnaryCall;
  Reencrypt(argument: _keystorm_hsm_v1_ReencryptRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_keystorm_hsm_v1_ReencryptResponse__Output>): grpc.ClientUnaryCall;
  Reencrypt(argument: _keystorm_hsm_v1_ReencryptRequest, callback: grpc.requestCallback<_keystorm_hsm_v1_ReencryptResponse__Output>): grpc.ClientUnaryCall;
  reencrypt(argument: _keystorm_hsm_v1_ReencryptRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_keystorm_hsm_v1_ReencryptResponse__Output>): grpc.ClientUnaryCall;
  reencrypt(argument: _keystorm_hsm_v1_ReencryptRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_keystorm_hsm_v1_ReencryptResponse__Output>): grpc.ClientUnaryCall;
  reencrypt(argument: _keystorm_hsm_v1_ReencryptRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_keystorm_hsm_v1_ReencryptResponse__Output>): grpc.ClientUnaryCall;
  reencrypt(argument: _keystorm_hsm_v1_ReencryptRequest, callback: grpc.requestCallback<_keystorm_hsm_v1_ReencryptResponse__Output>): grpc.ClientUnaryCall;
  
  RegisterQuorumKey(argument: _keystorm_hsm_v1_RegisterQuorumKeyRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_keystorm_hsm_v1_RegisterQuorumKeyResponse__Output>): grpc.ClientUnaryCall;
  RegisterQuorumKey(argument: _keystorm_hsm_v1_RegisterQuorumKeyRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_keystorm_hsm_v1_RegisterQuorumKeyResponse__Output>): grpc.ClientUnaryCall;
  RegisterQuorumKey(argument: _keystorm_hsm_v1_RegisterQuorumKeyRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_keystorm_hsm_v1_RegisterQuorumKeyResponse__Output>): grpc.ClientUnaryCall;
  RegisterQuorumKey(argument: _keystorm_hsm_v1_RegisterQuorumKeyRequest, callback: grpc.requestCallback<_keystorm_hsm_v1_RegisterQuorumKeyResponse__Output>): grpc.ClientUnaryCall;
  registerQuorumKey(argument: _keystorm_hsm_v1_RegisterQuorumKeyRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_keystorm_hsm_v1_RegisterQuorumKeyResponse__Output>): grpc.ClientUnaryCall;
  registerQuorumKey(argument: _keystorm_hsm_v1_RegisterQuorumKeyRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_keystorm_hsm_v1_RegisterQuorumKeyResponse__Output>): grpc.ClientUnaryCall;
  registerQuorumKey(argument: _keystorm_hsm_v1_RegisterQuorumKeyRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_keystorm_hsm_v1_RegisterQuorumKeyResponse__Output>): grpc.ClientUnaryCall;
  registerQuorumKey(argument: _keystorm_hsm_v1_RegisterQuorumKeyRequest, callback: grpc.requestCallback<_keystorm_hsm_v1_RegisterQuorumKeyResponse__Output>): grpc.ClientUnaryCall;
  
  RegisterTrustAnchor(argument: _keystorm_hsm_v1_RegisterTrustAnchorRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_keystorm_hsm_v1_RegisterTrustAnchorResponse__Output>): grpc.ClientUnaryCall;
  RegisterTrustAnchor(argument: _keystorm_hsm_v1_RegisterTrustAnchorRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_keystorm_hsm_v1_RegisterTrustAnchorResponse__Output>): grpc.ClientUnaryCall;
  RegisterTrustAnchor(argument: _keystorm_hsm_v1_RegisterTrustAnchorRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_keystorm_hsm_v1_RegisterTrustAnchorResponse__Output>): grpc.ClientUnaryCall;
  RegisterTrustAnchor(argument: _keystorm_hsm_v1_RegisterTrustAnchorRequest, callback: grpc.requestCallback<_keystorm_hsm_v1_RegisterTrustAnchorResponse__Output>): grpc.ClientUnaryCall;
  registerTrustAnchor(argument: _keystorm_hsm_v1_RegisterTrustAnchorRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_keystorm_hsm_v1_RegisterTrustAnchorResponse__Output>): grpc.ClientUnaryCall;
  registerTrustAnchor(argument: _keystorm_hsm_v1_RegisterTrustAnchorRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_keystorm_hsm_v1_RegisterTrustAnchorResponse__Output>): grpc.ClientUnaryCall;
  registerTrustAnchor(argument: _keystorm_hsm_v1_RegisterTrustAnchorRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_keystorm_hsm_v1_RegisterTrustAnchorResponse__Output>): grpc.ClientUnaryCall;
  registerTrustAnchor(argument: _keystorm_hsm_v1_RegisterTrustAnchorRequest, callback: grpc.requestCallback<_keystorm_hsm_v1_RegisterTrustAnchorResponse__Output>): grpc.ClientUnaryCall;
  
  RetireKeyId(argument: _keystorm_hsm_v1_RetireKeyIdRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_keystorm_hsm_v1_RetireKeyIdResponse__Output>): grpc.ClientUnaryCall;
  RetireKeyId(argument: _keystorm_hsm_v1_RetireKeyIdRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_keystorm_hsm_v1_RetireKeyIdResponse__Output>): grpc.ClientUnaryCall;
  RetireKeyId(argument: _keystorm_hsm_v1_RetireKeyIdRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_keystorm_hsm_v1_RetireKeyIdResponse__Output>): grpc.ClientUnaryCall;
  RetireKeyId(argument: _keystorm_hsm_v1_RetireKeyIdRequest, callback: grpc.requestCallback<_keystorm_hsm_v1_RetireKeyIdResponse__Output>): grpc.ClientUnaryCall;
  retireKeyId(argument: _keystorm_hsm_v1_RetireKeyIdRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_keystorm_hsm_v1_RetireKeyIdResponse__Output>): grpc.ClientUnaryCall;
  retireKeyId(argument: _keystorm_hsm_v1_RetireKeyIdRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_keystorm_hsm_v1_RetireKeyIdResponse__Output>): grpc.ClientUnaryCall;
  retireKeyId(argument: _keystorm_hsm_v1_RetireKeyIdRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_keystorm_hsm_v1_RetireKeyIdResponse__Output>): grpc.ClientUnaryCall;
  retireKeyId(argument: _keystorm_hsm_v1_RetireKeyIdRequest, callback: grpc.requestCallback<_keystorm_hsm_v1_RetireKeyIdResponse__Output>): grpc.ClientUnaryCall;
  
  SetKeyAttributes(argument: _keystorm_hsm_v1_SetKeyAttributesRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_keystorm_hsm_v1_SetKeyAttributesResponse__Output>): grpc.ClientUnaryCall;
  SetKeyAttributes(argument: _keystorm_hsm_v1_SetKeyAttributesRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_keystorm_hsm_v1_SetKeyAttributesResponse__Output>): grpc.ClientUnaryCall;
  SetKeyAttributes(argument: _keystorm_hsm_v1_SetKeyAttributesRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_keystorm_hsm_v1_SetKeyAttributesResponse__Output>): grpc.ClientUnaryCall;
  SetKeyAttributes(argument: _keystorm_hsm_v1_SetKeyAttributesRequest, callback: grpc.requestCallback<_keystorm_hsm_v1_SetKeyAttributesResponse__Output>): grpc.ClientUnaryCall;
  setKeyAttributes(argument: _keystorm_hsm_v1_SetKeyAttributesRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_keystorm_hsm_v1_SetKeyAttributesResponse__Output>): grpc.ClientUnaryCall;
  setKeyAttributes(argument: _keystorm_hsm_v1_SetKeyAttributesRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_keystorm_hsm_v1_SetKeyAttributesResponse__Output>): grpc.ClientUnaryCall;
  setKeyAttributes(argument: _keystorm_hsm_v1_SetKeyAttributesRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_keystorm_hsm_v1_SetKeyAttributesResponse__Output>): grpc.ClientUnaryCall;
  setKeyAttributes(argument: _keystorm_hsm_v1_SetKeyAttributesRequest, callback: grpc.requestCallback<_keystorm_hsm_v1_SetKeyAttributesResponse__Output>): grpc.ClientUnaryCall;
  
  SetMtlsEnforcement(argument: _keystorm_hsm_v1_SetMtlsEnforcementRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_keystorm_hsm_v1_SetMtlsEnforcementResponse__Output>): grpc.ClientUnaryCall;
  SetMtlsEnforcement(argument: _keystorm_hsm_v1_SetMtlsEnforcementRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_keystorm_hsm_v1_SetMtlsEnforcementResponse__Output>): grpc.ClientUnaryCall;
  SetMtlsEnforcement(argument: _keystorm_hsm_v1_SetMtlsEnforcementRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_keystorm_hsm_v1_SetMtlsEnforcementResponse__Output>): grpc.ClientUnaryCall;
  SetMtlsEnforcement(argument: _keystorm_hsm_v1_SetMtlsEnforcementRequest, callback: grpc.requestCallback<_keystorm_hsm_v1_SetMtlsEnforcementResponse__Output>): grpc.ClientUnaryCall;
  setMtlsEnforcement(argument: _keystorm_hsm_v1_SetMtlsEnforcementRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_keystorm_hsm_v1_SetMtlsEnforcementResponse__Output>): grpc.ClientUnaryCall;
  setMtlsEnforcement(argument: _keystorm_hsm_v1_SetMtlsEnforcementRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_keystorm_hsm_v1_SetMtlsEnforcementResponse__Output>): grpc.ClientUnaryCall;
  setMtlsEnforcement(argument: _keystorm_hsm_v1_SetMtlsEnforcementRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_keystorm_hsm_v1_SetMtlsEnforcementResponse__Output>): grpc.ClientUnaryCall;
  setMtlsEnforcement(argument: _keystorm_hsm_v1_SetMtlsEnforcementRequest, callback: grpc.requestCallback<_keystorm_hsm_v1_SetMtlsEnforcementResponse__Output>): grpc.ClientUnaryCall;
  
  SetQuorumValue(argument: _keystorm_hsm_v1_SetQuorumValueRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_keystorm_hsm_v1_SetQuorumValueResponse__Output>): grpc.ClientUnaryCall;
  SetQuorumValue(argument: _keystorm_hsm_v1_SetQuorumValueRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_keystorm_hsm_v1_SetQuorumValueResponse__Output>): grpc.ClientUnaryCall;
  SetQuorumValue(argument: _keystorm_hsm_v1_SetQuorumValueRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_keystorm_hsm_v1_SetQuorumValueResponse__Output>): grpc.ClientUnaryCall;
  SetQuorumValue(argument: _keystorm_hsm_v1_SetQuorumValueRequest, callback: grpc.requestCallback<_keystorm_hsm_v1_SetQuorumValueResponse__Output>): grpc.ClientUnaryCall;
  setQuorumValue(argument: _keystorm_hsm_v1_SetQuorumValueRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_keystorm_hsm_v1_SetQuorumValueResponse__Output>): grpc.ClientUnaryCall;
  setQuorumValue(argument: _keystorm_hsm_v1_SetQuorumValueRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_keystorm_hsm_v1_SetQuorumValueResponse__Output>): grpc.ClientUnaryCall;
  setQuorumValue(argument: _keystorm_hsm_v1_SetQuorumValueRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_keystorm_hsm_v1_SetQuorumValueResponse__Output>): grpc.ClientUnaryCall;
  setQuorumValue(argument: _keystorm_hsm_v1_SetQuorumValueRequest, callback: grpc.requestCallback<_keystorm_hsm_v1_SetQuorumValueResponse__Output>): grpc.ClientUnaryCall;
  
  ShareKey(argument: _keystorm_hsm_v1_ShareKeyRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_keystorm_hsm_v1_ShareKeyResponse__Output>): grpc.ClientUnaryCall;
  ShareKey(argument: _keystorm_hsm_v1_ShareKeyRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_keystorm_hsm_v1_ShareKeyResponse__Output>): grpc.ClientUnaryCall;
  ShareKey(argument: _keystorm_hsm_v1_ShareKeyRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_keystorm_hsm_v1_ShareKeyResponse__Output>): grpc.ClientUnaryCall;
  ShareKey(argument: _keystorm_hsm_v1_ShareKeyRequest, callback: grpc.requestCallback<_keystorm_hsm_v1_ShareKeyResponse__Output>): grpc.ClientUnaryCall;
  shareKey(argument: _keystorm_hsm_v1_ShareKeyRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_keystorm_hsm_v1_ShareKeyResponse__Output>): grpc.ClientUnaryCall;
  shareKey(argument: _keystorm_hsm_v1_ShareKeyRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_keystorm_hsm_v1_ShareKeyResponse__Output>): grpc.ClientUnaryCall;
  shareKey(argument: _keystorm_hsm_v1_ShareKeyRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_keystorm_hsm_v1_ShareKeyResponse__Output>): grpc.ClientUnaryCall;
  shareKey(argument: _keystorm_hsm_v1_ShareKeyRequest, callback: grpc.requestCallback<_keystorm_hsm_v1_ShareKeyResponse__Output>): grpc.ClientUnaryCall;
  
  UnshareKey(argument: _keystorm_hsm_v1_UnshareKeyRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_keystorm_hsm_v1_UnshareKeyResponse__Output>): grpc.ClientUnaryCall;
  UnshareKey(argument: _keystorm_hsm_v1_UnshareKeyRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_keystorm_hsm_v1_UnshareKeyResponse__Output>): grpc.ClientUnaryCall;
  UnshareKey(argument: _keystorm_hsm_v1_UnshareKeyRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_keystorm_hsm_v1_UnshareKeyResponse__Output>): grpc.ClientUnaryCall;
  UnshareKey(argument: _keystorm_hsm_v1_UnshareKeyRequest, callback: grpc.requestCallback<_keystorm_hsm_v1_UnshareKeyResponse__Output>): grpc.ClientUnaryCall;
  unshareKey(argument: _keystorm_hsm_v1_UnshareKeyRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_keystorm_hsm_v1_UnshareKeyResponse__Output>): grpc.ClientUnaryCall;
  unshareKey(argument: _keystorm_hsm_v1_UnshareKeyRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_keystorm_hsm_v1_UnshareKeyResponse__Output>): grpc.ClientUnaryCall;
  unshareKey(argument: _keystorm_hsm_v1_UnshareKeyRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_keystorm_hsm_v1_UnshareKeyResponse__Output>): grpc.ClientUnaryCall;
  unshareKey(argument: _keystorm_hsm_v1_UnshareKeyRequest, callback: grpc.requestCallback<_keystorm_hsm_v1_UnshareKeyResponse__Output>): grpc.ClientUnaryCall;
  
  UnwrapKey(argument: _keystorm_hsm_v1_UnwrapKeyRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_keystorm_hsm_v1_UnwrapKeyResponse__Output>): grpc.ClientUnaryCall;
  UnwrapKey(argument: _keystorm_hsm_v1_UnwrapKeyRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_keystorm_hsm_v1_UnwrapKeyResponse__Output>): grpc.ClientUnaryCall;
  UnwrapKey(argument: _keystorm_hsm_v1_UnwrapKeyRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_keystorm_hsm_v1_UnwrapKeyResponse__Output>): grpc.ClientUnaryCall;
  UnwrapKey(argument: _keystorm_hsm_v1_UnwrapKeyRequest, callback: grpc.requestCallback<_keystorm_hsm_v1_UnwrapKeyResponse__Output>): grpc.ClientUnaryCall;
  unwrapKey(argument: _keystorm_hsm_v1_UnwrapKeyRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_keystorm_hsm_v1_UnwrapKeyResponse__Output>): grpc.ClientUnaryCall;
  unwrapKey(argument: _keystorm_hsm_v1_UnwrapKeyRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_keystorm_hsm_v1_UnwrapKeyResponse__Output>): grpc.ClientUnaryCall;
  unwrapKey(argument: _keystorm_hsm_v1_UnwrapKeyRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_keystorm_hsm_v1_UnwrapKeyResponse__Output>): grpc.ClientUnaryCall;
  unwrapKey(argument: _keystorm_hsm_v1_UnwrapKeyRequest, callback: grpc.requestCallback<_keystorm_hsm_v1_UnwrapKeyResponse__Output>): grpc.ClientUnaryCall;
  
  WrapKey(argument: _keystorm_hsm_v1_WrapKeyRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_keystorm_hsm_v1_WrapKeyResponse__Output>): grpc.ClientUnaryCall;
  WrapKey(argument: _keystorm_hsm_v1_WrapKeyRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_keystorm_hsm_v1_WrapKeyResponse__Output>): grpc.ClientUnaryCall;
  WrapKey(argument: _keystorm_hsm_v1_WrapKeyRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_keystorm_hsm_v1_WrapKeyResponse__Output>): grpc.ClientUnaryCall;
  WrapKey(argument: _keystorm_hsm_v1_WrapKeyRequest, callback: grpc.requestCallback<_keystorm_hsm_v1_WrapKeyResponse__Output>): grpc.ClientUnaryCall;
  wrapKey(argument: _keystorm_hsm_v1_WrapKeyRequest, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_keystorm_hsm_v1_WrapKeyResponse__Output>): grpc.ClientUnaryCall;
  wrapKey(argument: _keystorm_hsm_v1_WrapKeyRequest, metadata: grpc.Metadata, callback: grpc.requestCallback<_keystorm_hsm_v1_WrapKeyResponse__Output>): grpc.ClientUnaryCall;
  wrapKey(argument: _keystorm_hsm_v1_WrapKeyRequest, options: grpc.CallOptions, callback: grpc.requestCallback<_keystorm_hsm_v1_WrapKeyResponse__Output>): grpc.ClientUnaryCall;
  wrapKey(argument: _keystorm_hsm_v1_WrapKeyRequest, callback: grpc.requestCallback<_keystorm_hsm_v1_WrapKeyResponse__Output>): grpc.ClientUnaryCall;
  
}

export interface HsmServiceHandlers extends grpc.UntypedServiceImplementation {
  AesUnwrap: grpc.handleUnaryCall<_keystorm_hsm_v1_AesUnwrapRequest__Output, _keystorm_hsm_v1_AesUnwrapResponse>;
  
  AesWrap: grpc.handleUnaryCall<_keystorm_hsm_v1_AesWrapRequest__Output, _keystorm_hsm_v1_AesWrapResponse>;
  
  ApproveQuorumToken: grpc.handleUnaryCall<_keystorm_hsm_v1_ApproveQuorumTokenRequest__Output, _keystorm_hsm_v1_ApproveQuorumTokenResponse>;
  
  ChangePassword: grpc.handleUnaryCall<_keystorm_hsm_v1_ChangePasswordRequest__Output, _keystorm_hsm_v1_ChangePasswordResponse>;
  
  CreateQuorumToken: grpc.handleUnaryCall<_keystorm_hsm_v1_CreateQuorumTokenRequest__Output, _keystorm_hsm_v1_CreateQuorumTokenResponse>;
  
  CreateUser: grpc.handleUnaryCall<_keystorm_hsm_v1_CreateUserRequest__Output, _keystorm_hsm_v1_CreateUserResponse>;
  
  Decrypt: grpc.handleUnaryCall<_keystorm_hsm_v1_DecryptRequest__Output, _keystorm_hsm_v1_DecryptResponse>;
  
  DeleteKey: grpc.handleUnaryCall<_keystorm_hsm_v1_DeleteKeyRequest__Output, _keystorm_hsm_v1_DeleteKeyResponse>;
  
  DeleteQuorumTokens: grpc.handleUnaryCall<_keystorm_hsm_v1_DeleteQuorumTokensRequest__Output, _keystorm_hsm_v1_DeleteQuorumTokensResponse>;
  
  DeleteUser: grpc.handleUnaryCall<_keystorm_hsm_v1_DeleteUserRequest__Output, _keystorm_hsm_v1_DeleteUserResponse>;
  
  DeregisterTrustAnchor: grpc.handleUnaryCall<_keystorm_hsm_v1_DeregisterTrustAnchorRequest__Output, _keystorm_hsm_v1_DeregisterTrustAnchorResponse>;
  
  DrawChallenge: grpc.handleUnaryCall<_keystorm_hsm_v1_DrawChallengeRequest__Output, _keystorm_hsm_v1_DrawChallengeResponse>;
  
  Encrypt: grpc.handleUnaryCall<_keystorm_hsm_v1_EncryptRequest__Output, _keystorm_hsm_v1_EncryptResponse>;
  
  Exchange: grpc.handleBidiStreamingCall<_keystorm_hsm_v1_ExchangeRequest__Output, _keystorm_hsm_v1_ExchangeResponse>;
  
  ExportMaskedKey: grpc.handleUnaryCall<_keystorm_hsm_v1_ExportMaskedKeyRequest__Output, _keystorm_hsm_v1_ExportMaskedKeyResponse>;
  
  ExportMaskedUser: grpc.handleUnaryCall<_keystorm_hsm_v1_ExportMaskedUserRequest__Output, _keystorm_hsm_v1_ExportMaskedUserResponse>;
  
  FindKeys: grpc.handleUnaryCall<_keystorm_hsm_v1_FindKeysRequest__Output, _keystorm_hsm_v1_FindKeysResponse>;
  
  GenerateDataKey: grpc.handleUnaryCall<_keystorm_hsm_v1_GenerateDataKeyRequest__Output, _keystorm_hsm_v1_GenerateDataKeyResponse>;
  
  GenerateKey: grpc.handleUnaryCall<_keystorm_hsm_v1_GenerateKeyRequest__Output, _keystorm_hsm_v1_GenerateKeyResponse>;
  
  GenerateKeyPair: grpc.handleUnaryCall<_keystorm_hsm_v1_GenerateKeyPairRequest__Output, _keystorm_hsm_v1_GenerateKeyPairResponse>;
  
  GenerateRandom: grpc.handleUnaryCall<_keystorm_hsm_v1_GenerateRandomRequest__Output, _keystorm_hsm_v1_GenerateRandomResponse>;
  
  GetCertificates: grpc.handleUnaryCall<_keystorm_hsm_v1_GetCertificatesRequest__Output, _keystorm_hsm_v1_GetCertificatesResponse>;
  
  GetInfo: grpc.handleUnaryCall<_keystorm_hsm_v1_GetInfoRequest__Output, _keystorm_hsm_v1_GetInfoResponse>;
  
  GetKey: grpc.handleUnaryCall<_keystorm_hsm_v1_GetKeyRequest__Output, _keystorm_hsm_v1_GetKeyResponse>;
  
  GetMtlsEnforcement: grpc.handleUnaryCall<_keystorm_hsm_v1_GetMtlsEnforcementRequest__Output, _keystorm_hsm_v1_GetMtlsEnforcementResponse>;
  
  GetQuorumValues: grpc.handleUnaryCall<_keystorm_hsm_v1_GetQuorumValuesRequest__Output, _keystorm_hsm_v1_GetQuorumValuesResponse>;
  
  ImportMaskedKey: grpc.handleUnaryCall<_keystorm_hsm_v1_ImportMaskedKeyRequest__Output, _keystorm_hsm_v1_ImportMaskedKeyResponse>;
  
  ImportMaskedUser: grpc.handleUnaryCall<_keystorm_hsm_v1_ImportMaskedUserRequest__Output, _keystorm_hsm_v1_ImportMaskedUserResponse>;
  
  ListQuorumTokens: grpc.handleUnaryCall<_keystorm_hsm_v1_ListQuorumTokensRequest__Output, _keystorm_hsm_v1_ListQuorumTokensResponse>;
  
  ListTrustAnchors: grpc.handleUnaryCall<_keystorm_hsm_v1_ListTrustAnchorsRequest__Output, _keystorm_hsm_v1_ListTrustAnchorsResponse>;
  
  ListUsers: grpc.handleUnaryCall<_keystorm_hsm_v1_ListUsersRequest__Output, _keystorm_hsm_v1_ListUsersResponse>;
  
  Login: grpc.handleUnaryCall<_keystorm_hsm_v1_LoginRequest__Output, _keystorm_hsm_v1_LoginResponse>;
  
  Logout: grpc.handleUnaryCall<_keystorm_hsm_v1_LogoutRequest__Output, _keystorm_hsm_v1_LogoutResponse>;
  
  Probe: grpc.handleUnaryCall<_keystorm_hsm_v1_ProbeRequest__Output, _keystorm_hsm_v1_ProbeResponse>;
  
  Reencrypt: grpc.handleUnaryCall<_keystorm_hsm_v1_ReencryptRequest__Output, _keystorm_hsm_v1_ReencryptResponse>;
  
  RegisterQuorumKey: grpc.handleUnaryCall<_keystorm_hsm_v1_RegisterQuorumKeyRequest__Output, _keystorm_hsm_v1_RegisterQuorumKeyResponse>;
  
  RegisterTrustAnchor: grpc.handleUnaryCall<_keystorm_hsm_v1_RegisterTrustAnchorRequest__Output, _keystorm_hsm_v1_RegisterTrustAnchorResponse>;
  
  RetireKeyId: grpc.handleUnaryCall<_keystorm_hsm_v1_RetireKeyIdRequest__Output, _keystorm_hsm_v1_RetireKeyIdResponse>;
  
  SetKeyAttributes: grpc.handleUnaryCall<_keystorm_hsm_v1_SetKeyAttributesRequest__Output, _keystorm_hsm_v1_SetKeyAttributesResponse>;
  
  SetMtlsEnforcement: grpc.handleUnaryCall<_keystorm_hsm_v1_SetMtlsEnforcementRequest__Output, _keystorm_hsm_v1_SetMtlsEnforcementResponse>;
  
  SetQuorumValue: grpc.handleUnaryCall<_keystorm_hsm_v1_SetQuorumValueRequest__Output, _keystorm_hsm_v1_SetQuorumValueResponse>;
  
  ShareKey: grpc.handleUnaryCall<_keystorm_hsm_v1_ShareKeyRequest__Output, _keystorm_hsm_v1_ShareKeyResponse>;
  
  UnshareKey: grpc.handleUnaryCall<_keystorm_hsm_v1_UnshareKeyRequest__Output, _keystorm_hsm_v1_UnshareKeyResponse>;
  
  UnwrapKey: grpc.handleUnaryCall<_keystorm_hsm_v1_UnwrapKeyRequest__Output, _keystorm_hsm_v1_UnwrapKeyResponse>;
  
  WrapKey: grpc.handleUnaryCall<_keystorm_hsm_v1_WrapKeyRequest__Output, _keystorm_hsm_v1_WrapKeyResponse>;
  
}

export interface HsmServiceDefinition extends grpc.ServiceDefinition {
  AesUnwrap: MethodDefinition<_keystorm_hsm_v1_AesUnwrapRequest, _keystorm_hsm_v1_AesUnwrapResponse, _keystorm_hsm_v1_AesUnwrapRequest__Output, _keystorm_hsm_v1_AesUnwrapResponse__Output>
  AesWrap: MethodDefinition<_keystorm_hsm_v1_AesWrapRequest, _keystorm_hsm_v1_AesWrapResponse, _keystorm_hsm_v1_AesWrapRequest__Output, _keystorm_hsm_v1_AesWrapResponse__Output>
  ApproveQuorumToken: MethodDefinition<_keystorm_hsm_v1_ApproveQuorumTokenRequest, _keystorm_hsm_v1_ApproveQuorumTokenResponse, _keystorm_hsm_v1_ApproveQuorumTokenRequest__Output, _keystorm_hsm_v1_ApproveQuorumTokenResponse__Output>
  ChangePassword: MethodDefinition<_keystorm_hsm_v1_ChangePasswordRequest, _keystorm_hsm_v1_ChangePasswordResponse, _keystorm_hsm_v1_ChangePasswordRequest__Output, _keystorm_hsm_v1_ChangePasswordResponse__Output>
  CreateQuorumToken: MethodDefinition<_keystorm_hsm_v1_CreateQuorumTokenRequest, _keystorm_hsm_v1_CreateQuorumTokenResponse, _keystorm_hsm_v1_CreateQuorumTokenRequest__Output, _keystorm_hsm_v1_CreateQuorumTokenResponse__Output>
  CreateUser: MethodDefinition<_keystorm_hsm_v1_CreateUserRequest, _keystorm_hsm_v1_CreateUserResponse, _keystorm_hsm_v1_CreateUserRequest__Output, _keystorm_hsm_v1_CreateUserResponse__Output>
  Decrypt: MethodDefinition<_keystorm_hsm_v1_DecryptRequest, _keystorm_hsm_v1_DecryptResponse, _keystorm_hsm_v1_DecryptRequest__Output, _keystorm_hsm_v1_DecryptResponse__Output>
  DeleteKey: MethodDefinition<_keystorm_hsm_v1_DeleteKeyRequest, _keystorm_hsm_v1_DeleteKeyResponse, _keystorm_hsm_v1_DeleteKeyRequest__Output, _keystorm_hsm_v1_DeleteKeyResponse__Output>
  DeleteQuorumTokens: MethodDefinition<_keystorm_hsm_v1_DeleteQuorumTokensRequest, _keystorm_hsm_v1_DeleteQuorumTokensResponse, _keystorm_hsm_v1_DeleteQuorumTokensRequest__Output, _keystorm_hsm_v1_DeleteQuorumTokensResponse__Output>
  DeleteUser: MethodDefinition<_keystorm_hsm_v1_DeleteUserRequest, _keystorm_hsm_v1_DeleteUserResponse, _keystorm_hsm_v1_DeleteUserRequest__Output, _keystorm_hsm_v1_DeleteUserResponse__Output>
  DeregisterTrustAnchor: MethodDefinition<_keystorm_hsm_v1_DeregisterTrustAnchorRequest, _keystorm_hsm_v1_DeregisterTrustAnchorResponse, _keystorm_hsm_v1_DeregisterTrustAnchorRequest__Output, _keystorm_hsm_v1_DeregisterTrustAnchorResponse__Output>
  DrawChallenge: MethodDefinition<_keystorm_hsm_v1_DrawChallengeRequest, _keystorm_hsm_v1_DrawChallengeResponse, _keystorm_hsm_v1_DrawChallengeRequest__Output, _keystorm_hsm_v1_DrawChallengeResponse__Output>
  Encrypt: MethodDefinition<_keystorm_hsm_v1_EncryptRequest, _keystorm_hsm_v1_EncryptResponse, _keystorm_hsm_v1_EncryptRequest__Output, _keystorm_hsm_v1_EncryptResponse__Output>
  Exchange: MethodDefinition<_keystorm_hsm_v1_ExchangeRequest, _keystorm_hsm_v1_ExchangeResponse, _keystorm_hsm_v1_ExchangeRequest__Output, _keystorm_hsm_v1_ExchangeResponse__Output>
  ExportMaskedKey: MethodDefinition<_keystorm_hsm_v1_ExportMaskedKeyRequest, _keystorm_hsm_v1_ExportMaskedKeyResponse, _keystorm_hsm_v1_ExportMaskedKeyRequest__Output, _keystorm_hsm_v1_ExportMaskedKeyResponse__Output>
  ExportMaskedUser: MethodDefinition<_keystorm_hsm_v1_ExportMaskedUserRequest, _keystorm_hsm_v1_ExportMaskedUserResponse, _keystorm_hsm_v1_ExportMaskedUserRequest__Output, _keystorm_hsm_v1_ExportMaskedUserResponse__Output>
  FindKeys: MethodDefinition<_keystorm_hsm_v1_FindKeysRequest, _keystorm_hsm_v1_FindKeysResponse, _keystorm_hsm_v1_FindKeysRequest__Output, _keystorm_hsm_v1_FindKeysResponse__Output>
  GenerateDataKey: MethodDefinition<_keystorm_hsm_v1_GenerateDataKeyRequest, _keystorm_hsm_v1_GenerateDataKeyResponse, _keystorm_hsm_v1_GenerateDataKeyRequest__Output, _keystorm_hsm_v1_GenerateDataKeyResponse__Output>
  GenerateKey: MethodDefinition<_keystorm_hsm_v1_GenerateKeyRequest, _keystorm_hsm_v1_GenerateKeyResponse, _keystorm_hsm_v1_GenerateKeyRequest__Output, _keystorm_hsm_v1_GenerateKeyResponse__Output>
  GenerateKeyPair: MethodDefinition<_keystorm_hsm_v1_GenerateKeyPairRequest, _keystorm_hsm_v1_GenerateKeyPairResponse, _keystorm_hsm_v1_GenerateKeyPairRequest__Output, _keystorm_hsm_v1_GenerateKeyPairResponse__Output>
  GenerateRandom: MethodDefinition<_keystorm_hsm_v1_GenerateRandomRequest, _keystorm_hsm_v1_GenerateRandomResponse, _keystorm_hsm_v1_GenerateRandomRequest__Output, _keystorm_hsm_v1_GenerateRandomResponse__Output>
  GetCertificates: MethodDefinition<_keystorm_hsm_v1_GetCertificatesRequest, _keystorm_hsm_v1_GetCertificatesResponse, _keystorm_hsm_v1_GetCertificatesRequest__Output, _keystorm_hsm_v1_GetCertificatesResponse__Output>
  GetInfo: MethodDefinition<_keystorm_hsm_v1_GetInfoRequest, _keystorm_hsm_v1_GetInfoResponse, _keystorm_hsm_v1_GetInfoRequest__Output, _keystorm_hsm_v1_GetInfoResponse__Output>
  GetKey: MethodDefinition<_keystorm_hsm_v1_GetKeyRequest, _keystorm_hsm_v1_GetKeyResponse, _keystorm_hsm_v1_GetKeyRequest__Output, _keystorm_hsm_v1_GetKeyResponse__Output>
  GetMtlsEnforcement: MethodDefinition<_keystorm_hsm_v1_GetMtlsEnforcementRequest, _keystorm_hsm_v1_GetMtlsEnforcementResponse, _keystorm_hsm_v1_GetMtlsEnforcementRequest__Output, _keystorm_hsm_v1_GetMtlsEnforcementResponse__Output>
  GetQuorumValues: MethodDefinition<_keystorm_hsm_v1_GetQuorumValuesRequest, _keystorm_hsm_v1_GetQuorumValuesResponse, _keystorm_hsm_v1_GetQuorumValuesRequest__Output, _keystorm_hsm_v1_GetQuorumValuesResponse__Output>
  ImportMaskedKey: MethodDefinition<_keystorm_hsm_v1_ImportMaskedKeyRequest, _keystorm_hsm_v1_ImportMaskedKeyResponse, _keystorm_hsm_v1_ImportMaskedKeyRequest__Output, _keystorm_hsm_v1_ImportMaskedKeyResponse__Output>
  ImportMaskedUser: MethodDefinition<_keystorm_hsm_v1_ImportMaskedUserRequest, _keystorm_hsm_v1_ImportMaskedUserResponse, _keystorm_hsm_v1_ImportMaskedUserRequest__Output, _keystorm_hsm_v1_ImportMaskedUserResponse__Output>
  ListQuorumTokens: MethodDefinition<_keystorm_hsm_v1_ListQuorumTokensRequest, _keystorm_hsm_v1_ListQuorumTokensResponse, _keystorm_hsm_v1_ListQuorumTokensRequest__Output, _keystorm_hsm_v1_ListQuorumTokensResponse__Output>
  ListTrustAnchors: MethodDefinition<_keystorm_hsm_v1_ListTrustAnchorsRequest, _keystorm_hsm_v1_ListTrustAnchorsResponse, _keystorm_hsm_v1_ListTrustAnchorsRequest__Output, _keystorm_hsm_v1_ListTrustAnchorsResponse__Output>
  ListUsers: MethodDefinition<_keystorm_hsm_v1_ListUsersRequest, _keystorm_hsm_v1_ListUsersResponse, _keystorm_hsm_v1_ListUsersRequest__Output, _keystorm_hsm_v1_ListUsersResponse__Output>
  Login: MethodDefinition<_keystorm_hsm_v1_LoginRequest, _keystorm_hsm_v1_LoginResponse, _keystorm_hsm_v1_LoginRequest__Output, _keystorm_hsm_v1_LoginResponse__Output>
  Logout: MethodDefinition<_keystorm_hsm_v1_LogoutRequest, _keystorm_hsm_v1_LogoutResponse, _keystorm_hsm_v1_LogoutRequest__Output, _keystorm_hsm_v1_LogoutResponse__Output>
  Probe: MethodDefinition<_keystorm_hsm_v1_ProbeRequest, _keystorm_hsm_v1_ProbeResponse, _keystorm_hsm_v1_ProbeRequest__Output, _keystorm_hsm_v1_ProbeResponse__Output>
  Reencrypt: MethodDefinition<_keystorm_hsm_v1_ReencryptRequest, _keystorm_hsm_v1_ReencryptResponse, _keystorm_hsm_v1_ReencryptRequest__Output, _keystorm_hsm_v1_ReencryptResponse__Output>
  RegisterQuorumKey: MethodDefinition<_keystorm_hsm_v1_RegisterQuorumKeyRequest, _keystorm_hsm_v1_RegisterQuorumKeyResponse, _keystorm_hsm_v1_RegisterQuorumKeyRequest__Output, _keystorm_hsm_v1_RegisterQuorumKeyResponse__Output>
  RegisterTrustAnchor: MethodDefinition<_keystorm_hsm_v1_RegisterTrustAnchorRequest, _keystorm_hsm_v1_RegisterTrustAnchorResponse, _keystorm_hsm_v1_RegisterTrustAnchorRequest__Output, _keystorm_hsm_v1_RegisterTrustAnchorResponse__Output>
  RetireKeyId: MethodDefinition<_keystorm_hsm_v1_RetireKeyIdRequest, _keystorm_hsm_v1_RetireKeyIdResponse, _keystorm_hsm_v1_RetireKeyIdRequest__Output, _keystorm_hsm_v1_RetireKeyIdResponse__Output>
  SetKeyAttributes: MethodDefinition<_keystorm_hsm_v1_SetKeyAttributesRequest, _keystorm_hsm_v1_SetKeyAttributesResponse, _keystorm_hsm_v1_SetKeyAttributesRequest__Output, _keystorm_hsm_v1_SetKeyAttributesResponse__Output>
  SetMtlsEnforcement: MethodDefinition<_keystorm_hsm_v1_SetMtlsEnforcementRequest, _keystorm_hsm_v1_SetMtlsEnforcementResponse, _keystorm_hsm_v1_SetMtlsEnforcementRequest__Output, _keystorm_hsm_v1_SetMtlsEnforcementResponse__Output>
  SetQuorumValue: MethodDefinition<_keystorm_hsm_v1_SetQuorumValueRequest, _keystorm_hsm_v1_SetQuorumValueResponse, _keystorm_hsm_v1_SetQuorumValueRequest__Output, _keystorm_hsm_v1_SetQuorumValueResponse__Output>
  ShareKey: MethodDefinition<_keystorm_hsm_v1_ShareKeyRequest, _keystorm_hsm_v1_ShareKeyResponse, _keystorm_hsm_v1_ShareKeyRequest__Output, _keystorm_hsm_v1_ShareKeyResponse__Output>
  UnshareKey: MethodDefinition<_keystorm_hsm_v1_UnshareKeyRequest, _keystorm_hsm_v1_UnshareKeyResponse, _keystorm_hsm_v1_UnshareKeyRequest__Output, _keystorm_hsm_v1_UnshareKeyResponse__Output>
  UnwrapKey: MethodDefinition<_keystorm_hsm_v1_UnwrapKeyRequest, _keystorm_hsm_v1_UnwrapKeyResponse, _keystorm_hsm_v1_UnwrapKeyRequest__Output, _keystorm_hsm_v1_UnwrapKeyResponse__Output>
  WrapKey: MethodDefinition<_keystorm_hsm_v1_WrapKeyRequest, _keystorm_hsm_v1_WrapKeyResponse, _keystorm_hsm_v1_WrapKeyRequest__Output, _keystorm_hsm_v1_WrapKeyResponse__Output>
}
