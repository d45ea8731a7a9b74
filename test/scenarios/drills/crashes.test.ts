import { expect } from 'vitest';
import { failureCounts, isWhole, kmsUser, onEveryHsm } from '../../worlds/fixture.ts';
import { drill } from '../../worlds/scenario.ts';
import { answerOf, cloudhsm, clusterOf, clusterWhen, until, type World } from '../../worlds/world.ts';
import { type Drill, drillFixture } from './drill.ts';

/** Kills a process that is started again, right after work was begun. */
async function killedDuring(world: World, target: string, begin: () => Promise<unknown>): Promise<void> {
  const begun = answerOf(begin());
  await world.chaos.kill(target);
  await begun;
}

/** Waits for the store to connect by itself or when asked again; `kmsuser` never suffers from a crash. */
async function connects({ world, store, recovers, clusterId }: Drill): Promise<void> {
  await until(world, 'the store does not connect', async () => {
    const state = await store.settled();
    expect(state).not.toMatch(/USER_LOCKED_OUT|INVALID_CREDENTIALS|USER_NOT_FOUND|USER_LOGGED_IN/);
    if (state === 'CONNECTED') return true;
    await answerOf(state === 'DISCONNECTED' ? store.connect() : store.disconnect());
    return undefined;
  });
  await recovers();
  expect(await counted(world, clusterId)).toEqual([0, 0]);
}

/** LoginFailureCnt on each HSM, as soon as all of them answer. */
function counted(world: World, clusterId: string): Promise<readonly (number | undefined)[]> {
  return until(world, 'an HSM does not answer', () => failureCounts(world, clusterId).catch(() => undefined));
}

// test/scenarios/kills-around-a-key-store.test.ts does it at each write of a process, in simulations.
drill(
  'DS-30: whatever process is killed, what was acknowledged is there, and nobody has to repair anything',
  async (world) => {
    const it = await drillFixture(world);
    const { kms, store, clusterId } = it;
    const { hsms } = await clusterOf(world, clusterId);
    const [first, second] = [hsms[0]?.hsmId ?? '', hsms[1]?.hsmId ?? ''];

    // A change of the password that KMS makes.
    for (const victim of ['control-plane', first]) {
      if ((await store.settled()) !== 'DISCONNECTED') await store.disconnect();
      await killedDuring(world, victim, () => kms.connectCustomKeyStore({ CustomKeyStoreId: store.id }));
      await clusterWhen(world, clusterId, (cluster) => isWhole(cluster, 2));
      await connects(it);
    }

    // Keys, made while HSMs and the control plane die: what was acknowledged is used.
    for (const victim of [second, 'control-plane', 'cluster-manager']) {
      const made: Awaited<ReturnType<typeof store.newKey>>[] = [];
      await killedDuring(world, victim, async () => {
        for (let n = 0; n < 3; n += 1) made.push(await store.newKey());
      });
      await clusterWhen(world, clusterId, (cluster) => isWhole(cluster, 2));
      await it.recovers();
      for (const key of made)
        await until(world, 'a key is lost', async () => ((await it.encrypt(key)) === 'ok' ? true : undefined));
    }

    // An HSM and its backup.
    const [zone = ''] = (await clusterOf(world, clusterId)).subnets
      .slice(2)
      .map(({ availabilityZone }) => availabilityZone);
    await cloudhsm(world, 'CreateHsm', { ClusterId: clusterId, AvailabilityZone: zone });
    await world.chaos.kill('cluster-manager');
    const grown = await clusterWhen(world, clusterId, (cluster) => isWhole(cluster, 3));
    const third = grown.hsms.find(({ hsmId }) => hsmId !== first && hsmId !== second);
    await cloudhsm(world, 'DeleteHsm', { ClusterId: clusterId, HsmId: third?.hsmId });
    await world.chaos.kill('cluster-manager');
    await clusterWhen(world, clusterId, (cluster) => isWhole(cluster, 2));
    await it.recovers();

    // Failed logins are counted across a crash.
    await store.disconnect();
    await onEveryHsm(world, clusterId, (hsm) => answerOf(hsm.login(kmsUser('Wrong1234'))));
    expect(await counted(world, clusterId)).toEqual([1, 1]);
    for (const hsmId of [first, second]) await world.chaos.kill(hsmId);
    expect(await counted(world, clusterId)).toEqual([1, 1]);
  },
);
