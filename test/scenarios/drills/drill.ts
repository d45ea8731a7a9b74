import type { KMS } from '@aws-sdk/client-kms';
import { expect } from 'vitest';
import { connectedStore, KeyStore, type StoreKey } from '../../worlds/fixture.ts';
import { answerOf, until, type World } from '../../worlds/world.ts';

/** Source: AWS KMS Developer Guide, "Troubleshooting a custom key store". */
export const CANNOT_COMMUNICATE =
  'KMSInvalidStateException: KMS cannot communicate with your CloudHSM cluster. This might be a transient network ' +
  'issue. If you see this error repeatedly, verify that the Network ACLs and the security group rules for the VPC of ' +
  'your AWS CloudHSM cluster are correct.';

/**
 * What every drill starts from and restores: the key store `DrillStore`, CONNECTED, on a cluster with two HSMs; its keys
 * A and B, Enabled; a ciphertext under A. What drills do again and again has a short name here, and answers as the AWS
 * CLI does: `ok`, or `Code: message`.
 */
export interface Drill {
  readonly world: World;
  readonly kms: KMS;
  readonly store: KeyStore;
  readonly clusterId: string;
  readonly a: StoreKey;
  readonly b: StoreKey;
  readonly plaintext: Uint8Array;
  readonly ciphertext: Uint8Array;
  /** KeyState and Enabled: `Unavailable false`. */
  keyState(key: StoreKey): Promise<string>;
  encrypt(key: StoreKey): Promise<string>;
  /** Decrypts the ciphertext, and compares. */
  decrypt(): Promise<string>;
  /** Waits until the ciphertext decrypts. */
  recovers(): Promise<void>;
  createKey(): Promise<string>;
  setPassword(password: string): Promise<string>;
}

export async function drillFixture(
  world: World,
  options: { readonly hsms?: number; readonly hsmType?: string } = {},
): Promise<Drill> {
  const bare = world.programs?.without ?? world;
  const { store: prepared, clusterId } = await connectedStore(bare, options);
  const store = new KeyStore(world, prepared.id);
  const kms = world.kms();
  const [a, b] = [await prepared.newKey(), await prepared.newKey()];
  const plaintext = new Uint8Array(Buffer.from('what the drills keep secret'));
  const { CiphertextBlob: ciphertext = new Uint8Array() } = await kms.encrypt({ KeyId: a.id, Plaintext: plaintext });
  const decrypt = () =>
    answerOf(kms.decrypt({ CiphertextBlob: ciphertext }).then(({ Plaintext }) => expect(Plaintext).toEqual(plaintext)));
  return {
    world,
    kms,
    store,
    clusterId,
    a,
    b,
    plaintext,
    ciphertext,
    async keyState({ id }) {
      const { KeyMetadata } = await kms.describeKey({ KeyId: id });
      return `${KeyMetadata?.KeyState} ${KeyMetadata?.Enabled}`;
    },
    encrypt: ({ id }) => answerOf(kms.encrypt({ KeyId: id, Plaintext: plaintext })),
    decrypt,
    async recovers() {
      await until(world, 'the ciphertext does not decrypt', async () =>
        (await decrypt()) === 'ok' ? true : undefined,
      );
    },
    createKey: () => answerOf(kms.createKey({ Origin: 'AWS_CLOUDHSM', CustomKeyStoreId: store.id })),
    setPassword: (KeyStorePassword) =>
      answerOf(kms.updateCustomKeyStore({ CustomKeyStoreId: store.id, KeyStorePassword })),
  };
}

/** A key elsewhere: in a second key store, on a cluster of its own. */
export async function keyElsewhere(world: World): Promise<StoreKey> {
  return (await connectedStore(world.programs?.without ?? world, { name: 'OtherStore' })).store.newKey();
}

/** What an operation answers with. */
export function membersOf({ $metadata: _metadata, ...members }: { readonly $metadata: unknown }): object {
  return members;
}

/** The exception of the operations on key stores that the connection state does not allow. */
export function wrongState({ id }: KeyStore, state: string): string {
  return `CustomKeyStoreInvalidStateException: The custom key store ${id} is ${state}. This operation is not valid in this state.`;
}

/** What every connect that fails has in common, whatever its code. The store is DISCONNECTED afterwards. */
export async function expectFailedConnect(drill: Drill, code: string): Promise<void> {
  const { a } = drill;
  await connectInVain(drill, code);
  expect(await drill.keyState(a)).toBe('Unavailable false');
  expect(await drill.encrypt(a)).toBe(`KMSInvalidStateException: ${a.arn} is unavailable.`);
  await expectOnlyDisconnect(drill, code);
}

/** A key store, and whom one asks about it; it need not have keys. */
type AskedStore = Pick<Drill, 'world' | 'kms' | 'store' | 'clusterId'>;

/** Connects; the store is FAILED with this code afterwards. */
export async function connectInVain({ kms, store }: AskedStore, code: string): Promise<void> {
  const failed = `FAILED ${code}`;
  expect(await answerOf(kms.connectCustomKeyStore({ CustomKeyStoreId: store.id }))).toBe('ok');
  // Where the reason is found at once, nobody sees the store CONNECTING.
  expect(['CONNECTING', failed]).toContain(await store.state());
  expect(await store.settled()).toBe(failed);
}

/** Of a store that is FAILED with this code: it can be disconnected, and nothing else. It is DISCONNECTED afterwards. */
export async function expectOnlyDisconnect({ world, kms, store, clusterId }: AskedStore, code: string): Promise<void> {
  const CustomKeyStoreId = store.id;
  const disconnect = () => answerOf(kms.disconnectCustomKeyStore({ CustomKeyStoreId }));
  expect(await answerOf(kms.connectCustomKeyStore({ CustomKeyStoreId }))).toBe(wrongState(store, 'FAILED'));
  const changes = [
    { KeyStorePassword: 'another1' },
    { NewCustomKeyStoreName: 'Renamed' },
    { CloudHsmClusterId: clusterId },
  ];
  // What the AWS CLI says to refusals has been seen; an application is told the same.
  const application = (world.programs?.without ?? world).kms();
  for (const change of changes) {
    const answer = answerOf(application.updateCustomKeyStore({ CustomKeyStoreId, ...change }));
    expect(await answer).toBe(wrongState(store, 'FAILED'));
  }
  expect(await answerOf(application.deleteCustomKeyStore({ CustomKeyStoreId }))).toBe(wrongState(store, 'FAILED'));
  expect(await store.state()).toBe(`FAILED ${code}`);

  expect(await disconnect()).toBe('ok');
  expect(await store.settled()).toBe('DISCONNECTED');
  expect(await disconnect()).toBe(wrongState(store, 'DISCONNECTED'));
}
