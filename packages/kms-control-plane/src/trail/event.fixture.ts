import type { Notice, TrailEvent } from './event.ts';

/** Some event of a request, as far as nothing but its being there matters. */
export function testEvent(changes: Partial<TrailEvent> = {}): TrailEvent {
  const accountId = '111122223333';
  return {
    eventVersion: '1.08',
    userIdentity: { accountId },
    eventTime: '2021-10-14T17:39:50Z',
    eventSource: 'kms.amazonaws.com',
    eventName: 'EnableKey',
    awsRegion: 'us-east-1',
    sourceIPAddress: '127.0.0.1',
    userAgent: 'test',
    requestParameters: null,
    responseElements: null,
    eventID: '1234abcd-12ab-34cd-56ef-000000000001',
    readOnly: false,
    eventType: 'AwsApiCall',
    managementEvent: true,
    recipientAccountId: accountId,
    eventCategory: 'Management',
    ...changes,
  };
}

export const TEST_NOTICE: Notice = {
  version: '0',
  id: '1234abcd-12ab-34cd-56ef-000000000002',
  'detail-type': 'KMS CMK Deletion',
  source: 'aws.kms',
  account: '111122223333',
  time: '2021-10-14T17:39:50Z',
  region: 'us-east-1',
  resources: [],
  detail: { 'key-id': '1234abcd-12ab-34cd-56ef-000000000003' },
};
