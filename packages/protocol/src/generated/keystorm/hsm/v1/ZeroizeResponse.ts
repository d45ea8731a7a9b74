// Original file: proto/keystorm/hsm/v1/admin.proto


export interface ZeroizeResponse {
}

export interface ZeroizeResponse__Output {
}
