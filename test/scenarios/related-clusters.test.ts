import { describe, expect } from 'vitest';
import { restoredCluster } from '../worlds/backups.ts';
import { asOfficer, isWhole, kmsUser, onEveryHsm, onHsm } from '../worlds/fixture.ts';
import { simulatedScenario } from '../worlds/scenario.ts';
import { lastRecord } from '../worlds/trail.ts';
import { advanceDays, answerOf, clusterOf, clusterWhen, harness, REGION, until, type World } from '../worlds/world.ts';
import { type Drill, drillFixture } from './drills/drill.ts';

const TEMPORARY = 'tempPassword';

async function backupOf(world: World, clusterId: string): Promise<string> {
  return (await harness<{ backupId: string }>(world, 'lab/backup', { clusterId, region: REGION })).backupId;
}

/** Points the key store to a cluster that is related to its own. */
async function move({ world, kms, store, setPassword }: Drill, clusterId: string): Promise<void> {
  await store.disconnect();
  await asOfficer(world, clusterId, (hsm) => hsm.changePassword(kmsUser(TEMPORARY)));
  const change = { CustomKeyStoreId: store.id, CloudHsmClusterId: clusterId };
  expect(await answerOf(kms.updateCustomKeyStore(change))).toBe('ok');
  expect(await setPassword(TEMPORARY)).toBe('ok');
  expect(await store.connect()).toBe('CONNECTED');
}

// Source: AWS KMS Developer Guide, "How to recover deleted key material for a KMS key"; AWS CloudHSM User Guide,
// "insertMaskedObject".
describe('clusters of one lineage', () => {
  simulatedScenario('a key object of one is never taken for that of another', async (world) => {
    const it = await drillFixture(world);
    const backupId = await backupOf(world, it.clusterId);
    await move(it, await restoredCluster(world, backupId));
    const early = await it.store.newKey();
    const third = await restoredCluster(world, backupId);
    await move(it, third);
    const late = await it.store.newKey();

    expect(await it.encrypt(early)).toBe(
      `KMSInvalidStateException: The key material for ${early.arn} cannot be found in the associated CloudHSM cluster ${third}.`,
    );
    expect(await it.encrypt(late)).toBe('ok');
    expect(await it.decrypt()).toBe('ok');

    await it.kms.scheduleKeyDeletion({ KeyId: early.id, PendingWindowInDays: 7 });
    await advanceDays(world, 8);
    const { additionalEventData } = await until(world, 'no key is deleted', () =>
      lastRecord(world, 'DeleteKey').catch(() => undefined),
    );
    expect(additionalEventData?.backingKeysDeletionStatus).toContain('"deletionStatus":"SUCCESS"');
    expect(await it.encrypt(late)).toBe('ok');
  });

  simulatedScenario(
    'a key object that was put back from a file is found, audited and deleted by its id',
    async (world) => {
      const it = await drillFixture(world);
      const { a, b, clusterId, kms, store } = it;
      const related = await restoredCluster(world, await backupOf(world, clusterId));
      await store.disconnect();
      for (const id of [clusterId, related])
        await asOfficer(world, id, (hsm) => hsm.changePassword(kmsUser(TEMPORARY)));
      const handles = (id: string) =>
        onEveryHsm(world, id, async (hsm) => {
          await hsm.login(kmsUser(TEMPORARY));
          const found = await hsm.findKeys({ label: a.arn });
          await hsm.logout();
          return found.map(({ handle }) => handle).join();
        });
      const [before] = await handles(clusterId);
      await onEveryHsm(world, clusterId, async (hsm) => {
        await hsm.login(kmsUser(TEMPORARY));
        await hsm.deleteKey(Number(before));
        await hsm.logout();
      });
      const masked = await onHsm(world, (await clusterOf(world, related)).hsms[0]!, async (hsm) => {
        await hsm.login(kmsUser(TEMPORARY));
        return hsm.exportMaskedKey(Number(before));
      });
      const { hsms } = await clusterOf(world, clusterId);
      const { handle } = await onHsm(world, hsms[1]!, async (hsm) => {
        await hsm.login(kmsUser(TEMPORARY));
        return hsm.insertMaskedKey(masked);
      });
      expect(String(handle)).not.toBe(before);
      await clusterWhen(world, clusterId, (cluster) => isWhole(cluster, 2));
      await until(world, 'the other HSM does not get it', async () =>
        (await handles(clusterId)).every((found) => found === String(handle)) ? true : undefined,
      );

      expect(await it.setPassword(TEMPORARY)).toBe('ok');
      expect(await store.connect()).toBe('CONNECTED');
      expect(await it.decrypt()).toBe('ok');
      const reencrypt = { CiphertextBlob: it.ciphertext, DestinationKeyId: b.id };
      expect(await answerOf(kms.reEncrypt(reencrypt))).toBe('ok');
      expect(await harness(world, 'lab/audit', {})).toEqual({ missing: [] });
      expect(await it.keyState(a)).toBe('Enabled true');

      // It goes with its KMS key, under the handle that it has now.
      await kms.scheduleKeyDeletion({ KeyId: a.id, PendingWindowInDays: 7 });
      await advanceDays(world, 8);
      await until(world, 'no key is deleted', () => lastRecord(world, 'DeleteKey').catch(() => undefined));
      await store.disconnect();
      await asOfficer(world, clusterId, (hsm) => hsm.changePassword(kmsUser(TEMPORARY)));
      expect(await handles(clusterId)).toEqual(['', '']);
    },
  );
});
