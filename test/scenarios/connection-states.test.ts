import type { KMS } from '@aws-sdk/client-kms';
import { expect, test } from 'vitest';
import {
  asOfficer,
  connectedStore,
  failureCounts,
  isWhole,
  KMS_PASSWORD,
  type KeyStore,
  kmsUser,
  passwordEpochs,
  type StoreKey,
} from '../worlds/fixture.ts';
import { describeScenarios } from '../worlds/scenario.ts';
import { withSimulatedWorld } from '../worlds/simulated-world.ts';
import { answerOf, clusterOf, clusterWhen, type World } from '../worlds/world.ts';
import { wrongState } from './drills/drill.ts';

interface Fixture {
  readonly world: World;
  readonly kms: KMS;
  readonly store: KeyStore;
  readonly clusterId: string;
  readonly used: StoreKey;
  readonly ciphertext: Uint8Array;
  readonly switched: StoreKey;
  readonly deleted: StoreKey;
}

async function prepare(world: World): Promise<Fixture> {
  const { store, clusterId } = await connectedStore(world);
  const kms = world.kms();
  const [used, switched, deleted] = [await store.newKey(), await store.newKey(), await store.newKey()];
  const { CiphertextBlob = new Uint8Array() } = await kms.encrypt({ KeyId: used.id, Plaintext: Buffer.from('x') });
  return { world, kms, store, clusterId, used, ciphertext: CiphertextBlob, switched, deleted };
}

const STATES = ['DISCONNECTED', 'CONNECTING', 'CONNECTED', 'DISCONNECTING', 'FAILED'] as const;
type State = (typeof STATES)[number];
type Answer = 'ok' | 'refused' | 'unavailable' | 'has keys';
type Answers = readonly [Answer, Answer, Answer, Answer, Answer];

// In the order of STATES.
const ANYWHERE: Answers = ['ok', 'ok', 'ok', 'ok', 'ok'];
const WHILE_CONNECTED: Answers = ['refused', 'refused', 'ok', 'refused', 'refused'];
const WHILE_DISCONNECTED: Answers = ['ok', 'refused', 'refused', 'refused', 'refused'];
const WITH_KEY: Answers = ['unavailable', 'unavailable', 'ok', 'unavailable', 'unavailable'];

type Call = (it: Fixture) => Promise<unknown>;

function update(change: (it: Fixture) => object): Call {
  return (it) => it.kms.updateCustomKeyStore({ CustomKeyStoreId: it.store.id, ...change(it) });
}

/** What is done to a store and its keys. All of it goes on at once, and leaves everything as it was, but for new keys. */
const OPERATIONS: Readonly<Record<string, readonly [answers: Answers, call: Call]>> = {
  describe: [ANYWHERE, ({ kms, store }) => kms.describeCustomKeyStores({ CustomKeyStoreId: store.id })],
  rename: [['ok', 'refused', 'ok', 'refused', 'refused'], update(() => ({ NewCustomKeyStoreName: 'DrillStore' }))],
  'change the password': [WHILE_DISCONNECTED, update(() => ({ KeyStorePassword: KMS_PASSWORD }))],
  'change the cluster': [WHILE_DISCONNECTED, update(({ clusterId }) => ({ CloudHsmClusterId: clusterId }))],
  'change name and password': [
    WHILE_DISCONNECTED,
    update(() => ({ NewCustomKeyStoreName: 'DrillStore', KeyStorePassword: KMS_PASSWORD })),
  ],
  delete: [
    ['has keys', 'refused', 'refused', 'refused', 'refused'],
    ({ kms, store }) => kms.deleteCustomKeyStore({ CustomKeyStoreId: store.id }),
  ],
  'create a key': [WHILE_CONNECTED, ({ store }) => store.newKey()],
  'draw random bytes': [
    WHILE_CONNECTED,
    ({ kms, store }) => kms.generateRandom({ NumberOfBytes: 8, CustomKeyStoreId: store.id }),
  ],
  encrypt: [WITH_KEY, ({ kms, used }) => kms.encrypt({ KeyId: used.id, Plaintext: Buffer.from('y') })],
  decrypt: [WITH_KEY, ({ kms, ciphertext }) => kms.decrypt({ CiphertextBlob: ciphertext })],
  're-encrypt': [
    WITH_KEY,
    ({ kms, used, ciphertext }) => kms.reEncrypt({ CiphertextBlob: ciphertext, DestinationKeyId: used.id }),
  ],
  'generate a data key': [WITH_KEY, ({ kms, used }) => kms.generateDataKey({ KeyId: used.id, NumberOfBytes: 8 })],
  'generate an encrypted data key': [
    WITH_KEY,
    ({ kms, used }) => kms.generateDataKeyWithoutPlaintext({ KeyId: used.id, NumberOfBytes: 8 }),
  ],
  'describe a key': [ANYWHERE, ({ kms, used }) => kms.describeKey({ KeyId: used.id })],
  'list keys': [ANYWHERE, ({ kms }) => kms.listKeys()],
  'change a description': [
    ANYWHERE,
    ({ kms, used }) => kms.updateKeyDescription({ KeyId: used.id, Description: 'in any state' }),
  ],
  'read and write a policy': [
    ANYWHERE,
    async ({ kms, used: { id: KeyId } }) => {
      const { Policy } = await kms.getKeyPolicy({ KeyId });
      await kms.putKeyPolicy({ KeyId, Policy });
    },
  ],
  'tag and untag a key': [
    ANYWHERE,
    async ({ kms, used: { id: KeyId } }) => {
      await kms.tagResource({ KeyId, Tags: [{ TagKey: 'Dept', TagValue: 'HR' }] });
      await kms.listResourceTags({ KeyId });
      await kms.untagResource({ KeyId, TagKeys: ['Dept'] });
    },
  ],
  'create, move and delete an alias': [
    ANYWHERE,
    async ({ kms, used, switched }) => {
      const AliasName = 'alias/state';
      await kms.createAlias({ AliasName, TargetKeyId: used.id });
      await kms.updateAlias({ AliasName, TargetKeyId: switched.id });
      await kms.deleteAlias({ AliasName });
    },
  ],
  'list grants': [ANYWHERE, ({ kms, used }) => kms.listGrants({ KeyId: used.id })],
  'disable and enable a key': [
    ANYWHERE,
    async ({ kms, switched: { id: KeyId } }) => {
      await kms.disableKey({ KeyId });
      await kms.enableKey({ KeyId });
    },
  ],
  'schedule and cancel a deletion': [
    ANYWHERE,
    async ({ kms, deleted: { id: KeyId } }) => {
      await kms.scheduleKeyDeletion({ KeyId });
      await kms.cancelKeyDeletion({ KeyId });
      await kms.enableKey({ KeyId });
    },
  ],
};

/** Tries every operation in the state that the store is in, and finds the store unmoved. */
async function expectAnswers(it: Fixture, state: State): Promise<void> {
  expect((await it.store.state()).split(' ')[0]).toBe(state);
  const texts: Record<Answer, unknown> = {
    ok: 'ok',
    refused: wrongState(it.store, state),
    unavailable: `KMSInvalidStateException: ${it.used.arn} is unavailable.`,
    'has keys': expect.stringMatching(/^CustomKeyStoreHasCMKsException: /) as unknown,
  };
  const answered = Object.entries(OPERATIONS).map(async ([name, [, call]]) => [name, await answerOf(call(it))]);
  const expected = Object.entries(OPERATIONS).map(([name, [answers]]) => [
    name,
    texts[answers[STATES.indexOf(state)] ?? 'ok'],
  ]);
  expect(Object.fromEntries(await Promise.all(answered))).toEqual(Object.fromEntries(expected));
  expect((await it.store.state()).split(' ')[0]).toBe(state);
}

const connect = ({ kms, store }: Fixture) => answerOf(kms.connectCustomKeyStore({ CustomKeyStoreId: store.id }));
const disconnect = ({ kms, store }: Fixture) => answerOf(kms.disconnectCustomKeyStore({ CustomKeyStoreId: store.id }));

/** Makes the password on file, which is the one of the creation again, that of `kmsuser`. */
async function reset({ world, clusterId }: Fixture): Promise<void> {
  await asOfficer(world, clusterId, (hsm) => hsm.changePassword(kmsUser(KMS_PASSWORD)));
}

// Source: AWS KMS API Reference, "CustomKeyStoreInvalidStateException"; AWS KMS Developer Guide, "Key states of AWS KMS keys".
describeScenarios('what a connection state allows', prepare, (scenario) => {
  scenario('CONNECTED', async (it) => {
    const epochs = await passwordEpochs(it.world, it.clusterId);
    await expectAnswers(it, 'CONNECTED');
    // Connecting once more changes nothing: no password, no session.
    expect(await connect(it)).toBe('ok');
    expect(await it.store.state()).toBe('CONNECTED');
    expect(await passwordEpochs(it.world, it.clusterId)).toEqual(epochs);
    await expectAnswers(it, 'CONNECTED');
  });

  scenario('DISCONNECTING, then DISCONNECTED', async (it) => {
    const { world, store } = it;
    // It takes the cluster-manager to remove the network of the store.
    await world.chaos.stop('cluster-manager');
    expect(await disconnect(it)).toBe('ok');
    await expectAnswers(it, 'DISCONNECTING');
    expect(await connect(it)).toBe(wrongState(store, 'DISCONNECTING'));
    expect(await disconnect(it)).toBe(wrongState(store, 'DISCONNECTING'));
    await world.chaos.start('cluster-manager');
    expect(await store.settled()).toBe('DISCONNECTED');

    await expectAnswers(it, 'DISCONNECTED');
    expect(await disconnect(it)).toBe(wrongState(store, 'DISCONNECTED'));
    await reset(it);
    expect(await store.connect()).toBe('CONNECTED');
  });

  scenario('CONNECTING', async (it) => {
    const { world, store, clusterId } = it;
    const { hsms } = await clusterOf(world, clusterId);
    expect(await store.disconnect()).toBe('DISCONNECTED');
    const epochs = await passwordEpochs(it.world, it.clusterId);
    for (const { hsmId } of hsms) await world.chaos.stop(hsmId);
    expect(await connect(it)).toBe('ok');
    await expectAnswers(it, 'CONNECTING');
    expect(await connect(it)).toBe('ok');
    expect(await store.state()).toBe('CONNECTING');
    // Disconnecting ends the attempt.
    expect(await disconnect(it)).toBe('ok');
    for (const { hsmId } of hsms) await world.chaos.start(hsmId);
    expect(await store.settled()).toBe('DISCONNECTED');
    await clusterWhen(world, clusterId, (cluster) => isWhole(cluster, hsms.length));
    expect(await passwordEpochs(it.world, it.clusterId)).toEqual(epochs);
    expect(await store.connect()).toBe('CONNECTED');
  });

  scenario('FAILED', async (it) => {
    const { world, kms, store, clusterId } = it;
    expect(await store.disconnect()).toBe('DISCONNECTED');
    await kms.updateCustomKeyStore({ CustomKeyStoreId: store.id, KeyStorePassword: 'wrongPw1' });
    expect(await store.connect()).toBe('FAILED INVALID_CREDENTIALS');
    await expectAnswers(it, 'FAILED');
    expect(await connect(it)).toBe(wrongState(store, 'FAILED'));
    expect(await store.state()).toBe('FAILED INVALID_CREDENTIALS');
    expect(await failureCounts(world, clusterId)).toEqual([1, 1]);
    expect(await store.disconnect()).toBe('DISCONNECTED');
    await kms.updateCustomKeyStore({ CustomKeyStoreId: store.id, KeyStorePassword: KMS_PASSWORD });
    await reset(it);
    expect(await store.connect()).toBe('CONNECTED');
  });
});

// In the simulation only, where a busy machine does not slow time down.
test('connecting and disconnecting take moments (simulated)', async () => {
  await withSimulatedWorld('moments', async (world) => {
    const { store } = await prepare(world);
    const began = world.sim.nowMs;
    expect(await store.disconnect()).toBe('DISCONNECTED');
    expect(await store.connect()).toBe('CONNECTED');
    expect(world.sim.nowMs - began).toBeLessThan(500);
  });
});
