import type { Notice, TrailEvent } from './event.ts';

const DETAIL_TYPES = {
  AwsApiCall: 'AWS API Call via CloudTrail',
  AwsServiceEvent: 'AWS Service Event via CloudTrail',
} as const;
const SOURCES = { 'kms.amazonaws.com': 'aws.kms', 'cloudhsm.amazonaws.com': 'aws.cloudhsm' } as const;

/**
 * How EventBridge tells of a record of CloudTrail. Of requests that only read or use a key it tells nothing, as AWS does
 * unless a rule asks for all management events. Source: Amazon EventBridge User Guide, "AWS service events delivered via
 * AWS CloudTrail".
 */
export function noticeOf(record: TrailEvent): Notice | undefined {
  if (record.readOnly) return undefined;
  return {
    version: '0',
    id: record.eventID,
    'detail-type': DETAIL_TYPES[record.eventType],
    source: SOURCES[record.eventSource],
    account: record.recipientAccountId,
    time: record.eventTime,
    region: record.awsRegion,
    resources: [],
    detail: record,
  };
}
