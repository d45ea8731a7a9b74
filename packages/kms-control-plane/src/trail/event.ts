/** What an event is about. Source: AWS CloudTrail User Guide, "CloudTrail record contents". */
export interface EventResource {
  readonly accountId: string;
  readonly type: 'AWS::KMS::Key' | 'AWS::KMS::Alias';
  readonly ARN: string;
}

export interface UserIdentity {
  readonly type?: 'IAMUser';
  readonly principalId?: string;
  readonly arn?: string;
  readonly accountId: string;
  readonly accessKeyId?: string;
  readonly userName?: string;
  readonly invokedBy?: 'AWS Internal';
}

/** A record of CloudTrail, member by member as it is shown; it holds no secret. */
export interface TrailEvent {
  readonly eventVersion: '1.08';
  readonly userIdentity: UserIdentity;
  /** ISO 8601, whole seconds. */
  readonly eventTime: string;
  readonly eventSource: 'kms.amazonaws.com' | 'cloudhsm.amazonaws.com';
  readonly eventName: string;
  readonly awsRegion: string;
  readonly sourceIPAddress: string;
  readonly userAgent: string;
  readonly errorCode?: string;
  readonly errorMessage?: string;
  readonly requestParameters: object | null;
  readonly responseElements: object | null;
  readonly additionalEventData?: object;
  readonly requestID?: string;
  readonly eventID: string;
  readonly readOnly: boolean;
  readonly resources?: readonly EventResource[];
  readonly eventType: 'AwsApiCall' | 'AwsServiceEvent';
  readonly managementEvent: true;
  readonly recipientAccountId: string;
  readonly eventCategory: 'Management';
}

/**
 * An event of EventBridge. Source: AWS KMS Developer Guide, "Monitor KMS keys with Amazon EventBridge"; Amazon EventBridge
 * User Guide, "AWS service events delivered via AWS CloudTrail".
 */
export interface Notice {
  readonly version: '0';
  readonly id: string;
  readonly 'detail-type': 'KMS CMK Deletion' | 'AWS API Call via CloudTrail' | 'AWS Service Event via CloudTrail';
  readonly source: 'aws.kms' | 'aws.cloudhsm';
  readonly account: string;
  /** ISO 8601, whole seconds. */
  readonly time: string;
  readonly region: string;
  readonly resources: readonly string[];
  readonly detail: { readonly 'key-id': string } | TrailEvent;
}

/** Makes the event of a change, once it is known what the change comes to. */
export type EventOf<T> = (result: T) => TrailEvent;

/** As records write times. */
export function eventTime(epochMs: number): string {
  return new Date(epochMs).toISOString().replace(/\.\d{3}Z$/, 'Z');
}

export function keyResource(accountId: string, arn: string): EventResource {
  return { accountId, type: 'AWS::KMS::Key', ARN: arn };
}
