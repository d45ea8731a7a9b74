import { describe, expect } from 'vitest';
import {
  activeCluster,
  asOfficer,
  createKeyStore,
  createKmsUser,
  cryptoUser,
  isWhole,
  onHsm,
  type KeyStore,
} from '../../worlds/fixture.ts';
import { nodes, returned } from '../../worlds/key-tool.ts';
import { Operator, userLogin } from '../../worlds/operator.ts';
import { drill } from '../../worlds/scenario.ts';
import { clusterOf, clusterWhen, until, type World } from '../../worlds/world.ts';

const UNSEEN = 'KEY_NOT_FOUND';
const GONE = 'HSM_UNREACHABLE';
const ALICE = userLogin('Password1', 'alice');
const GENERATE = 'genSymKey -t 31 -s 32 -l x';

/** A cluster with three HSMs, in the order of the tools' numbers, and a person who has its tools. */
async function threeHsms(world: World) {
  const { clusterId } = await activeCluster(world.programs?.without ?? world, 3);
  const hsms = (await clusterOf(world, clusterId)).hsms.toSorted((one, other) => one.slot - other.slot);
  const { kill, start } = world.chaos;
  return {
    clusterId,
    operator: await Operator.of(world, clusterId),
    kill: (node: number) => kill(hsms[node]?.hsmId ?? '', { stayDown: true }),
    /** Starts HSMs again, and waits until they answer and are in service. */
    async start(...started: readonly number[]) {
      const again = started.map((node) => hsms[node]!);
      for (const { hsmId } of again) await start(hsmId);
      for (const hsm of again)
        await until(world, `${hsm.hsmId} does not answer`, () =>
          onHsm(world, hsm, (connection) => connection.listUsers()).catch(() => undefined),
        );
      await clusterWhen(world, clusterId, (cluster) =>
        again.every(({ hsmId }) => cluster.hsms.some((hsm) => hsm.hsmId === hsmId && hsm.state === 'ACTIVE')),
      );
    },
    /** How many keys an HSM has. */
    async keys(node: number) {
      const cluster = await clusterOf(world, clusterId);
      return cluster.hsms.find(({ hsmId }) => hsmId === hsms[node]?.hsmId)?.keys;
    },
  };
}

// Source: AWS CloudHSM User Guide, "Key synchronization and durability settings", "cloudhsm_mgmt_util".
describe('drills: what was half done when an HSM went away', () => {
  drill('DS-21: a key is lost with the only HSM that has it', async (world) => {
    const { clusterId, operator, kill, start } = await threeHsms(world);
    await asOfficer(world, clusterId, (hsm) => hsm.createUser(cryptoUser('alice')));
    const durable = `${GENERATE} -min_srv 2 -timeout 3`;
    const run = await operator.kmu(
      ALICE,
      () => kill(1),
      () => kill(2),
      durable,
      'findKey',
      GENERATE,
    );
    expect(run.answerTo(durable).slice(-5)).toEqual([
      "Couldn't verify key sync on 2 servers",
      'Rolling back',
      returned('DeleteKey'),
      ...nodes({ 0: undefined }),
    ]);
    expect(run.answerTo('findKey')[0]).toBe('Total number of keys present 0');
    const [said, made = '', ...states] = run.answerTo(GENERATE);
    expect([said, ...states]).toEqual([returned('GenerateSymmetricKey'), ...nodes({ 0: undefined })]);
    const handle = made.replace('Symmetric Key Created. Key Handle: ', '');
    expect(handle).toMatch(/^\d+$/);

    await kill(0);
    await start(1, 2);
    const find = `findSingleKey -k ${handle}`;
    const found = await operator.kmu(ALICE, 'findKey -l x', find);
    const others = { 1: undefined, 2: undefined };
    expect(found.answerTo('findKey -l x')).toEqual([
      'Total number of keys present 0',
      ...nodes(others),
      returned('FindKey'),
    ]);
    expect(found.answerTo(find)).toEqual([returned('FindKey', UNSEEN), ...nodes({ 1: UNSEEN, 2: UNSEEN })]);
  });

  drill('DS-21: a key that KMS has made survives whichever HSM is lost', async (world) => {
    const bare = world.programs?.without ?? world;
    const { clusterId, kill, start } = await threeHsms(world);
    await createKmsUser(bare, clusterId);
    const store = await createKeyStore(bare, clusterId);
    expect(await store.connect()).toBe('CONNECTED');
    for (const node of [0, 1, 2]) {
      const { id: KeyId } = await store.newKey();
      await kill(node);
      await until(world, 'the key is lost', () =>
        bare
          .kms()
          .encrypt({ KeyId, Plaintext: new Uint8Array(32) })
          .catch(() => undefined),
      );
      await start(node);
    }
  });

  drill('DS-24: a key whose removal fails on one HSM is left there, and the log says where', async (world) => {
    const { clusterId, operator, kill, start, keys } = await threeHsms(world);
    await asOfficer(world, clusterId, (hsm) => hsm.createUser(cryptoUser('alice')));
    const generate = `${GENERATE} -min_srv 3 -timeout 5`;
    let second: Promise<unknown> = Promise.resolve();
    // One HSM is away from the start; another one goes when the key has reached it.
    const run = await operator.kmu(
      ALICE,
      async () => {
        await kill(2);
        second = until(world, 'the key does not reach it', async () => ((await keys(1)) === 1 ? true : undefined)).then(
          () => kill(1),
        );
      },
      generate,
    );
    await second;
    expect(run.answerTo(generate).slice(-4)).toEqual([returned('DeleteKey'), ...nodes({ 0: undefined, 1: GONE })]);
    expect(run.exitCode).toBe(1);
    const [, handle = ''] = /Key: (\d+) failed to tombstone on node:1/.exec(await operator.clientLog()) ?? [];
    expect(handle).toMatch(/^\d+$/);

    await start(1, 2);
    const repaired = await operator.kmu(ALICE, `deleteKey -k ${handle}`, 'findKey');
    expect(repaired.answerTo('findKey')[0]).toBe('Total number of keys present 0');
  });

  drill('DS-22: an HSM dies in the middle of a change of the password of kmsuser', async (world) => {
    const { clusterId, operator, kill, start } = await threeHsms(world);
    await createKmsUser(world.programs?.without ?? world, clusterId);
    const store = await createKeyStore(world, clusterId);
    const change = (password: string) => `changePswd CU kmsuser ${password}`;
    /** On which servers a password is in force. */
    const inForce = async (password: string) => {
      const { dialogue } = await operator.cmu(`loginHSM CU kmsuser ${password}`);
      return [0, 1, 2].filter((node) =>
        dialogue.some((line) => line.startsWith(`loginHSM success on server ${node}(`)),
      );
    };
    const broken = await operator.asOfficer(change('np1pswd'), () => kill(1), 'y', 'A');
    expect(broken.dialogue).toEqual(
      expect.arrayContaining([
        'Changing password for kmsuser(CU) on 3 nodes',
        'changePswd failed: HSM CLUSTER ERROR: Server in cluster is unavailable',
        'Retry/Ignore/Abort?(R/I/A):A',
      ]),
    );
    expect(broken.exitCode).toBe(1);
    await start(1);
    expect(await inForce('np1pswd')).toEqual([0]);
    expect(await connectWith(world, store, 'np1pswd')).toBe('FAILED INVALID_CREDENTIALS');

    // The same change again cures it; so does a copy of the user from a good server.
    expect((await operator.asOfficer(change('np1pswd'), 'y')).exitCode).toBe(0);
    expect(await connectWith(world, store, 'np1pswd')).toBe('CONNECTED');
    await store.disconnect();
    await operator.asOfficer(change('np2pswd'), () => kill(1), 'y', 'A');
    await start(1);
    const copied = await operator.asOfficer('server 0', 'syncUser 3 1', 'syncUser 3 2', 'exit');
    expect(copied.dialogue.filter((line) => line === 'syncUser success')).toHaveLength(2);
    expect(await inForce('np2pswd')).toEqual([0, 1, 2]);

    // Left out when the operator ignores it; included when it is back before the operator retries.
    await operator.asOfficer(change('np3pswd'), () => kill(1), 'y', 'I');
    await start(1);
    expect(await inForce('np3pswd')).toEqual([0, 2]);
    const retried = await operator.asOfficer(
      change('np4pswd'),
      () => kill(1),
      'y',
      () => start(1),
      'R',
    );
    expect(retried.exitCode).toBe(0);
    expect(await connectWith(world, store, 'np4pswd')).toBe('CONNECTED');

    // In a change that KMS makes itself, nobody has to do anything.
    await store.disconnect();
    await kill(1);
    expect(await store.connect()).toBe('CONNECTED');
    await start(1);
    await store.disconnect();
    expect(await store.connect()).toBe('CONNECTED');
    expect(isWhole(await clusterOf(world, clusterId), 3)).toBe(true);
  });
});

/** Tells KMS a password, and connects. */
async function connectWith(world: World, store: KeyStore, KeyStorePassword: string): Promise<string> {
  if ((await store.state()) !== 'DISCONNECTED') await store.disconnect();
  await world.kms().updateCustomKeyStore({ CustomKeyStoreId: store.id, KeyStorePassword });
  return await store.connect();
}
