import type { Runtime, Store } from '@keystorm/runtime';
import { TEST_NOTICE } from '../trail/event.fixture.ts';
import { EventLog } from '../trail/index.ts';
import { type KeyRegistry, openKeyRegistry } from './key-registry.ts';
import { aliasArn, type Alias, keyArn, type KmsKey } from './kms-key.ts';

export const TEST_REGION = 'us-east-1';
export const TEST_ACCOUNT = '111122223333';

/** A key as CreateKey makes it. `number` tells keys apart. */
export function testKey(number = 1, changes: Partial<KmsKey> = {}): KmsKey {
  const region = changes.region ?? TEST_REGION;
  const keyId = `1234abcd-12ab-34cd-56ef-${String(number).padStart(12, '0')}`;
  const arn = keyArn(region, TEST_ACCOUNT, keyId);
  return {
    region,
    keyId,
    arn,
    customKeyStoreId: 'cks-1234567890abcdef0',
    material: { handle: number, keyArn: arn, backingKeyId: Buffer.alloc(32, number) },
    wish: 'Enabled',
    createdAtMs: 1_700_000_000_000,
    description: '',
    policy: '{}',
    tags: [],
    ...changes,
  };
}

export function testAlias(name: string, target: KmsKey): Alias {
  const { region, keyId } = target;
  return {
    region,
    name,
    arn: aliasArn(region, TEST_ACCOUNT, name),
    targetKeyId: keyId,
    createdAtMs: 1,
    updatedAtMs: 1,
  };
}

/** The registry on a store, with an event log of its own. */
export async function openTestRegistry(runtime: Runtime, store: Store): Promise<KeyRegistry> {
  return openKeyRegistry(store, await EventLog.open(runtime, store));
}

/** What a deleted key leaves behind. */
export function testLeavings({ region, keyId, customKeyStoreId, material }: KmsKey) {
  return { deletion: { region, keyId, customKeyStoreId, clusterId: 'cluster-1', material }, notice: TEST_NOTICE };
}
