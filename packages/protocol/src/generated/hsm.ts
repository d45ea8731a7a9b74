import type * as grpc from '@grpc/grpc-js';
import type { EnumTypeDefinition, MessageTypeDefinition } from '@grpc/proto-loader';

import type { AesUnwrapRequest as _keystorm_hsm_v1_AesUnwrapRequest, AesUnwrapRequest__Output as _keystorm_hsm_v1_AesUnwrapRequest__Output } from './keystorm/hsm/v1/AesUnwrapRequest.ts';
import type { AesUnwrapResponse as _keystorm_hsm_v1_AesUnwrapResponse, AesUnwrapResponse__Output as _keystorm_hsm_v1_AesUnwrapResponse__Output } from './keystorm/hsm/v1/AesUnwrapResponse.ts';
import type { AesWrapRequest as _keystorm_hsm_v1_AesWrapRequest, AesWrapRequest__Output as _keystorm_hsm_v1_AesWrapRequest__Output } from './keystorm/hsm/v1/AesWrapRequest.ts';
import type { AesWrapResponse as _keystorm_hsm_v1_AesWrapResponse, AesWrapResponse__Output as _keystorm_hsm_v1_AesWrapResponse__Output } from './keystorm/hsm/v1/AesWrapResponse.ts';
import type { ApproveQuorumTokenRequest as _keystorm_hsm_v1_ApproveQuorumTokenRequest, ApproveQuorumTokenRequest__Output as _keystorm_hsm_v1_ApproveQuorumTokenRequest__Output } from './keystorm/hsm/v1/ApproveQuorumTokenRequest.ts';
import type { ApproveQuorumTokenResponse as _keystorm_hsm_v1_ApproveQuorumTokenResponse, ApproveQuorumTokenResponse__Output as _keystorm_hsm_v1_ApproveQuorumTokenResponse__Output } from './keystorm/hsm/v1/ApproveQuorumTokenResponse.ts';
import type { Call as _keystorm_hsm_v1_Call, Call__Output as _keystorm_hsm_v1_Call__Output } from './keystorm/hsm/v1/Call.ts';
import type { ChangePasswordRequest as _keystorm_hsm_v1_ChangePasswordRequest, ChangePasswordRequest__Output as _keystorm_hsm_v1_ChangePasswordRequest__Output } from './keystorm/hsm/v1/ChangePasswordRequest.ts';
import type { ChangePasswordResponse as _keystorm_hsm_v1_ChangePasswordResponse, ChangePasswordResponse__Output as _keystorm_hsm_v1_ChangePasswordResponse__Output } from './keystorm/hsm/v1/ChangePasswordResponse.ts';
import type { CreateQuorumTokenRequest as _keystorm_hsm_v1_CreateQuorumTokenRequest, CreateQuorumTokenRequest__Output as _keystorm_hsm_v1_CreateQuorumTokenRequest__Output } from './keystorm/hsm/v1/CreateQuorumTokenRequest.ts';
import type { CreateQuorumTokenResponse as _keystorm_hsm_v1_CreateQuorumTokenResponse, CreateQuorumTokenResponse__Output as _keystorm_hsm_v1_CreateQuorumTokenResponse__Output } from './keystorm/hsm/v1/CreateQuorumTokenResponse.ts';
import type { CreateUserRequest as _keystorm_hsm_v1_CreateUserRequest, CreateUserRequest__Output as _keystorm_hsm_v1_CreateUserRequest__Output } from './keystorm/hsm/v1/CreateUserRequest.ts';
import type { CreateUserResponse as _keystorm_hsm_v1_CreateUserResponse, CreateUserResponse__Output as _keystorm_hsm_v1_CreateUserResponse__Output } from './keystorm/hsm/v1/CreateUserResponse.ts';
import type { DecryptRequest as _keystorm_hsm_v1_DecryptRequest, DecryptRequest__Output as _keystorm_hsm_v1_DecryptRequest__Output } from './keystorm/hsm/v1/DecryptRequest.ts';
import type { DecryptResponse as _keystorm_hsm_v1_DecryptResponse, DecryptResponse__Output as _keystorm_hsm_v1_DecryptResponse__Output } from './keystorm/hsm/v1/DecryptResponse.ts';
import type { DeleteKeyRequest as _keystorm_hsm_v1_DeleteKeyRequest, DeleteKeyRequest__Output as _keystorm_hsm_v1_DeleteKeyRequest__Output } from './keystorm/hsm/v1/DeleteKeyRequest.ts';
import type { DeleteKeyResponse as _keystorm_hsm_v1_DeleteKeyResponse, DeleteKeyResponse__Output as _keystorm_hsm_v1_DeleteKeyResponse__Output } from './keystorm/hsm/v1/DeleteKeyResponse.ts';
import type { DeleteQuorumTokensRequest as _keystorm_hsm_v1_DeleteQuorumTokensRequest, DeleteQuorumTokensRequest__Output as _keystorm_hsm_v1_DeleteQuorumTokensRequest__Output } from './keystorm/hsm/v1/DeleteQuorumTokensRequest.ts';
import type { DeleteQuorumTokensResponse as _keystorm_hsm_v1_DeleteQuorumTokensResponse, DeleteQuorumTokensResponse__Output as _keystorm_hsm_v1_DeleteQuorumTokensResponse__Output } from './keystorm/hsm/v1/DeleteQuorumTokensResponse.ts';
import type { DeleteUserRequest as _keystorm_hsm_v1_DeleteUserRequest, DeleteUserRequest__Output as _keystorm_hsm_v1_DeleteUserRequest__Output } from './keystorm/hsm/v1/DeleteUserRequest.ts';
import type { DeleteUserResponse as _keystorm_hsm_v1_DeleteUserResponse, DeleteUserResponse__Output as _keystorm_hsm_v1_DeleteUserResponse__Output } from './keystorm/hsm/v1/DeleteUserResponse.ts';
import type { DeregisterTrustAnchorRequest as _keystorm_hsm_v1_DeregisterTrustAnchorRequest, DeregisterTrustAnchorRequest__Output as _keystorm_hsm_v1_DeregisterTrustAnchorRequest__Output } from './keystorm/hsm/v1/DeregisterTrustAnchorRequest.ts';
import type { DeregisterTrustAnchorResponse as _keystorm_hsm_v1_DeregisterTrustAnchorResponse, DeregisterTrustAnchorResponse__Output as _keystorm_hsm_v1_DeregisterTrustAnchorResponse__Output } from './keystorm/hsm/v1/DeregisterTrustAnchorResponse.ts';
import type { DrawChallengeRequest as _keystorm_hsm_v1_DrawChallengeRequest, DrawChallengeRequest__Output as _keystorm_hsm_v1_DrawChallengeRequest__Output } from './keystorm/hsm/v1/DrawChallengeRequest.ts';
import type { DrawChallengeResponse as _keystorm_hsm_v1_DrawChallengeResponse, DrawChallengeResponse__Output as _keystorm_hsm_v1_DrawChallengeResponse__Output } from './keystorm/hsm/v1/DrawChallengeResponse.ts';
import type { EncryptRequest as _keystorm_hsm_v1_EncryptRequest, EncryptRequest__Output as _keystorm_hsm_v1_EncryptRequest__Output } from './keystorm/hsm/v1/EncryptRequest.ts';
import type { EncryptResponse as _keystorm_hsm_v1_EncryptResponse, EncryptResponse__Output as _keystorm_hsm_v1_EncryptResponse__Output } from './keystorm/hsm/v1/EncryptResponse.ts';
import type { ExchangeRequest as _keystorm_hsm_v1_ExchangeRequest, ExchangeRequest__Output as _keystorm_hsm_v1_ExchangeRequest__Output } from './keystorm/hsm/v1/ExchangeRequest.ts';
import type { ExchangeResponse as _keystorm_hsm_v1_ExchangeResponse, ExchangeResponse__Output as _keystorm_hsm_v1_ExchangeResponse__Output } from './keystorm/hsm/v1/ExchangeResponse.ts';
import type { ExportMaskedKeyRequest as _keystorm_hsm_v1_ExportMaskedKeyRequest, ExportMaskedKeyRequest__Output as _keystorm_hsm_v1_ExportMaskedKeyRequest__Output } from './keystorm/hsm/v1/ExportMaskedKeyRequest.ts';
import type { ExportMaskedKeyResponse as _keystorm_hsm_v1_ExportMaskedKeyResponse, ExportMaskedKeyResponse__Output as _keystorm_hsm_v1_ExportMaskedKeyResponse__Output } from './keystorm/hsm/v1/ExportMaskedKeyResponse.ts';
import type { ExportMaskedUserRequest as _keystorm_hsm_v1_ExportMaskedUserRequest, ExportMaskedUserRequest__Output as _keystorm_hsm_v1_ExportMaskedUserRequest__Output } from './keystorm/hsm/v1/ExportMaskedUserRequest.ts';
import type { ExportMaskedUserResponse as _keystorm_hsm_v1_ExportMaskedUserResponse, ExportMaskedUserResponse__Output as _keystorm_hsm_v1_ExportMaskedUserResponse__Output } from './keystorm/hsm/v1/ExportMaskedUserResponse.ts';
import type { Failure as _keystorm_hsm_v1_Failure, Failure__Output as _keystorm_hsm_v1_Failure__Output } from './keystorm/hsm/v1/Failure.ts';
import type { FindKeysRequest as _keystorm_hsm_v1_FindKeysRequest, FindKeysRequest__Output as _keystorm_hsm_v1_FindKeysRequest__Output } from './keystorm/hsm/v1/FindKeysRequest.ts';
import type { FindKeysResponse as _keystorm_hsm_v1_FindKeysResponse, FindKeysResponse__Output as _keystorm_hsm_v1_FindKeysResponse__Output } from './keystorm/hsm/v1/FindKeysResponse.ts';
import type { GenerateDataKeyRequest as _keystorm_hsm_v1_GenerateDataKeyRequest, GenerateDataKeyRequest__Output as _keystorm_hsm_v1_GenerateDataKeyRequest__Output } from './keystorm/hsm/v1/GenerateDataKeyRequest.ts';
import type { GenerateDataKeyResponse as _keystorm_hsm_v1_GenerateDataKeyResponse, GenerateDataKeyResponse__Output as _keystorm_hsm_v1_GenerateDataKeyResponse__Output } from './keystorm/hsm/v1/GenerateDataKeyResponse.ts';
import type { GenerateKeyPairRequest as _keystorm_hsm_v1_GenerateKeyPairRequest, GenerateKeyPairRequest__Output as _keystorm_hsm_v1_GenerateKeyPairRequest__Output } from './keystorm/hsm/v1/GenerateKeyPairRequest.ts';
import type { GenerateKeyPairResponse as _keystorm_hsm_v1_GenerateKeyPairResponse, GenerateKeyPairResponse__Output as _keystorm_hsm_v1_GenerateKeyPairResponse__Output } from './keystorm/hsm/v1/GenerateKeyPairResponse.ts';
import type { GenerateKeyRequest as _keystorm_hsm_v1_GenerateKeyRequest, GenerateKeyRequest__Output as _keystorm_hsm_v1_GenerateKeyRequest__Output } from './keystorm/hsm/v1/GenerateKeyRequest.ts';
import type { GenerateKeyResponse as _keystorm_hsm_v1_GenerateKeyResponse, GenerateKeyResponse__Output as _keystorm_hsm_v1_GenerateKeyResponse__Output } from './keystorm/hsm/v1/GenerateKeyResponse.ts';
import type { GenerateRandomRequest as _keystorm_hsm_v1_GenerateRandomRequest, GenerateRandomRequest__Output as _keystorm_hsm_v1_GenerateRandomRequest__Output } from './keystorm/hsm/v1/GenerateRandomRequest.ts';
import type { GenerateRandomResponse as _keystorm_hsm_v1_GenerateRandomResponse, GenerateRandomResponse__Output as _keystorm_hsm_v1_GenerateRandomResponse__Output } from './keystorm/hsm/v1/GenerateRandomResponse.ts';
import type { GetCertificatesRequest as _keystorm_hsm_v1_GetCertificatesRequest, GetCertificatesRequest__Output as _keystorm_hsm_v1_GetCertificatesRequest__Output } from './keystorm/hsm/v1/GetCertificatesRequest.ts';
import type { GetCertificatesResponse as _keystorm_hsm_v1_GetCertificatesResponse, GetCertificatesResponse__Output as _keystorm_hsm_v1_GetCertificatesResponse__Output } from './keystorm/hsm/v1/GetCertificatesResponse.ts';
import type { GetInfoRequest as _keystorm_hsm_v1_GetInfoRequest, GetInfoRequest__Output as _keystorm_hsm_v1_GetInfoRequest__Output } from './keystorm/hsm/v1/GetInfoRequest.ts';
import type { GetInfoResponse as _keystorm_hsm_v1_GetInfoResponse, GetInfoResponse__Output as _keystorm_hsm_v1_GetInfoResponse__Output } from './keystorm/hsm/v1/GetInfoResponse.ts';
import type { GetKeyRequest as _keystorm_hsm_v1_GetKeyRequest, GetKeyRequest__Output as _keystorm_hsm_v1_GetKeyRequest__Output } from './keystorm/hsm/v1/GetKeyRequest.ts';
import type { GetKeyResponse as _keystorm_hsm_v1_GetKeyResponse, GetKeyResponse__Output as _keystorm_hsm_v1_GetKeyResponse__Output } from './keystorm/hsm/v1/GetKeyResponse.ts';
import type { GetMtlsEnforcementRequest as _keystorm_hsm_v1_GetMtlsEnforcementRequest, GetMtlsEnforcementRequest__Output as _keystorm_hsm_v1_GetMtlsEnforcementRequest__Output } from './keystorm/hsm/v1/GetMtlsEnforcementRequest.ts';
import type { GetMtlsEnforcementResponse as _keystorm_hsm_v1_GetMtlsEnforcementResponse, GetMtlsEnforcementResponse__Output as _keystorm_hsm_v1_GetMtlsEnforcementResponse__Output } from './keystorm/hsm/v1/GetMtlsEnforcementResponse.ts';
import type { GetQuorumValuesRequest as _keystorm_hsm_v1_GetQuorumValuesRequest, GetQuorumValuesRequest__Output as _keystorm_hsm_v1_GetQuorumValuesRequest__Output } from './keystorm/hsm/v1/GetQuorumValuesRequest.ts';
import type { GetQuorumValuesResponse as _keystorm_hsm_v1_GetQuorumValuesResponse, GetQuorumValuesResponse__Output as _keystorm_hsm_v1_GetQuorumValuesResponse__Output } from './keystorm/hsm/v1/GetQuorumValuesResponse.ts';
import type { HsmServiceClient as _keystorm_hsm_v1_HsmServiceClient, HsmServiceDefinition as _keystorm_hsm_v1_HsmServiceDefinition } from './keystorm/hsm/v1/HsmService.ts';
import type { ImportMaskedKeyRequest as _keystorm_hsm_v1_ImportMaskedKeyRequest, ImportMaskedKeyRequest__Output as _keystorm_hsm_v1_ImportMaskedKeyRequest__Output } from './keystorm/hsm/v1/ImportMaskedKeyRequest.ts';
import type { ImportMaskedKeyResponse as _keystorm_hsm_v1_ImportMaskedKeyResponse, ImportMaskedKeyResponse__Output as _keystorm_hsm_v1_ImportMaskedKeyResponse__Output } from './keystorm/hsm/v1/ImportMaskedKeyResponse.ts';
import type { ImportMaskedUserRequest as _keystorm_hsm_v1_ImportMaskedUserRequest, ImportMaskedUserRequest__Output as _keystorm_hsm_v1_ImportMaskedUserRequest__Output } from './keystorm/hsm/v1/ImportMaskedUserRequest.ts';
import type { ImportMaskedUserResponse as _keystorm_hsm_v1_ImportMaskedUserResponse, ImportMaskedUserResponse__Output as _keystorm_hsm_v1_ImportMaskedUserResponse__Output } from './keystorm/hsm/v1/ImportMaskedUserResponse.ts';
import type { KeyAttributes as _keystorm_hsm_v1_KeyAttributes, KeyAttributes__Output as _keystorm_hsm_v1_KeyAttributes__Output } from './keystorm/hsm/v1/KeyAttributes.ts';
import type { KeyObject as _keystorm_hsm_v1_KeyObject, KeyObject__Output as _keystorm_hsm_v1_KeyObject__Output } from './keystorm/hsm/v1/KeyObject.ts';
import type { KeyQuorum as _keystorm_hsm_v1_KeyQuorum, KeyQuorum__Output as _keystorm_hsm_v1_KeyQuorum__Output } from './keystorm/hsm/v1/KeyQuorum.ts';
import type { KeyShare as _keystorm_hsm_v1_KeyShare, KeyShare__Output as _keystorm_hsm_v1_KeyShare__Output } from './keystorm/hsm/v1/KeyShare.ts';
import type { KeyUsage as _keystorm_hsm_v1_KeyUsage, KeyUsage__Output as _keystorm_hsm_v1_KeyUsage__Output } from './keystorm/hsm/v1/KeyUsage.ts';
import type { ListQuorumTokensRequest as _keystorm_hsm_v1_ListQuorumTokensRequest, ListQuorumTokensRequest__Output as _keystorm_hsm_v1_ListQuorumTokensRequest__Output } from './keystorm/hsm/v1/ListQuorumTokensRequest.ts';
import type { ListQuorumTokensResponse as _keystorm_hsm_v1_ListQuorumTokensResponse, ListQuorumTokensResponse__Output as _keystorm_hsm_v1_ListQuorumTokensResponse__Output } from './keystorm/hsm/v1/ListQuorumTokensResponse.ts';
import type { ListTrustAnchorsRequest as _keystorm_hsm_v1_ListTrustAnchorsRequest, ListTrustAnchorsRequest__Output as _keystorm_hsm_v1_ListTrustAnchorsRequest__Output } from './keystorm/hsm/v1/ListTrustAnchorsRequest.ts';
import type { ListTrustAnchorsResponse as _keystorm_hsm_v1_ListTrustAnchorsResponse, ListTrustAnchorsResponse__Output as _keystorm_hsm_v1_ListTrustAnchorsResponse__Output } from './keystorm/hsm/v1/ListTrustAnchorsResponse.ts';
import type { ListUsersRequest as _keystorm_hsm_v1_ListUsersRequest, ListUsersRequest__Output as _keystorm_hsm_v1_ListUsersRequest__Output } from './keystorm/hsm/v1/ListUsersRequest.ts';
import type { ListUsersResponse as _keystorm_hsm_v1_ListUsersResponse, ListUsersResponse__Output as _keystorm_hsm_v1_ListUsersResponse__Output } from './keystorm/hsm/v1/ListUsersResponse.ts';
import type { LoginRequest as _keystorm_hsm_v1_LoginRequest, LoginRequest__Output as _keystorm_hsm_v1_LoginRequest__Output } from './keystorm/hsm/v1/LoginRequest.ts';
import type { LoginResponse as _keystorm_hsm_v1_LoginResponse, LoginResponse__Output as _keystorm_hsm_v1_LoginResponse__Output } from './keystorm/hsm/v1/LoginResponse.ts';
import type { LogoutRequest as _keystorm_hsm_v1_LogoutRequest, LogoutRequest__Output as _keystorm_hsm_v1_LogoutRequest__Output } from './keystorm/hsm/v1/LogoutRequest.ts';
import type { LogoutResponse as _keystorm_hsm_v1_LogoutResponse, LogoutResponse__Output as _keystorm_hsm_v1_LogoutResponse__Output } from './keystorm/hsm/v1/LogoutResponse.ts';
import type { ProbeRequest as _keystorm_hsm_v1_ProbeRequest, ProbeRequest__Output as _keystorm_hsm_v1_ProbeRequest__Output } from './keystorm/hsm/v1/ProbeRequest.ts';
import type { ProbeResponse as _keystorm_hsm_v1_ProbeResponse, ProbeResponse__Output as _keystorm_hsm_v1_ProbeResponse__Output } from './keystorm/hsm/v1/ProbeResponse.ts';
import type { QuorumApproval as _keystorm_hsm_v1_QuorumApproval, QuorumApproval__Output as _keystorm_hsm_v1_QuorumApproval__Output } from './keystorm/hsm/v1/QuorumApproval.ts';
import type { QuorumToken as _keystorm_hsm_v1_QuorumToken, QuorumToken__Output as _keystorm_hsm_v1_QuorumToken__Output } from './keystorm/hsm/v1/QuorumToken.ts';
import type { ReencryptRequest as _keystorm_hsm_v1_ReencryptRequest, ReencryptRequest__Output as _keystorm_hsm_v1_ReencryptRequest__Output } from './keystorm/hsm/v1/ReencryptRequest.ts';
import type { ReencryptResponse as _keystorm_hsm_v1_ReencryptResponse, ReencryptResponse__Output as _keystorm_hsm_v1_ReencryptResponse__Output } from './keystorm/hsm/v1/ReencryptResponse.ts';
import type { RegisterQuorumKeyRequest as _keystorm_hsm_v1_RegisterQuorumKeyRequest, RegisterQuorumKeyRequest__Output as _keystorm_hsm_v1_RegisterQuorumKeyRequest__Output } from './keystorm/hsm/v1/RegisterQuorumKeyRequest.ts';
import type { RegisterQuorumKeyResponse as _keystorm_hsm_v1_RegisterQuorumKeyResponse, RegisterQuorumKeyResponse__Output as _keystorm_hsm_v1_RegisterQuorumKeyResponse__Output } from './keystorm/hsm/v1/RegisterQuorumKeyResponse.ts';
import type { RegisterTrustAnchorRequest as _keystorm_hsm_v1_RegisterTrustAnchorRequest, RegisterTrustAnchorRequest__Output as _keystorm_hsm_v1_RegisterTrustAnchorRequest__Output } from './keystorm/hsm/v1/RegisterTrustAnchorRequest.ts';
import type { RegisterTrustAnchorResponse as _keystorm_hsm_v1_RegisterTrustAnchorResponse, RegisterTrustAnchorResponse__Output as _keystorm_hsm_v1_RegisterTrustAnchorResponse__Output } from './keystorm/hsm/v1/RegisterTrustAnchorResponse.ts';
import type { Reply as _keystorm_hsm_v1_Reply, Reply__Output as _keystorm_hsm_v1_Reply__Output } from './keystorm/hsm/v1/Reply.ts';
import type { RetireKeyIdRequest as _keystorm_hsm_v1_RetireKeyIdRequest, RetireKeyIdRequest__Output as _keystorm_hsm_v1_RetireKeyIdRequest__Output } from './keystorm/hsm/v1/RetireKeyIdRequest.ts';
import type { RetireKeyIdResponse as _keystorm_hsm_v1_RetireKeyIdResponse, RetireKeyIdResponse__Output as _keystorm_hsm_v1_RetireKeyIdResponse__Output } from './keystorm/hsm/v1/RetireKeyIdResponse.ts';
import type { SetKeyAttributesRequest as _keystorm_hsm_v1_SetKeyAttributesRequest, SetKeyAttributesRequest__Output as _keystorm_hsm_v1_SetKeyAttributesRequest__Output } from './keystorm/hsm/v1/SetKeyAttributesRequest.ts';
import type { SetKeyAttributesResponse as _keystorm_hsm_v1_SetKeyAttributesResponse, SetKeyAttributesResponse__Output as _keystorm_hsm_v1_SetKeyAttributesResponse__Output } from './keystorm/hsm/v1/SetKeyAttributesResponse.ts';
import type { SetMtlsEnforcementRequest as _keystorm_hsm_v1_SetMtlsEnforcementRequest, SetMtlsEnforcementRequest__Output as _keystorm_hsm_v1_SetMtlsEnforcementRequest__Output } from './keystorm/hsm/v1/SetMtlsEnforcementRequest.ts';
import type { SetMtlsEnforcementResponse as _keystorm_hsm_v1_SetMtlsEnforcementResponse, SetMtlsEnforcementResponse__Output as _keystorm_hsm_v1_SetMtlsEnforcementResponse__Output } from './keystorm/hsm/v1/SetMtlsEnforcementResponse.ts';
import type { SetQuorumValueRequest as _keystorm_hsm_v1_SetQuorumValueRequest, SetQuorumValueRequest__Output as _keystorm_hsm_v1_SetQuorumValueRequest__Output } from './keystorm/hsm/v1/SetQuorumValueRequest.ts';
import type { SetQuorumValueResponse as _keystorm_hsm_v1_SetQuorumValueResponse, SetQuorumValueResponse__Output as _keystorm_hsm_v1_SetQuorumValueResponse__Output } from './keystorm/hsm/v1/SetQuorumValueResponse.ts';
import type { ShareKeyRequest as _keystorm_hsm_v1_ShareKeyRequest, ShareKeyRequest__Output as _keystorm_hsm_v1_ShareKeyRequest__Output } from './keystorm/hsm/v1/ShareKeyRequest.ts';
import type { ShareKeyResponse as _keystorm_hsm_v1_ShareKeyResponse, ShareKeyResponse__Output as _keystorm_hsm_v1_ShareKeyResponse__Output } from './keystorm/hsm/v1/ShareKeyResponse.ts';
import type { SigningKey as _keystorm_hsm_v1_SigningKey, SigningKey__Output as _keystorm_hsm_v1_SigningKey__Output } from './keystorm/hsm/v1/SigningKey.ts';
import type { TrustAnchor as _keystorm_hsm_v1_TrustAnchor, TrustAnchor__Output as _keystorm_hsm_v1_TrustAnchor__Output } from './keystorm/hsm/v1/TrustAnchor.ts';
import type { UnshareKeyRequest as _keystorm_hsm_v1_UnshareKeyRequest, UnshareKeyRequest__Output as _keystorm_hsm_v1_UnshareKeyRequest__Output } from './keystorm/hsm/v1/UnshareKeyRequest.ts';
import type { UnshareKeyResponse as _keystorm_hsm_v1_UnshareKeyResponse, UnshareKeyResponse__Output as _keystorm_hsm_v1_UnshareKeyResponse__Output } from './keystorm/hsm/v1/UnshareKeyResponse.ts';
import type { UnwrapKeyRequest as _keystorm_hsm_v1_UnwrapKeyRequest, UnwrapKeyRequest__Output as _keystorm_hsm_v1_UnwrapKeyRequest__Output } from './keystorm/hsm/v1/UnwrapKeyRequest.ts';
import type { UnwrapKeyResponse as _keystorm_hsm_v1_UnwrapKeyResponse, UnwrapKeyResponse__Output as _keystorm_hsm_v1_UnwrapKeyResponse__Output } from './keystorm/hsm/v1/UnwrapKeyResponse.ts';
import type { User as _keystorm_hsm_v1_User, User__Output as _keystorm_hsm_v1_User__Output } from './keystorm/hsm/v1/User.ts';
import type { WrapKeyRequest as _keystorm_hsm_v1_WrapKeyRequest, WrapKeyRequest__Output as _keystorm_hsm_v1_WrapKeyRequest__Output } from './keystorm/hsm/v1/WrapKeyRequest.ts';
import type { WrapKeyResponse as _keystorm_hsm_v1_WrapKeyResponse, WrapKeyResponse__Output as _keystorm_hsm_v1_WrapKeyResponse__Output } from './keystorm/hsm/v1/WrapKeyResponse.ts';

type SubtypeConstructor<Constructor extends new (...args: any) => any, Subtype> = {
  new(...args: ConstructorParameters<Constructor>): Subtype;
};

export interface ProtoGrpcType {
  keystorm: {
    hsm: {
      v1: {
        AesUnwrapRequest: MessageTypeDefinition<_keystorm_hsm_v1_AesUnwrapRequest, _keystorm_hsm_v1_AesUnwrapRequest__Output>
        AesUnwrapResponse: MessageTypeDefinition<_keystorm_hsm_v1_AesUnwrapResponse, _keystorm_hsm_v1_AesUnwrapResponse__Output>
        AesWrapRequest: MessageTypeDefinition<_keystorm_hsm_v1_AesWrapRequest, _keystorm_hsm_v1_AesWrapRequest__Output>
        AesWrapResponse: MessageTypeDefinition<_keystorm_hsm_v1_AesWrapResponse, _keystorm_hsm_v1_AesWrapResponse__Output>
        ApproveQuorumTokenRequest: MessageTypeDefinition<_keystorm_hsm_v1_ApproveQuorumTokenRequest, _keystorm_hsm_v1_ApproveQuorumTokenRequest__Output>
        ApproveQuorumTokenResponse: MessageTypeDefinition<_keystorm_hsm_v1_ApproveQuorumTokenResponse, _keystorm_hsm_v1_ApproveQuorumTokenResponse__Output>
        Call: MessageTypeDefinition<_keystorm_hsm_v1_Call, _keystorm_hsm_v1_Call__Output>
        ChangePasswordRequest: MessageTypeDefinition<_keystorm_hsm_v1_ChangePasswordRequest, _keystorm_hsm_v1_ChangePasswordRequest__Output>
        ChangePasswordResponse: MessageTypeDefinition<_keystorm_hsm_v1_ChangePasswordResponse, _keystorm_hsm_v1_ChangePasswordResponse__Output>
        CreateQuorumTokenRequest: MessageTypeDefinition<_keystorm_hsm_v1_CreateQuorumTokenRequest, _keystorm_hsm_v1_CreateQuorumTokenRequest__Output>
        CreateQuorumTokenResponse: MessageTypeDefinition<_keystorm_hsm_v1_CreateQuorumTokenResponse, _keystorm_hsm_v1_CreateQuorumTokenResponse__Output>
        CreateUserRequest: MessageTypeDefinition<_keystorm_hsm_v1_CreateUserRequest, _keystorm_hsm_v1_CreateUserRequest__Output>
        CreateUserResponse: MessageTypeDefinition<_keystorm_hsm_v1_CreateUserResponse, _keystorm_hsm_v1_CreateUserResponse__Output>
        DecryptRequest: MessageTypeDefinition<_keystorm_hsm_v1_DecryptRequest, _keystorm_hsm_v1_DecryptRequest__Output>
        DecryptResponse: MessageTypeDefinition<_keystorm_hsm_v1_DecryptResponse, _keystorm_hsm_v1_DecryptResponse__Output>
        DeleteKeyRequest: MessageTypeDefinition<_keystorm_hsm_v1_DeleteKeyRequest, _keystorm_hsm_v1_DeleteKeyRequest__Output>
        DeleteKeyResponse: MessageTypeDefinition<_keystorm_hsm_v1_DeleteKeyResponse, _keystorm_hsm_v1_DeleteKeyResponse__Output>
        DeleteQuorumTokensRequest: MessageTypeDefinition<_keystorm_hsm_v1_DeleteQuorumTokensRequest, _keystorm_hsm_v1_DeleteQuorumTokensRequest__Output>
        DeleteQuorumTokensResponse: MessageTypeDefinition<_keystorm_hsm_v1_DeleteQuorumTokensResponse, _keystorm_hsm_v1_DeleteQuorumTokensResponse__Output>
        DeleteUserRequest: MessageTypeDefinition<_keystorm_hsm_v1_DeleteUserRequest, _keystorm_hsm_v1_DeleteUserRequest__Output>
        DeleteUserResponse: MessageTypeDefinition<_keystorm_hsm_v1_DeleteUserResponse, _keystorm_hsm_v1_DeleteUserResponse__Output>
        DeregisterTrustAnchorRequest: MessageTypeDefinition<_keystorm_hsm_v1_DeregisterTrustAnchorRequest, _keystorm_hsm_v1_DeregisterTrustAnchorRequest__Output>
        DeregisterTrustAnchorResponse: MessageTypeDefinition<_keystorm_hsm_v1_DeregisterTrustAnchorResponse, _keystorm_hsm_v1_DeregisterTrustAnchorResponse__Output>
        DrawChallengeRequest: MessageTypeDefinition<_keystorm_hsm_v1_DrawChallengeRequest, _keystorm_hsm_v1_DrawChallengeRequest__Output>
        DrawChallengeResponse: MessageTypeDefinition<_keystorm_hsm_v1_DrawChallengeResponse, _keystorm_hsm_v1_DrawChallengeResponse__Output>
        EncryptRequest: MessageTypeDefinition<_keystorm_hsm_v1_EncryptRequest, _keystorm_hsm_v1_EncryptRequest__Output>
        EncryptResponse: MessageTypeDefinition<_keystorm_hsm_v1_EncryptResponse, _keystorm_hsm_v1_EncryptResponse__Output>
        ExchangeRequest: MessageTypeDefinition<_keystorm_hsm_v1_ExchangeRequest, _keystorm_hsm_v1_ExchangeRequest__Output>
        ExchangeResponse: MessageTypeDefinition<_keystorm_hsm_v1_ExchangeResponse, _keystorm_hsm_v1_ExchangeResponse__Output>
        ExportMaskedKeyRequest: MessageTypeDefinition<_keystorm_hsm_v1_ExportMaskedKeyRequest, _keystorm_hsm_v1_ExportMaskedKeyRequest__Output>
        ExportMaskedKeyResponse: MessageTypeDefinition<_keystorm_hsm_v1_ExportMaskedKeyResponse, _keystorm_hsm_v1_ExportMaskedKeyResponse__Output>
        ExportMaskedUserRequest: MessageTypeDefinition<_keystorm_hsm_v1_ExportMaskedUserRequest, _keystorm_hsm_v1_ExportMaskedUserRequest__Output>
        ExportMaskedUserResponse: MessageTypeDefinition<_keystorm_hsm_v1_ExportMaskedUserResponse, _keystorm_hsm_v1_ExportMaskedUserResponse__Output>
        Failure: MessageTypeDefinition<_keystorm_hsm_v1_Failure, _keystorm_hsm_v1_Failure__Output>
        FindKeysRequest: MessageTypeDefinition<_keystorm_hsm_v1_FindKeysRequest, _keystorm_hsm_v1_FindKeysRequest__Output>
        FindKeysResponse: MessageTypeDefinition<_keystorm_hsm_v1_FindKeysResponse, _keystorm_hsm_v1_FindKeysResponse__Output>
        GenerateDataKeyRequest: MessageTypeDefinition<_keystorm_hsm_v1_GenerateDataKeyRequest, _keystorm_hsm_v1_GenerateDataKeyRequest__Output>
        GenerateDataKeyResponse: MessageTypeDefinition<_keystorm_hsm_v1_GenerateDataKeyResponse, _keystorm_hsm_v1_GenerateDataKeyResponse__Output>
        GenerateKeyPairRequest: MessageTypeDefinition<_keystorm_hsm_v1_GenerateKeyPairRequest, _keystorm_hsm_v1_GenerateKeyPairRequest__Output>
        GenerateKeyPairResponse: MessageTypeDefinition<_keystorm_hsm_v1_GenerateKeyPairResponse, _keystorm_hsm_v1_GenerateKeyPairResponse__Output>
        GenerateKeyRequest: MessageTypeDefinition<_keystorm_hsm_v1_GenerateKeyRequest, _keystorm_hsm_v1_GenerateKeyRequest__Output>
        GenerateKeyResponse: MessageTypeDefinition<_keystorm_hsm_v1_GenerateKeyResponse, _keystorm_hsm_v1_GenerateKeyResponse__Output>
        GenerateRandomRequest: MessageTypeDefinition<_keystorm_hsm_v1_GenerateRandomRequest, _keystorm_hsm_v1_GenerateRandomRequest__Output>
        GenerateRandomResponse: MessageTypeDefinition<_keystorm_hsm_v1_GenerateRandomResponse, _keystorm_hsm_v1_GenerateRandomResponse__Output>
        GetCertificatesRequest: MessageTypeDefinition<_keystorm_hsm_v1_GetCertificatesRequest, _keystorm_hsm_v1_GetCertificatesRequest__Output>
        GetCertificatesResponse: MessageTypeDefinition<_keystorm_hsm_v1_GetCertificatesResponse, _keystorm_hsm_v1_GetCertificatesResponse__Output>
        GetInfoRequest: MessageTypeDefinition<_keystorm_hsm_v1_GetInfoRequest, _keystorm_hsm_v1_GetInfoRequest__Output>
        GetInfoResponse: MessageTypeDefinition<_keystorm_hsm_v1_GetInfoResponse, _keystorm_hsm_v1_GetInfoResponse__Output>
        GetKeyRequest: MessageTypeDefinition<_keystorm_hsm_v1_GetKeyRequest, _keystorm_hsm_v1_GetKeyRequest__Output>
        GetKeyResponse: MessageTypeDefinition<_keystorm_hsm_v1_GetKeyResponse, _keystorm_hsm_v1_GetKeyResponse__Output>
        GetMtlsEnforcementRequest: MessageTypeDefinition<_keystorm_hsm_v1_GetMtlsEnforcementRequest, _keystorm_hsm_v1_GetMtlsEnforcementRequest__Output>
        GetMtlsEnforcementResponse: MessageTypeDefinition<_keystorm_hsm_v1_GetMtlsEnforcementResponse, _keystorm_hsm_v1_GetMtlsEnforcementResponse__Output>
        GetQuorumValuesRequest: MessageTypeDefinition<_keystorm_hsm_v1_GetQuorumValuesRequest, _keystorm_hsm_v1_GetQuorumValuesRequest__Output>
        GetQuorumValuesResponse: MessageTypeDefinition<_keystorm_hsm_v1_GetQuorumValuesResponse, _keystorm_hsm_v1_GetQuorumValuesResponse__Output>
        HsmService: SubtypeConstructor<typeof grpc.Client, _keystorm_hsm_v1_HsmServiceClient> & { service: _keystorm_hsm_v1_HsmServiceDefinition }
        HsmState: EnumTypeDefinition
        ImportMaskedKeyRequest: MessageTypeDefinition<_keystorm_hsm_v1_ImportMaskedKeyRequest, _keystorm_hsm_v1_ImportMaskedKeyRequest__Output>
        ImportMaskedKeyResponse: MessageTypeDefinition<_keystorm_hsm_v1_ImportMaskedKeyResponse, _keystorm_hsm_v1_ImportMaskedKeyResponse__Output>
        ImportMaskedUserRequest: MessageTypeDefinition<_keystorm_hsm_v1_ImportMaskedUserRequest, _keystorm_hsm_v1_ImportMaskedUserRequest__Output>
        ImportMaskedUserResponse: MessageTypeDefinition<_keystorm_hsm_v1_ImportMaskedUserResponse, _keystorm_hsm_v1_ImportMaskedUserResponse__Output>
        KeyAttributes: MessageTypeDefinition<_keystorm_hsm_v1_KeyAttributes, _keystorm_hsm_v1_KeyAttributes__Output>
        KeyClass: EnumTypeDefinition
        KeyObject: MessageTypeDefinition<_keystorm_hsm_v1_KeyObject, _keystorm_hsm_v1_KeyObject__Output>
        KeyQuorum: MessageTypeDefinition<_keystorm_hsm_v1_KeyQuorum, _keystorm_hsm_v1_KeyQuorum__Output>
        KeyShare: MessageTypeDefinition<_keystorm_hsm_v1_KeyShare, _keystorm_hsm_v1_KeyShare__Output>
        KeyType: EnumTypeDefinition
        KeyUsage: MessageTypeDefinition<_keystorm_hsm_v1_KeyUsage, _keystorm_hsm_v1_KeyUsage__Output>
        ListQuorumTokensRequest: MessageTypeDefinition<_keystorm_hsm_v1_ListQuorumTokensRequest, _keystorm_hsm_v1_ListQuorumTokensRequest__Output>
        ListQuorumTokensResponse: MessageTypeDefinition<_keystorm_hsm_v1_ListQuorumTokensResponse, _keystorm_hsm_v1_ListQuorumTokensResponse__Output>
        ListTrustAnchorsRequest: MessageTypeDefinition<_keystorm_hsm_v1_ListTrustAnchorsRequest, _keystorm_hsm_v1_ListTrustAnchorsRequest__Output>
        ListTrustAnchorsResponse: MessageTypeDefinition<_keystorm_hsm_v1_ListTrustAnchorsResponse, _keystorm_hsm_v1_ListTrustAnchorsResponse__Output>
        ListUsersRequest: MessageTypeDefinition<_keystorm_hsm_v1_ListUsersRequest, _keystorm_hsm_v1_ListUsersRequest__Output>
        ListUsersResponse: MessageTypeDefinition<_keystorm_hsm_v1_ListUsersResponse, _keystorm_hsm_v1_ListUsersResponse__Output>
        LoginRequest: MessageTypeDefinition<_keystorm_hsm_v1_LoginRequest, _keystorm_hsm_v1_LoginRequest__Output>
        LoginResponse: MessageTypeDefinition<_keystorm_hsm_v1_LoginResponse, _keystorm_hsm_v1_LoginResponse__Output>
        LogoutRequest: MessageTypeDefinition<_keystorm_hsm_v1_LogoutRequest, _keystorm_hsm_v1_LogoutRequest__Output>
        LogoutResponse: MessageTypeDefinition<_keystorm_hsm_v1_LogoutResponse, _keystorm_hsm_v1_LogoutResponse__Output>
        MtlsEnforcement: EnumTypeDefinition
        ProbeRequest: MessageTypeDefinition<_keystorm_hsm_v1_ProbeRequest, _keystorm_hsm_v1_ProbeRequest__Output>
        ProbeResponse: MessageTypeDefinition<_keystorm_hsm_v1_ProbeResponse, _keystorm_hsm_v1_ProbeResponse__Output>
        QuorumApproval: MessageTypeDefinition<_keystorm_hsm_v1_QuorumApproval, _keystorm_hsm_v1_QuorumApproval__Output>
        QuorumService: EnumTypeDefinition
        QuorumToken: MessageTypeDefinition<_keystorm_hsm_v1_QuorumToken, _keystorm_hsm_v1_QuorumToken__Output>
        ReencryptRequest: MessageTypeDefinition<_keystorm_hsm_v1_ReencryptRequest, _keystorm_hsm_v1_ReencryptRequest__Output>
        ReencryptResponse: MessageTypeDefinition<_keystorm_hsm_v1_ReencryptResponse, _keystorm_hsm_v1_ReencryptResponse__Output>
        RegisterQuorumKeyRequest: MessageTypeDefinition<_keystorm_hsm_v1_RegisterQuorumKeyRequest, _keystorm_hsm_v1_RegisterQuorumKeyRequest__Output>
        RegisterQuorumKeyResponse: MessageTypeDefinition<_keystorm_hsm_v1_RegisterQuorumKeyResponse, _keystorm_hsm_v1_RegisterQuorumKeyResponse__Output>
        RegisterTrustAnchorRequest: MessageTypeDefinition<_keystorm_hsm_v1_RegisterTrustAnchorRequest, _keystorm_hsm_v1_RegisterTrustAnchorRequest__Output>
        RegisterTrustAnchorResponse: MessageTypeDefinition<_keystorm_hsm_v1_RegisterTrustAnchorResponse, _keystorm_hsm_v1_RegisterTrustAnchorResponse__Output>
        Reply: MessageTypeDefinition<_keystorm_hsm_v1_Reply, _keystorm_hsm_v1_Reply__Output>
        RetireKeyIdRequest: MessageTypeDefinition<_keystorm_hsm_v1_RetireKeyIdRequest, _keystorm_hsm_v1_RetireKeyIdRequest__Output>
        RetireKeyIdResponse: MessageTypeDefinition<_keystorm_hsm_v1_RetireKeyIdResponse, _keystorm_hsm_v1_RetireKeyIdResponse__Output>
        SetKeyAttributesRequest: MessageTypeDefinition<_keystorm_hsm_v1_SetKeyAttributesRequest, _keystorm_hsm_v1_SetKeyAttributesRequest__Output>
        SetKeyAttributesResponse: MessageTypeDefinition<_keystorm_hsm_v1_SetKeyAttributesResponse, _keystorm_hsm_v1_SetKeyAttributesResponse__Output>
        SetMtlsEnforcementRequest: MessageTypeDefinition<_keystorm_hsm_v1_SetMtlsEnforcementRequest, _keystorm_hsm_v1_SetMtlsEnforcementRequest__Output>
        SetMtlsEnforcementResponse: MessageTypeDefinition<_keystorm_hsm_v1_SetMtlsEnforcementResponse, _keystorm_hsm_v1_SetMtlsEnforcementResponse__Output>
        SetQuorumValueRequest: MessageTypeDefinition<_keystorm_hsm_v1_SetQuorumValueRequest, _keystorm_hsm_v1_SetQuorumValueRequest__Output>
        SetQuorumValueResponse: MessageTypeDefinition<_keystorm_hsm_v1_SetQuorumValueResponse, _keystorm_hsm_v1_SetQuorumValueResponse__Output>
        ShareKeyRequest: MessageTypeDefinition<_keystorm_hsm_v1_ShareKeyRequest, _keystorm_hsm_v1_ShareKeyRequest__Output>
        ShareKeyResponse: MessageTypeDefinition<_keystorm_hsm_v1_ShareKeyResponse, _keystorm_hsm_v1_ShareKeyResponse__Output>
        SigningKey: MessageTypeDefinition<_keystorm_hsm_v1_SigningKey, _keystorm_hsm_v1_SigningKey__Output>
        TrustAnchor: MessageTypeDefinition<_keystorm_hsm_v1_TrustAnchor, _keystorm_hsm_v1_TrustAnchor__Output>
        UnshareKeyRequest: MessageTypeDefinition<_keystorm_hsm_v1_UnshareKeyRequest, _keystorm_hsm_v1_UnshareKeyRequest__Output>
        UnshareKeyResponse: MessageTypeDefinition<_keystorm_hsm_v1_UnshareKeyResponse, _keystorm_hsm_v1_UnshareKeyResponse__Output>
        UnwrapKeyRequest: MessageTypeDefinition<_keystorm_hsm_v1_UnwrapKeyRequest, _keystorm_hsm_v1_UnwrapKeyRequest__Output>
        UnwrapKeyResponse: MessageTypeDefinition<_keystorm_hsm_v1_UnwrapKeyResponse, _keystorm_hsm_v1_UnwrapKeyResponse__Output>
        User: MessageTypeDefinition<_keystorm_hsm_v1_User, _keystorm_hsm_v1_User__Output>
        UserType: EnumTypeDefinition
        WrapHash: EnumTypeDefinition
        WrapKeyRequest: MessageTypeDefinition<_keystorm_hsm_v1_WrapKeyRequest, _keystorm_hsm_v1_WrapKeyRequest__Output>
        WrapKeyResponse: MessageTypeDefinition<_keystorm_hsm_v1_WrapKeyResponse, _keystorm_hsm_v1_WrapKeyResponse__Output>
        WrapMechanism: EnumTypeDefinition
      }
    }
  }
}

