// Original file: proto/keystorm/hsm/v1/admin.proto


export interface BackupRequest {
}

export interface BackupRequest__Output {
}
