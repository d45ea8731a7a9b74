// Original file: proto/keystorm/hsm/v1/admin.proto


export interface AdvanceClockResponse {
}

export interface AdvanceClockResponse__Output {
}
