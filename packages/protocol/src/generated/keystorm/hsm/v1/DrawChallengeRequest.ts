// Original file: proto/keystorm/hsm/v1/hsm.proto


export interface DrawChallengeRequest {
}

export interface DrawChallengeRequest__Output {
}
