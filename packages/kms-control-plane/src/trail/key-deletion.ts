import type { Runtime } from '@keystorm/runtime';
import { eventTime, keyResource, type Notice, type TrailEvent } from './event.ts';

const AWS_INTERNAL = 'AWS Internal';

/** A KMS key that is gone. */
export interface DeletedKey {
  readonly accountId: string;
  readonly region: string;
  readonly keyId: string;
  readonly keyArn: string;
}

/** The key object that was behind it in a custom key store, and whether it is gone as well. */
export interface DeletedMaterial {
  readonly customKeyStoreId: string;
  readonly clusterId: string;
  readonly handle: number;
  readonly backingKeyId: Buffer;
  readonly deletionStatus: 'SUCCESS' | 'FAILURE';
}

/**
 * The service event that tells what became of a deleted key's material; of that of a key store, that is.
 * Source: AWS KMS Developer Guide, "Logging AWS KMS API calls with AWS CloudTrail", "DeleteKey".
 */
export function deleteKeyEvent(
  { clock, random }: Runtime,
  { accountId, region, keyArn }: DeletedKey,
  material: DeletedMaterial | undefined,
): TrailEvent {
  return {
    eventVersion: '1.08',
    userIdentity: { accountId, invokedBy: AWS_INTERNAL },
    eventTime: eventTime(clock.now()),
    eventSource: 'kms.amazonaws.com',
    eventName: 'DeleteKey',
    awsRegion: region,
    sourceIPAddress: AWS_INTERNAL,
    userAgent: AWS_INTERNAL,
    requestParameters: null,
    responseElements: null,
    ...(material && { additionalEventData: whatBecameOf(material) }),
    eventID: random.uuid(),
    readOnly: false,
    resources: [keyResource(accountId, keyArn)],
    eventType: 'AwsServiceEvent',
    recipientAccountId: accountId,
    managementEvent: true,
    eventCategory: 'Management',
  };
}

function whatBecameOf(material: DeletedMaterial): object {
  const { customKeyStoreId, clusterId, deletionStatus } = material;
  const backingKey = backingKeyOf(material);
  return {
    customKeyStoreId,
    clusterId,
    backingKeys: JSON.stringify([backingKey]),
    backingKeysDeletionStatus: JSON.stringify([{ ...backingKey, deletionStatus }]),
  };
}

/** A key object as events name it: by the handle in decimal digits, and the id that KMS gave it. */
export function backingKeyOf({ handle, backingKeyId }: { readonly handle: number; readonly backingKeyId: Buffer }) {
  return { keyHandle: String(handle), backingKeyId: backingKeyId.toString('hex') };
}

/** Source: AWS KMS Developer Guide, "Monitor KMS keys with Amazon EventBridge", "KMS CMK Deletion". */
export function deletionNotice({ clock, random }: Runtime, { accountId, region, keyId, keyArn }: DeletedKey): Notice {
  return {
    version: '0',
    id: random.uuid(),
    'detail-type': 'KMS CMK Deletion',
    source: 'aws.kms',
    account: accountId,
    time: eventTime(clock.now()),
    region,
    resources: [keyArn],
    detail: { 'key-id': keyId },
  };
}
