import { next } from '@keystorm/runtime';
import { KmsError } from '../errors.ts';
import { KEY_WISH, type KmsKey, originOf } from '../keys/kms-key.ts';
import { backingKeyOf } from '../trail/index.ts';
import {
  changeKey,
  type EventDetails,
  type FoundKey,
  foundKey,
  type Operation,
  type RequestContext,
  stateOf,
} from './operation.ts';

const DAY_MS = 24 * 60 * 60 * 1000;
const WINDOW_DAYS_MIN = 7;
const WINDOW_DAYS_MAX = 30;

export const scheduleKeyDeletion: Operation<'ScheduleKeyDeletion', FoundKey> = {
  name: 'ScheduleKeyDeletion',
  check({ PendingWindowInDays: days = WINDOW_DAYS_MAX }) {
    // The model allows 1 to 365; the guide and the service do not, and say so in words of their own.
    if (days < WINDOW_DAYS_MIN || days > WINDOW_DAYS_MAX) {
      throw new KmsError(
        'ValidationException',
        `PendingWindowInDays must be between ${WINDOW_DAYS_MIN} and ${WINDOW_DAYS_MAX}`,
      );
    }
  },
  find: ({ KeyId }, context) => foundKey(context, KeyId),
  async run({ PendingWindowInDays = WINDOW_DAYS_MAX }, context, { key }) {
    const deletionAtMs = context.runtime.clock.now() + PendingWindowInDays * DAY_MS;
    const responseOf = (changed: KmsKey) => ({
      KeyId: key.arn,
      DeletionDate: new Date(deletionAtMs),
      KeyState: stateOf(context, changed),
      PendingWindowInDays,
    });
    const changed = await changeKey(
      context,
      key,
      (current) => ({ ...current, wish: next(KEY_WISH, current.wish, 'scheduleDeletion'), deletionAtMs }),
      (changed) => ({ response: responseOf(changed), ...materialOf(context, changed) }),
    );
    return responseOf(changed);
  },
};

/** Where the material is that will be left when the key is gone. */
function materialOf({ keyStores }: RequestContext, key: KmsKey): EventDetails {
  if (originOf(key) === 'AWS_KMS') return {};
  const { region, customKeyStoreId, material } = key;
  const { cloudHsmClusterId: clusterId } = keyStores.get(region, customKeyStoreId);
  const backingKeys = JSON.stringify([backingKeyOf(material)]);
  return { additionalEventData: { customKeyStoreId, clusterId, backingKeys } };
}
