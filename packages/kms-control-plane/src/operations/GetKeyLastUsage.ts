import { type FoundKey, foundKey, type Operation } from './operation.ts';

/** Use has been followed since the key is there. */
export const getKeyLastUsage: Operation<'GetKeyLastUsage', FoundKey> = {
  name: 'GetKeyLastUsage',
  find: ({ KeyId }, context) => foundKey(context, KeyId),
  async run(_request, { usages }, { key }) {
    const usage = await usages.find(key.arn);
    const created = new Date(key.createdAtMs);
    return {
      KeyId: key.arn,
      KeyLastUsage: usage && {
        Operation: usage.operation,
        Timestamp: new Date(usage.atMs),
        CloudTrailEventId: usage.eventId,
        KmsRequestId: usage.requestId,
      },
      TrackingStartDate: created,
      KeyCreationDate: created,
    };
  },
};
