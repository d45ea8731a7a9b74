// Original file: proto/keystorm/hsm/v1/admin.proto


export interface ListObjectsRequest {
}

export interface ListObjectsRequest__Output {
}
