import type { KMS } from '@aws-sdk/client-kms';
import { describe, expect } from 'vitest';
import { connectedStore, createKeyStore, KMS_PASSWORD, type KeyStore, type StoreKey } from '../worlds/fixture.ts';
import { scenario, simulatedScenario } from '../worlds/scenario.ts';
import { lastRecord, trailRecords } from '../worlds/trail.ts';
import { answerOf, cloudhsm, OTHER_REGION, type World } from '../worlds/world.ts';

const ACCOUNT = '111122223333';
const ABSENT = '1234abcd-12ab-34cd-56ef-1234567890ab';
const ALICE = `arn:aws:iam::${ACCOUNT}:user/alice`;
const DATE = /^[A-Z][a-z]{2} \d{1,2}, \d{4}, \d{1,2}:\d\d:\d\d [AP]M$/;
const PLAINTEXT = Buffer.from('canary-plaintext');

interface Started {
  readonly world: World;
  readonly kms: KMS;
  readonly store: KeyStore;
  readonly clusterId: string;
  readonly key: StoreKey;
}

async function started(world: World): Promise<Started> {
  const { store, clusterId } = await connectedStore(world);
  return { world, kms: world.kms(), store, clusterId, key: await store.newKey() };
}

/** What a request leaves in the trail: the members in which operations differ. */
interface Row {
  /** That of the event, and perhaps what is special about it. */
  readonly name: string;
  readonly run: (it: Started) => Promise<unknown>;
  readonly event: (it: Started) => {
    readonly requestParameters: object | null;
    readonly responseElements?: object | null;
    readonly additionalEventData?: object;
    readonly resources?: readonly string[];
    readonly readOnly?: boolean;
  };
}

const CONTEXT = { Dept: 'HR' };
const aliasArn = (name: string) => `arn:aws:kms:us-east-1:${ACCOUNT}:alias/${name}`;
const ofKey = ({ key }: Started) => ({ requestParameters: { keyId: key.id }, resources: [key.arn] });
const used = ({ store, key }: Started) => ({
  additionalEventData: { customKeyStoreId: store.id },
  resources: [key.arn],
  readOnly: true,
});

// Source: AWS KMS Developer Guide, "Logging AWS KMS API calls with AWS CloudTrail", the example of each operation.
const ROWS: readonly Row[] = [
  // What the fixture has done.
  { name: 'CreateCustomKeyStore', run: () => Promise.resolve(), event: created },
  {
    name: 'CreateKey',
    run: ({ kms, store }) =>
      kms.createKey({ Origin: 'AWS_CLOUDHSM', CustomKeyStoreId: store.id, Description: 'told', Policy: POLICY }),
    event: ({ store, clusterId }) => ({
      requestParameters: {
        keyUsage: 'ENCRYPT_DECRYPT',
        bypassPolicyLockoutSafetyCheck: false,
        origin: 'AWS_CLOUDHSM',
        keySpec: 'SYMMETRIC_DEFAULT',
        customerMasterKeySpec: 'SYMMETRIC_DEFAULT',
        customKeyStoreId: store.id,
        description: 'told',
      },
      responseElements: {
        keyMetadata: {
          aWSAccountId: ACCOUNT,
          keyId: expect.any(String) as string,
          arn: expect.stringContaining(':key/') as string,
          creationDate: expect.stringMatching(DATE) as string,
          enabled: true,
          description: 'told',
          keyUsage: 'ENCRYPT_DECRYPT',
          keyState: 'Enabled',
          origin: 'AWS_CLOUDHSM',
          customKeyStoreId: store.id,
          cloudHsmClusterId: clusterId,
          keyManager: 'CUSTOMER',
          keySpec: 'SYMMETRIC_DEFAULT',
          customerMasterKeySpec: 'SYMMETRIC_DEFAULT',
          encryptionAlgorithms: ['SYMMETRIC_DEFAULT'],
          multiRegion: false,
        },
      },
      additionalEventData: {
        backingKey: expect.stringMatching(/^\{"keyHandle":"\d+","backingKeyId":"[0-9a-f]{64}"\}$/) as string,
      },
      resources: [expect.stringContaining(':key/') as string],
    }),
  },
  {
    name: 'Encrypt',
    run: ({ kms, key }) => kms.encrypt({ KeyId: key.id, Plaintext: PLAINTEXT, EncryptionContext: CONTEXT }),
    event: (it) => ({
      requestParameters: {
        keyId: it.key.id,
        encryptionAlgorithm: 'SYMMETRIC_DEFAULT',
        encryptionContext: CONTEXT,
      },
      ...used(it),
    }),
  },
  {
    name: 'Decrypt',
    async run({ kms, key }) {
      const { CiphertextBlob } = await kms.encrypt({ KeyId: key.id, Plaintext: PLAINTEXT });
      await kms.decrypt({ CiphertextBlob });
    },
    event: (it) => ({ requestParameters: { encryptionAlgorithm: 'SYMMETRIC_DEFAULT' }, ...used(it) }),
  },
  {
    name: 'ReEncrypt',
    async run({ kms, key }) {
      const { CiphertextBlob } = await kms.encrypt({ KeyId: key.id, Plaintext: PLAINTEXT });
      await kms.reEncrypt({ CiphertextBlob, DestinationKeyId: key.id, DestinationEncryptionContext: CONTEXT });
    },
    event: (it) => ({
      requestParameters: {
        sourceEncryptionAlgorithm: 'SYMMETRIC_DEFAULT',
        destinationKeyId: it.key.id,
        destinationEncryptionAlgorithm: 'SYMMETRIC_DEFAULT',
        destinationEncryptionContext: CONTEXT,
      },
      ...used(it),
      resources: [it.key.arn, it.key.arn],
    }),
  },
  {
    name: 'GenerateDataKey',
    run: ({ kms, key }) => kms.generateDataKey({ KeyId: key.id, KeySpec: 'AES_256' }),
    event: (it) => ({ requestParameters: { keyId: it.key.id, keySpec: 'AES_256' }, ...used(it) }),
  },
  {
    name: 'GenerateDataKeyWithoutPlaintext',
    run: ({ kms, key }) => kms.generateDataKeyWithoutPlaintext({ KeyId: key.id, NumberOfBytes: 16 }),
    event: (it) => ({ requestParameters: { keyId: it.key.id, numberOfBytes: 16 }, ...used(it) }),
  },
  {
    name: 'GenerateRandom',
    run: ({ kms }) => kms.generateRandom({ NumberOfBytes: 16 }),
    event: () => ({ requestParameters: null, resources: [], readOnly: true }),
  },
  {
    name: 'DescribeKey',
    run: ({ kms, key }) => kms.describeKey({ KeyId: key.id }),
    event: (it) => ({ ...ofKey(it), readOnly: true }),
  },
  { name: 'DisableKey', run: ({ kms, key }) => kms.disableKey({ KeyId: key.id }), event: ofKey },
  { name: 'EnableKey', run: ({ kms, key }) => kms.enableKey({ KeyId: key.id }), event: ofKey },
  {
    name: 'UpdateKeyDescription',
    run: ({ kms, key }) => kms.updateKeyDescription({ KeyId: key.id, Description: 'new' }),
    event: ({ key }) => ({ requestParameters: { keyId: key.id, description: 'new' }, resources: [key.arn] }),
  },
  {
    name: 'TagResource',
    run: ({ kms, key }) => kms.tagResource({ KeyId: key.id, Tags: [{ TagKey: 'a', TagValue: 'b' }] }),
    event: ({ key }) => ({
      requestParameters: { keyId: key.id, tags: [{ tagKey: 'a', tagValue: 'b' }] },
      resources: [key.arn],
    }),
  },
  {
    name: 'UntagResource',
    run: ({ kms, key }) => kms.untagResource({ KeyId: key.id, TagKeys: ['a'] }),
    event: ({ key }) => ({ requestParameters: { keyId: key.id, tagKeys: ['a'] }, resources: [key.arn] }),
  },
  {
    name: 'PutKeyPolicy',
    run: ({ kms, key }) => kms.putKeyPolicy({ KeyId: key.id, Policy: POLICY }),
    event: ofKey,
  },
  {
    name: 'CreateAlias',
    run: ({ kms, key }) => kms.createAlias({ AliasName: 'alias/told', TargetKeyId: key.id }),
    event: ({ key }) => ({
      requestParameters: { aliasName: 'alias/told', targetKeyId: key.id },
      resources: [key.arn, aliasArn('told')],
    }),
  },
  {
    name: 'UpdateAlias',
    run: ({ kms, key }) => kms.updateAlias({ AliasName: 'alias/told', TargetKeyId: key.id }),
    event: ({ key }) => ({
      requestParameters: { aliasName: 'alias/told', targetKeyId: key.id },
      resources: [key.arn, aliasArn('told')],
    }),
  },
  {
    name: 'DeleteAlias',
    run: ({ kms }) => kms.deleteAlias({ AliasName: 'alias/told' }),
    event: ({ key }) => ({ requestParameters: { aliasName: 'alias/told' }, resources: [key.arn, aliasArn('told')] }),
  },
  {
    name: 'CreateGrant',
    run: ({ kms, key }) =>
      kms.createGrant({
        KeyId: key.id,
        GranteePrincipal: ALICE,
        Operations: ['Encrypt'],
        Constraints: { EncryptionContextSubset: CONTEXT },
      }),
    event: ({ key }) => ({
      requestParameters: {
        keyId: key.id,
        granteePrincipal: ALICE,
        operations: ['Encrypt'],
        constraints: { encryptionContextSubset: CONTEXT },
      },
      responseElements: { grantId: expect.stringMatching(/^[0-9a-f]{64}$/) as string },
      resources: [key.arn],
    }),
  },
  {
    name: 'RetireGrant',
    async run({ kms, key }) {
      const { Grants: [grant] = [] } = await kms.listGrants({ KeyId: key.id });
      await kms.retireGrant({ KeyId: key.arn, GrantId: grant?.GrantId });
    },
    event: ({ key }) => ({
      requestParameters: null,
      additionalEventData: { grantId: expect.stringMatching(/^[0-9a-f]{64}$/) as string },
      resources: [key.arn],
    }),
  },
  {
    name: 'RevokeGrant',
    async run({ kms, key }) {
      const { GrantId } = await kms.createGrant({ KeyId: key.id, GranteePrincipal: ALICE, Operations: ['Encrypt'] });
      await kms.revokeGrant({ KeyId: key.id, GrantId });
    },
    event: ({ key }) => ({
      requestParameters: { keyId: key.id, grantId: expect.stringMatching(/^[0-9a-f]{64}$/) as string },
      resources: [key.arn],
    }),
  },
  {
    name: 'ScheduleKeyDeletion',
    run: ({ kms, key }) => kms.scheduleKeyDeletion({ KeyId: key.id, PendingWindowInDays: 7 }),
    event: ({ key, store, clusterId }) => ({
      requestParameters: { keyId: key.id, pendingWindowInDays: 7 },
      responseElements: {
        keyId: key.arn,
        deletionDate: expect.stringMatching(DATE) as string,
        keyState: 'PendingDeletion',
        pendingWindowInDays: 7,
      },
      additionalEventData: {
        customKeyStoreId: store.id,
        clusterId,
        backingKeys: expect.stringMatching(/^\[\{"keyHandle":"\d+","backingKeyId":"[0-9a-f]{64}"\}\]$/) as string,
      },
      resources: [key.arn],
    }),
  },
  {
    name: 'CancelKeyDeletion',
    run: ({ kms, key }) => kms.cancelKeyDeletion({ KeyId: key.id }),
    event: ({ key }) => ({
      requestParameters: { keyId: key.id },
      responseElements: { keyId: key.arn },
      resources: [key.arn],
    }),
  },
  {
    name: 'DescribeCustomKeyStores',
    run: ({ kms, store }) => kms.describeCustomKeyStores({ CustomKeyStoreId: store.id }),
    event: ({ store }) => ({ requestParameters: { customKeyStoreId: store.id }, readOnly: true }),
  },
  {
    name: 'DisconnectCustomKeyStore',
    run: ({ store }) => store.disconnect(),
    event: ({ store, clusterId }) => ({
      requestParameters: { customKeyStoreId: store.id },
      additionalEventData: { customKeyStoreName: 'DrillStore', clusterId },
    }),
  },
  {
    name: 'UpdateCustomKeyStore',
    run: ({ kms, store }) =>
      kms.updateCustomKeyStore({
        CustomKeyStoreId: store.id,
        NewCustomKeyStoreName: 'DrillStore',
        KeyStorePassword: 'Canary123',
      }),
    event: ({ store, clusterId }) => ({
      requestParameters: { customKeyStoreId: store.id, customKeyStoreName: 'DrillStore' },
      additionalEventData: { customKeyStoreName: 'DrillStore', clusterId },
    }),
  },
  {
    name: 'CreateCustomKeyStore, which answers with the store that is there',
    run: ({ world, clusterId }) => createKeyStore(world, clusterId, { password: 'Canary123' }),
    event: created,
  },
  {
    name: 'ConnectCustomKeyStore',
    run: ({ kms, store }) => kms.connectCustomKeyStore({ CustomKeyStoreId: store.id }),
    event: ({ store, clusterId }) => ({
      requestParameters: { customKeyStoreId: store.id },
      additionalEventData: { customKeyStoreName: 'DrillStore', clusterId },
    }),
  },
];

function created({ store, clusterId }: Started) {
  return {
    requestParameters: { customKeyStoreName: 'DrillStore', clusterId },
    responseElements: { customKeyStoreId: store.id },
  };
}

const POLICY = JSON.stringify({
  Version: '2012-10-17',
  Id: 'canary-policy',
  Statement: [{ Effect: 'Allow', Principal: { AWS: `arn:aws:iam::${ACCOUNT}:root` }, Action: 'kms:*', Resource: '*' }],
});

describe('CloudTrail', () => {
  scenario('every request leaves its event, in the shape of its operation', async (world) => {
    const it = await started(world);
    for (const { name, run, event } of ROWS) {
      await run(it);
      const { resources, readOnly = false, responseElements = null, ...expected } = event(it);
      const [eventName = ''] = name.split(',');
      const record = await lastRecord(world, eventName);
      expect(record, name).toEqual({
        eventVersion: '1.08',
        userIdentity: {
          type: 'IAMUser',
          principalId: expect.any(String) as string,
          arn: `arn:aws:iam::${ACCOUNT}:user/keystorm`,
          accountId: ACCOUNT,
          accessKeyId: 'test',
          userName: 'keystorm',
        },
        eventTime: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/) as string,
        eventSource: 'kms.amazonaws.com',
        eventName,
        awsRegion: 'us-east-1',
        sourceIPAddress: '127.0.0.1',
        userAgent: expect.any(String) as string,
        responseElements,
        requestID: expect.any(String) as string,
        eventID: expect.any(String) as string,
        readOnly,
        ...(resources && { resources: expect.anything() as object }),
        eventType: 'AwsApiCall',
        managementEvent: true,
        recipientAccountId: ACCOUNT,
        eventCategory: 'Management',
        ...expected,
      });
      expect(
        record.resources?.map(({ ARN }) => ARN),
        name,
      ).toEqual(resources);
    }
    await it.store.settled();
    await nothingSecret(it);
  });

  simulatedScenario('what failed is told, with the error', async (world) => {
    const { kms, store, key, clusterId } = await started(world);
    const failed = async (name: string, call: Promise<unknown>) => {
      const [code = '', message] = (await answerOf(call)).split(/: (.*)/s);
      const record = await lastRecord(world, name);
      expect(record).toMatchObject({ errorCode: code, responseElements: null });
      // The SDK has words of its own where the service has none.
      expect(record.errorMessage ?? 'UnknownError').toBe(message);
      return record;
    };
    await kms.disableKey({ KeyId: key.id });
    expect(await failed('Encrypt', kms.encrypt({ KeyId: key.id, Plaintext: PLAINTEXT }))).toMatchObject({
      errorCode: 'DisabledException',
      additionalEventData: { customKeyStoreId: store.id },
      resources: [{ ARN: key.arn }],
    });
    const absent = await failed('DescribeKey', kms.describeKey({ KeyId: ABSENT }));
    expect(absent).toMatchObject({ requestParameters: { keyId: ABSENT }, resources: [] });
    await failed('Decrypt', kms.decrypt({ CiphertextBlob: Buffer.alloc(60) }));
    const again = await failed('DeleteCustomKeyStore', kms.deleteCustomKeyStore({ CustomKeyStoreId: store.id }));
    expect(again).toMatchObject({ additionalEventData: { customKeyStoreName: 'DrillStore', clusterId } });
    // An operation that cannot even be read.
    await failed('EnableKey', kms.enableKey({ KeyId: '' }));
    expect((await lastRecord(world, 'EnableKey')).requestParameters).toBeNull();
  });

  simulatedScenario('a request that changes nothing leaves one event too', async (world) => {
    const { kms, store, clusterId } = await started(world);
    const count = async () =>
      (await trailRecords(world, { AttributeKey: 'EventName', AttributeValue: 'ConnectCustomKeyStore' })).length;
    const before = await count();
    await kms.connectCustomKeyStore({ CustomKeyStoreId: store.id });
    expect(await count()).toBe(before + 1);
    const { additionalEventData } = await lastRecord(world, 'ConnectCustomKeyStore');
    expect(additionalEventData).toEqual({ customKeyStoreName: 'DrillStore', clusterId });
  });

  simulatedScenario('a crash keeps the event of every change that was answered', async (world) => {
    const { kms, key } = await started(world);
    await kms.disableKey({ KeyId: key.id });
    await world.chaos.kill('control-plane', { stayDown: true });
    await world.chaos.start('control-plane');
    expect(await lastRecord(world, 'DisableKey')).toMatchObject({ requestParameters: { keyId: key.id } });
  });

  simulatedScenario('requests to CloudHSM are told, without certificates', async (world) => {
    const { clusterId } = await started(world);
    const records = await trailRecords(world, {
      AttributeKey: 'EventSource',
      AttributeValue: 'cloudhsm.amazonaws.com',
    });
    const names = new Set(records.map(({ eventName }) => eventName));
    expect([...names].toSorted()).toEqual(['CreateCluster', 'CreateHsm', 'DescribeClusters', 'InitializeCluster']);
    expect(records.find(({ eventName }) => eventName === 'CreateHsm')).toMatchObject({
      requestParameters: { clusterId, availabilityZone: expect.any(String) as string },
      responseElements: { hsm: { clusterId, eniIp: expect.any(String) as string } },
      readOnly: false,
    });
    const initialized = records.find(({ eventName }) => eventName === 'InitializeCluster');
    expect(initialized?.requestParameters).toEqual({ clusterId });
    expect(records.find(({ eventName }) => eventName === 'CreateCluster')?.responseElements).toMatchObject({
      cluster: { clusterId, createTimestamp: expect.stringMatching(DATE) as string },
    });
    const refused = cloudhsm(world, 'DeleteBackup', { BackupId: 'backup-aaaaaaaaaaa' });
    const [code] = (await answerOf(refused)).split(': ');
    expect(await lastRecord(world, 'DeleteBackup')).toMatchObject({ errorCode: code, responseElements: null });
  });

  simulatedScenario('each Region has events of its own', async (world) => {
    await started(world);
    const elsewhere = await trailRecords(world, undefined, OTHER_REGION);
    expect(elsewhere).toEqual([]);
    await world.kms(OTHER_REGION).listKeys({});
    expect((await trailRecords(world, undefined, OTHER_REGION)).map(({ eventName }) => eventName)).toEqual([
      'ListKeys',
    ]);
  });
});

/** Neither what was kept secret nor a certificate is anywhere in the trail. */
async function nothingSecret({ world, kms, key }: Started): Promise<void> {
  const { CiphertextBlob = new Uint8Array() } = await kms
    .encrypt({ KeyId: key.id, Plaintext: PLAINTEXT })
    .catch(() => ({ CiphertextBlob: undefined }));
  const told = JSON.stringify(await trailRecords(world));
  const secrets = [PLAINTEXT.toString(), PLAINTEXT.toString('base64'), KMS_PASSWORD, 'Canary123', 'canary-policy'];
  for (const secret of [...secrets, 'BEGIN CERTIFICATE']) expect(told).not.toContain(secret);
  if (CiphertextBlob.length > 0) expect(told).not.toContain(Buffer.from(CiphertextBlob).toString('base64'));
}
