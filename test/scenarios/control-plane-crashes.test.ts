import { expect, test } from 'vitest';
import { asOfficer, connectedStore, failureCounts, KMS_PASSWORD, type KeyStore, kmsUser } from '../worlds/fixture.ts';
import { type SimulatedWorld, withSimulatedWorld } from '../worlds/simulated-world.ts';
import { advanceDays, answerOf, clusterOf, until } from '../worlds/world.ts';

// Only a simulation can kill a process at every moment of what it does.

/** Shorter than most steps: messages travel for 0.05 to 0.8 ms, a commit takes up to 2 ms. */
const STEP_MS = 0.25;

interface Fixture {
  readonly world: SimulatedWorld;
  readonly store: KeyStore;
  readonly clusterId: string;
}

async function withStore(seed: string, work: (it: Fixture) => Promise<void>): Promise<void> {
  await withSimulatedWorld(seed, async (world) => work({ world, ...(await connectedStore(world)) }));
}

/** What is swept: an operation, and what must hold after the control plane was killed on its way. */
interface Sweep {
  /** Resolves when the operation is over, and says before that when it has been acknowledged. */
  readonly operation: (acknowledged: () => void) => Promise<unknown>;
  /** Waits until the world is well again, and makes it what it was before the operation. */
  readonly recovered: (acknowledged: boolean) => Promise<void>;
}

/** Kills the control plane ever later, until the operation is over before that. */
async function sweep({ world }: Fixture, { operation, recovered }: Sweep): Promise<void> {
  for (let kills = 0; ; kills += 1) {
    let progress: 'begun' | 'acknowledged' | 'over' = 'begun';
    const running = operation(() => (progress = 'acknowledged')).then(
      () => (progress = 'over'),
      () => undefined,
    );
    await world.operator.clock.sleep(kills * STEP_MS);
    const isOver = (progress as string) === 'over';
    const isAcknowledged = (progress as string) !== 'begun';
    if (!isOver) await world.chaos.kill('control-plane');
    await running;
    try {
      await recovered(isAcknowledged);
    } catch (error) {
      if (error instanceof Error) error.message += ` (killed ${kills * STEP_MS} ms after the beginning)`;
      throw error;
    }
    if (isOver) return expect(kills).toBeGreaterThan(20);
  }
}

function connecting({ world, store }: Fixture): Sweep['operation'] {
  return async (acknowledged) => {
    await world.kms().connectCustomKeyStore({ CustomKeyStoreId: store.id });
    acknowledged();
    await store.settled();
  };
}

/** Connects a store that is not connected, or says what is wrong. */
async function reconnected({ store }: Fixture): Promise<string> {
  const state = await store.settled();
  return state === 'DISCONNECTED' ? store.connect() : state;
}

test('DS-30: connecting survives a crash at every moment, and no login fails', async () => {
  await withStore('connect', async (it) => {
    const { world, store, clusterId } = it;
    const { kms, ciphertext } = await withKey(it);
    await store.disconnect();
    await sweep(it, {
      operation: connecting(it),
      async recovered(acknowledged) {
        if (acknowledged) expect(await store.settled()).toBe('CONNECTED');
        expect(await reconnected(it)).toBe('CONNECTED');
        expect(await answerOf(kms.decrypt({ CiphertextBlob: ciphertext }))).toBe('ok');
        expect(await failureCounts(world, clusterId)).toEqual([0, 0]);
        expect(await store.disconnect()).toBe('DISCONNECTED');
      },
    });
  });
});

test('DS-30: connecting survives a second crash while it recovers from the first', async () => {
  await withStore('connect twice', async (it) => {
    const { world, store, clusterId } = it;
    await store.disconnect();
    for (let number = 0; number < 100; number += 1) {
      const connecting = answerOf(world.kms().connectCustomKeyStore({ CustomKeyStoreId: store.id }));
      await world.operator.clock.sleep(world.sim.random.int(40));
      await world.chaos.kill('control-plane', { stayDown: true });
      await connecting;
      await world.chaos.start('control-plane');
      await world.operator.clock.sleep(world.sim.random.int(40));
      await world.chaos.kill('control-plane');
      expect([number, await reconnected(it)]).toEqual([number, 'CONNECTED']);
      expect(await failureCounts(world, clusterId)).toEqual([0, 0]);
      expect(await store.disconnect()).toBe('DISCONNECTED');
    }
  });
});

test('connecting with a wrong password costs one attempt, whatever moment it is killed at', async () => {
  await withStore('wrong password', async (it) => {
    const { world, store, clusterId } = it;
    const kms = world.kms();
    await store.disconnect();
    await kms.updateCustomKeyStore({ CustomKeyStoreId: store.id, KeyStorePassword: 'wrongPw1' });
    await sweep(it, {
      operation: connecting(it),
      async recovered(acknowledged) {
        const state = await store.settled();
        expect(state).toBe(acknowledged || state !== 'DISCONNECTED' ? 'FAILED INVALID_CREDENTIALS' : 'DISCONNECTED');
        for (const count of await failureCounts(world, clusterId)) expect(count).toBeLessThanOrEqual(1);
        if (state !== 'DISCONNECTED') expect(await store.disconnect()).toBe('DISCONNECTED');
        await asOfficer(world, clusterId, (hsm) => hsm.changePassword(kmsUser(KMS_PASSWORD)));
      },
    });
  });
});

test('disconnecting survives a crash at every moment', async () => {
  await withStore('disconnect', async (it) => {
    const { world, store, clusterId } = it;
    const { kms, ciphertext } = await withKey(it);
    await sweep(it, {
      async operation(acknowledged) {
        await kms.disconnectCustomKeyStore({ CustomKeyStoreId: store.id });
        acknowledged();
        await store.settled();
      },
      async recovered(acknowledged) {
        if (acknowledged) expect(await store.settled()).toBe('DISCONNECTED');
        expect(await reconnected(it)).toBe('CONNECTED');
        expect(await answerOf(kms.decrypt({ CiphertextBlob: ciphertext }))).toBe('ok');
        expect(await failureCounts(world, clusterId)).toEqual([0, 0]);
      },
    });
  });
});

test('DS-30: a key is created or not, whatever moment it is killed at, and no key object is left over', async () => {
  await withStore('create key', async (it) => {
    const { world, store, clusterId } = it;
    await sweep(it, {
      operation: (acknowledged) => store.newKey().then(acknowledged),
      async recovered() {
        expect(await reconnected(it)).toBe('CONNECTED');
        await noKeyObjectsLeftOver(it);
        expect(await failureCounts(world, clusterId)).toEqual([0, 0]);
      },
    });
    await everyKeyEncrypts(it);
  });
});

test('DS-30: a key that is due is deleted with its key object, whatever moment the control plane is killed at', async () => {
  await withStore('delete key', async (it) => {
    const { world, store } = it;
    const kms = world.kms();
    let due = await store.newKey();
    await kms.scheduleKeyDeletion({ KeyId: due.id, PendingWindowInDays: 7 });
    const isGone = () =>
      answerOf(kms.describeKey({ KeyId: due.id })).then((answer) => /^NotFoundException/.test(answer));
    const deleted = () => until(world, `${due.id} is not deleted`, async () => ((await isGone()) ? true : undefined));
    await sweep(it, {
      async operation(acknowledged) {
        await advanceDays(world, 8);
        acknowledged();
        await deleted();
        // The key object goes right after the key.
        await noKeyObjectsLeftOver(it);
      },
      async recovered(acknowledged) {
        expect(await reconnected(it)).toBe('CONNECTED');
        // Nobody knows whether the clock was moved.
        if (!acknowledged && !(await isGone())) await advanceDays(world, 8);
        await deleted();
        await noKeyObjectsLeftOver(it);
        due = await store.newKey();
        await kms.scheduleKeyDeletion({ KeyId: due.id, PendingWindowInDays: 7 });
      },
    });
  });
});

async function withKey({ world, store }: Fixture) {
  const kms = world.kms();
  const { id: KeyId } = await store.newKey();
  const { CiphertextBlob: ciphertext } = await kms.encrypt({ KeyId, Plaintext: Buffer.from('x') });
  return { kms, ciphertext };
}

/** Waits until every HSM has as many key objects as KMS has keys. */
async function noKeyObjectsLeftOver({ world, clusterId }: Fixture): Promise<void> {
  await until(world, 'there are other key objects than keys', async () => {
    const { Keys = [] } = await world.kms().listKeys({ Limit: 1000 });
    const { hsms } = await clusterOf(world, clusterId);
    return hsms.every(({ keys }) => keys === Keys.length) ? true : undefined;
  });
}

async function everyKeyEncrypts({ world }: Fixture): Promise<void> {
  const kms = world.kms();
  const { Keys = [] } = await kms.listKeys({ Limit: 1000 });
  expect(Keys.length).toBeGreaterThan(0);
  for (const { KeyId } of Keys) expect(await answerOf(kms.encrypt({ KeyId, Plaintext: Buffer.from('x') }))).toBe('ok');
}
