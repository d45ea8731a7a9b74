import { createSimulation } from '@keystorm/runtime/sim';
import { expect, test } from 'vitest';
import { GRANTS, type Grant, grantKey } from './grant.ts';
import { ALIASES_PER_KEY_MAX, GRANTS_PER_KEY_MAX, type KeyRegistry } from './key-registry.ts';
import type { KmsKey } from './kms-key.ts';
import { openTestRegistry, TEST_REGION, testAlias, testKey, testLeavings } from './kms-key.fixture.ts';
import { testEvent } from '../trail/event.fixture.ts';

const told = () => testEvent();
const STORE = testKey().customKeyStoreId;

/** Runs with a registry; `reopen` is a crash and a new start. */
async function withRegistry(
  work: (open: () => Promise<KeyRegistry>, crash: () => void) => Promise<void>,
): Promise<void> {
  const sim = createSimulation({ seed: 'key-registry' });
  const open = async () => {
    const runtime = sim.runtime('control-plane');
    return openTestRegistry(runtime, await runtime.storage.open('kms', 1));
  };
  await sim.run(() => work(open, () => sim.crash('control-plane')));
}

function add(registry: KeyRegistry, key: KmsKey): Promise<KmsKey> {
  return registry.add(key.region, key.customKeyStoreId, (commit) => commit(key, told));
}

test('what was acknowledged is there after a crash, and nothing else', async () => {
  await withRegistry(async (open, crash) => {
    const before = await open();
    const [kept, deleted] = [testKey(1), testKey(2, { deletionAtMs: 5, wish: 'PendingDeletion' })];
    await add(before, kept);
    await add(before, deleted);
    await before.change(TEST_REGION, kept.keyId, (key) => ({ ...key, description: 'changed' }), told);
    await before.putAlias(TEST_REGION, 'alias/a', kept.keyId, (_present, target) => testAlias('alias/a', target), told);
    await before.putAlias(
      TEST_REGION,
      'alias/b',
      deleted.keyId,
      (_present, target) => testAlias('alias/b', target),
      told,
    );
    await before.remove(TEST_REGION, deleted.keyId, () => true, testLeavings);
    crash();

    const after = await open();
    expect(after.keys(TEST_REGION)).toEqual([{ ...kept, description: 'changed' }]);
    expect(after.aliases(TEST_REGION).map(({ name }) => name)).toEqual(['alias/a']);
    expect(after.findByArn(kept.arn)?.keyId).toBe(kept.keyId);
    expect(after.findByArn(deleted.arn)).toBeUndefined();
    const { region, keyId, customKeyStoreId, material } = deleted;
    expect(await after.materialToDelete()).toEqual([
      { region, keyId, customKeyStoreId, clusterId: 'cluster-1', material },
    ]);
    for (const deletion of await after.materialToDelete()) await after.forgetMaterial(deletion, testEvent());
    expect(await after.materialToDelete()).toEqual([]);
  });
});

test('a key counts for its store while it is being created, and no longer once that failed', async () => {
  await withRegistry(async (open) => {
    const registry = await open();
    await add(registry, testKey(1));
    const failing = registry.add(TEST_REGION, STORE, () => Promise.reject(new Error('no key object')));
    expect(registry.keysOfStore(TEST_REGION, STORE)).toBe(2);
    await expect(failing).rejects.toThrow('no key object');
    expect(registry.keysOfStore(TEST_REGION, STORE)).toBe(1);
    expect(registry.keysOfStore('eu-west-1', STORE)).toBe(0);
  });
});

test('Regions know nothing of each other', async () => {
  await withRegistry(async (open) => {
    const registry = await open();
    const key = await add(registry, testKey(1, { region: 'eu-west-1' }));
    expect(registry.find('eu-west-1', key.keyId)).toBe(key);
    expect(registry.find('us-east-1', key.keyId)).toBeUndefined();
    expect(registry.regions()).toEqual(['eu-west-1']);
  });
});

test('changes made at once follow one another, and none is lost', async () => {
  await withRegistry(async (open) => {
    const registry = await open();
    const { keyId } = await add(registry, testKey(1));
    const append = (letter: string) =>
      registry.change(TEST_REGION, keyId, (key) => ({ ...key, description: key.description + letter }), told);
    await Promise.all(['a', 'b', 'c'].map(append));
    expect(registry.find(TEST_REGION, keyId)?.description).toBe('abc');
  });
});

test('a key that is not due stays, and its aliases with it', async () => {
  await withRegistry(async (open) => {
    const registry = await open();
    const key = await add(registry, testKey(1));
    await registry.remove(TEST_REGION, key.keyId, () => false, testLeavings);
    expect(registry.keys(TEST_REGION)).toEqual([key]);
    expect(await registry.materialToDelete()).toEqual([]);
  });
});

test('a key takes so many aliases and no more, of which moving one makes room', async () => {
  await withRegistry(async (open) => {
    const registry = await open();
    const [full, other] = [await add(registry, testKey(1)), await add(registry, testKey(2))];
    const put = (name: string, key: KmsKey) =>
      registry.putAlias(TEST_REGION, name, key.keyId, (_present, target) => testAlias(name, target), told);
    for (let number = 0; number < ALIASES_PER_KEY_MAX; number += 1) await put(`alias/${number}`, full);
    await expect(put('alias/more', full)).rejects.toMatchObject({ code: 'LimitExceededException' });
    await put('alias/0', full);
    await put('alias/0', other);
    await put('alias/more', full);
    expect(await registry.removeAlias(TEST_REGION, 'alias/more', told)).toBe(true);
    expect(await registry.removeAlias(TEST_REGION, 'alias/more', told)).toBe(false);
  });
});

test('a key that is gone cannot be changed', async () => {
  await withRegistry(async (open) => {
    const registry = await open();
    await expect(registry.change(TEST_REGION, testKey().keyId, (key) => key, told)).rejects.toMatchObject({
      code: 'NotFoundException',
    });
  });
});

function testGrant({ region, keyId }: KmsKey, number: number): Grant {
  const grantId = number.toString(16).padStart(64, '0');
  const granteePrincipal = 'arn:aws:iam::111122223333:user/alice';
  return { region, keyId, grantId, name: '', granteePrincipal, operations: ['Encrypt'], createdAtMs: 1 };
}

test('a key takes so many grants and no more, they stay sorted, and go with it', async () => {
  const sim = createSimulation({ seed: 'grants' });
  const key = testKey(1);
  const put = (registry: KeyRegistry, number: number) =>
    registry.putGrant(TEST_REGION, key.keyId, () => testGrant(key, number), told);
  await sim.run(async () => {
    const runtime = sim.runtime('control-plane');
    const store = await runtime.storage.open('kms', 1);
    await add(await openTestRegistry(runtime, store), key);
    await store.transaction((tx) => {
      for (let number = 2; number < GRANTS_PER_KEY_MAX; number += 1) {
        tx.put(GRANTS, grantKey(testGrant(key, 2 * number)), testGrant(key, 2 * number));
      }
    });
    const registry = await openTestRegistry(runtime, store);
    expect(registry.grantsOf(TEST_REGION, key.keyId)).toHaveLength(GRANTS_PER_KEY_MAX - 2);
    await put(registry, 1);
    await put(registry, 77_777);
    await expect(put(registry, 3)).rejects.toMatchObject({ code: 'LimitExceededException' });
    expect(await registry.removeGrant(TEST_REGION, key.keyId, testGrant(key, 1).grantId, told)).toBe(true);
    expect(await registry.removeGrant(TEST_REGION, key.keyId, testGrant(key, 1).grantId, told)).toBe(false);
    await put(registry, 3);
    const ids = registry.grantsOf(TEST_REGION, key.keyId).map(({ grantId }) => grantId);
    expect(ids).toEqual(ids.toSorted());
    await registry.remove(TEST_REGION, key.keyId, () => true, testLeavings);
    expect(registry.grantsOf(TEST_REGION, key.keyId)).toEqual([]);
    expect(await store.list(GRANTS, { limit: 1 })).toEqual([]);
  });
});
