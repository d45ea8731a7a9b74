import { expect } from 'vitest';
import {
  addHsms,
  asOfficer,
  createKeyStore,
  KMS_PASSWORD,
  type KeyStore,
  kmsUser,
  newCluster,
  type StoreKey,
} from '../../worlds/fixture.ts';
import { describeDrills } from '../../worlds/scenario.ts';
import {
  answerOf,
  callAws,
  cloudhsm,
  clusterOf,
  harness,
  OTHER_REGION,
  REGION,
  until,
  type World,
} from '../../worlds/world.ts';
import { type Drill, drillFixture, keyElsewhere } from './drill.ts';

const INVALID = /^InvalidCiphertextException: /;

async function prepare(world: World): Promise<Drill & { readonly elsewhere: StoreKey }> {
  return { ...(await drillFixture(world)), elsewhere: await keyElsewhere(world) };
}

// Source: AWS KMS Developer Guide, "Encryption context", "Describe a KMS key in a CloudHSM key store".
describeDrills('drills: keys and data', prepare, (drill) => {
  drill('D32: a ciphertext is bound to its key, its context, its every byte', async (it) => {
    const { world, kms, a, b, elsewhere, plaintext } = it;
    const EncryptionContext = { Dept: 'HR', Purpose: 'payroll' };
    const { CiphertextBlob = new Uint8Array() } = await kms.encrypt({
      KeyId: a.id,
      Plaintext: plaintext,
      EncryptionContext,
    });
    const decrypt = (deviation: object) =>
      answerOf(
        kms.decrypt({ CiphertextBlob, EncryptionContext, ...deviation }).then(({ Plaintext, KeyId }) => {
          expect({ Plaintext, KeyId }).toEqual({ Plaintext: plaintext, KeyId: a.arn });
        }),
      );

    for (const right of [
      {},
      { EncryptionContext: { Purpose: 'payroll', Dept: 'HR' } },
      { KeyId: a.id },
      { KeyId: a.arn },
    ])
      expect([right, await decrypt(right)]).toEqual([right, 'ok']);
    for (const context of [
      undefined,
      {},
      { Dept: 'HR' },
      { ...EncryptionContext, Extra: '' },
      { dept: 'HR', Purpose: 'payroll' },
      { Dept: 'hr', Purpose: 'payroll' },
      { Dept: 'payroll', Purpose: 'HR' },
    ])
      expect([context, await decrypt({ EncryptionContext: context })]).toEqual([
        context,
        expect.stringMatching(INVALID),
      ]);
    // Nothing is said about it; the SDK has words of its own.
    const withoutContext = callAws(world.programs?.without ?? world, 'kms', 'Decrypt', {
      CiphertextBlob: Buffer.from(CiphertextBlob).toString('base64'),
    });
    await expect(withoutContext).rejects.toMatchObject({
      code: 'InvalidCiphertextException',
      message: '',
      status: 400,
    });

    expect(await decrypt({ KeyId: b.id })).toBe(
      'IncorrectKeyException: The key ID in the request does not identify a CMK that can perform this operation.',
    );
    for (const [change, damaged] of damages(CiphertextBlob))
      expect([change, await decrypt({ CiphertextBlob: damaged })]).toEqual([change, expect.stringMatching(INVALID)]);

    const encrypt = (length: number) => answerOf(kms.encrypt({ KeyId: a.id, Plaintext: new Uint8Array(length) }));
    expect(await encrypt(4096)).toBe('ok');
    expect(await encrypt(4097)).toBe(
      "ValidationException: 1 validation error detected: Value at 'plaintext' failed to satisfy constraint: Member must have length less than or equal to 4096",
    );

    const { KeyMetadata: standard } = await kms.createKey({});
    for (const arn of [elsewhere.arn, standard?.Arn]) {
      const there = await kms.reEncrypt({
        CiphertextBlob,
        SourceEncryptionContext: EncryptionContext,
        DestinationKeyId: arn,
        DestinationEncryptionContext: { Moved: 'once' },
      });
      expect(there).toMatchObject({ SourceKeyId: a.arn, KeyId: arn });
      const back = await kms.reEncrypt({
        CiphertextBlob: there.CiphertextBlob,
        SourceEncryptionContext: { Moved: 'once' },
        DestinationKeyId: b.id,
      });
      expect(back).toMatchObject({ SourceKeyId: arn, KeyId: b.arn });
      expect((await kms.decrypt({ CiphertextBlob: back.CiphertextBlob })).Plaintext).toEqual(plaintext);
    }
  });

  drill('D32, DS-27: a copy of the cluster in another Region does not decrypt', async (it) => {
    const { world, ciphertext, clusterId, a } = it;
    const copied = await copiedStore(world, clusterId);
    const key = await copied.newKey();
    const there = world.kms(OTHER_REGION);
    const decrypt = (more: object) => answerOf(there.decrypt({ CiphertextBlob: ciphertext, ...more }));
    expect(await decrypt({})).toBe(
      'AccessDeniedException: The ciphertext refers to a customer master key that does not exist, does not exist in this region, or you are not allowed to access.',
    );
    expect(await decrypt({ KeyId: key.id })).toMatch(/^IncorrectKeyException: /);
    expect(await decrypt({ KeyId: a.arn })).toBe(`NotFoundException: Invalid arn ${REGION}`);
    expect(await it.decrypt()).toBe('ok');
    expect(await copied.disconnect()).toBe('DISCONNECTED');
  });

  drill('D34: metadata', async ({ world, store, clusterId, a, plaintext, ciphertext }) => {
    // A client of AWS drops what it does not know.
    const ask = (operation: string, input: object) =>
      callAws(world.programs?.without ?? world, 'kms', operation, input);
    const KeyMetadata = {
      AWSAccountId: '111122223333',
      Arn: a.arn,
      CloudHsmClusterId: clusterId,
      CreationDate: expect.any(Number) as number,
      CustomerMasterKeySpec: 'SYMMETRIC_DEFAULT',
      CustomKeyStoreId: store.id,
      Description: '',
      Enabled: true,
      EncryptionAlgorithms: ['SYMMETRIC_DEFAULT'],
      KeyId: a.id,
      KeyManager: 'CUSTOMER',
      KeySpec: 'SYMMETRIC_DEFAULT',
      KeyState: 'Enabled',
      KeyUsage: 'ENCRYPT_DECRYPT',
      MultiRegion: false,
      Origin: 'AWS_CLOUDHSM',
    };
    expect(await ask('DescribeKey', { KeyId: a.id })).toEqual({ KeyMetadata });
    expect(await ask('Decrypt', { CiphertextBlob: Buffer.from(ciphertext).toString('base64') })).toEqual({
      KeyId: a.arn,
      Plaintext: Buffer.from(plaintext).toString('base64'),
      EncryptionAlgorithm: 'SYMMETRIC_DEFAULT',
    });
  });
});

/** A bit flipped in each part of the blob, bytes added and taken away. */
function damages(blob: Uint8Array): readonly (readonly [change: string, damaged: Uint8Array])[] {
  const flips = [0, 1, 10, 18, 24, 40, blob.length - 17, blob.length - 1].map((at) => {
    const damaged = blob.slice();
    damaged.set([(blob[at] ?? 0) ^ 1], at);
    return [`bit flipped in byte ${at}`, damaged] as const;
  });
  return [
    ...flips,
    ['byte appended', new Uint8Array([...blob, 0])],
    ['byte prepended', new Uint8Array([0, ...blob])],
    ['last byte missing', blob.slice(0, -1)],
    ['first byte only', blob.slice(0, 1)],
  ];
}

/** Copies a backup to the other Region, makes a cluster of it, and connects a key store to that. */
async function copiedStore(world: World, clusterId: string): Promise<KeyStore> {
  const { backupId } = await harness<{ backupId: string }>(world, 'lab/backup', { clusterId, region: REGION });
  const Filters = { sourceBackupIds: [backupId] };
  const copies = async () =>
    (await cloudhsm<{ Backups: readonly Backup[] }>(world, 'DescribeBackups', { Filters }, OTHER_REGION)).Backups;
  await world.chaos.whileHeld('CopyBackup/copy it', async () => {
    const { DestinationBackup } = await cloudhsm<{ DestinationBackup: object }>(world, 'CopyBackupToRegion', {
      DestinationRegion: OTHER_REGION,
      BackupId: backupId,
    });
    expect(DestinationBackup).toEqual({
      CreateTimestamp: expect.any(Number) as number,
      SourceRegion: REGION,
      SourceBackup: backupId,
      SourceCluster: clusterId,
    });
    expect((await copies()).map(({ BackupState }) => BackupState)).toEqual(['CREATE_IN_PROGRESS']);
  });
  const copy = await until(world, 'the backup does not arrive', async () =>
    (await copies()).find(({ BackupState }) => BackupState === 'READY'),
  );
  expect(copy.BackupId).not.toBe(backupId);
  expect(copy).not.toHaveProperty('ClusterId');
  const cluster = await newCluster(world, { region: OTHER_REGION, backupId: copy.BackupId });
  const { clusterId: copyId, subnets } = cluster;
  expect(cluster.clusterCertificate).toBe((await clusterOf(world, clusterId)).clusterCertificate);
  const zones = subnets.map(({ availabilityZone }) => availabilityZone);
  await addHsms(world, cluster, zones.slice(0, 2));
  // The backup carries the password that only KMS knows, and knows for the original alone.
  await asOfficer(world, copyId, (hsm) => hsm.changePassword(kmsUser(KMS_PASSWORD)), OTHER_REGION);
  const store = await createKeyStore(world, copyId, { name: 'CopiedStore', region: OTHER_REGION });
  expect(await store.connect()).toBe('CONNECTED');
  return store;
}

interface Backup {
  readonly BackupId: string;
  readonly BackupState: string;
}
