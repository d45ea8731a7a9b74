// Original file: proto/keystorm/supervisor/v1/supervisor.proto


export interface RemoveApplianceResponse {
}

export interface RemoveApplianceResponse__Output {
}
