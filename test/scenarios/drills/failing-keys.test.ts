import { expect } from 'vitest';
import { backupFrom } from '../../worlds/backups.ts';
import { addHsms, isWhole, passwordEpochs } from '../../worlds/fixture.ts';
import { nodes, returned } from '../../worlds/key-tool.ts';
import { Operator, userLogin } from '../../worlds/operator.ts';
import { describeDrills } from '../../worlds/scenario.ts';
import { answerOf, cloudhsm, clusterOf, clusterWhen, until, type World } from '../../worlds/world.ts';
import { CANNOT_COMMUNICATE, drillFixture } from './drill.ts';

const INVALID = 'CloudHsmInvalidRequestException: ';

/** The HSMs of a cluster, as the API shows them. */
async function hsmsOf(world: World, clusterId: string) {
  const { Clusters } = await cloudhsm<{ Clusters: readonly { Hsms: readonly { HsmId: string; State: string }[] }[] }>(
    world,
    'DescribeClusters',
    { Filters: { clusterIds: [clusterId] } },
  );
  return Clusters[0]?.Hsms ?? [];
}

/** An HSM cannot be cut off here; from outside, one that does not answer looks the same. */
const SILENCED = [
  { how: 'stopped', silence: ({ chaos }: World, hsmId: string) => chaos.stop(hsmId) },
  { how: 'killed', silence: ({ chaos }: World, hsmId: string) => chaos.kill(hsmId, { stayDown: true }) },
] as const;

// Source: AWS KMS Developer Guide, "Troubleshooting a custom key store", "How to fix a failing KMS key".
describeDrills('drills: failing keys in a store that is CONNECTED', drillFixture, (drill) => {
  drill('D5: all HSMs deleted', async (it) => {
    const { world, store, clusterId: ClusterId, a } = it;
    const needsTwo = /^CloudHsmClusterInvalidConfigurationException: /;
    const [first, second] = (await clusterOf(world, ClusterId)).hsms;

    await cloudhsm(world, 'DeleteHsm', { ClusterId, HsmId: second?.hsmId });
    await clusterWhen(world, ClusterId, (cluster) => isWhole(cluster, 1));
    expect(await store.state()).toBe('CONNECTED');
    expect(await it.decrypt()).toBe('ok');
    expect(await it.createKey()).toMatch(needsTwo);

    await cloudhsm(world, 'DeleteHsm', { ClusterId, HsmId: first?.hsmId });
    await clusterWhen(world, ClusterId, ({ hsms }) => hsms.length === 0);
    expect(await store.state()).toBe('CONNECTED');
    expect(await it.keyState(a)).toBe('Enabled true');
    expect(await it.decrypt()).toMatch(CANNOT_COMMUNICATE);
    expect(await it.createKey()).toMatch(needsTwo);
    const { Clusters } = await cloudhsm<{ Clusters: readonly { State: string; Hsms: readonly unknown[] }[] }>(
      world,
      'DescribeClusters',
      { Filters: { clusterIds: [ClusterId] } },
    );
    expect(Clusters).toMatchObject([{ State: 'ACTIVE', Hsms: [] }]);

    await cloudhsm(world, 'CreateHsm', { ClusterId, AvailabilityZone: first?.availabilityZone });
    await clusterWhen(world, ClusterId, (cluster) => isWhole(cluster, 1));
    // The HSM comes from the latest backup, and KMS logs in to it by itself.
    await it.recovers();
    expect(await it.createKey()).toMatch(needsTwo);

    await cloudhsm(world, 'CreateHsm', { ClusterId, AvailabilityZone: second?.availabilityZone });
    await clusterWhen(world, ClusterId, (cluster) => isWhole(cluster, 2));
    expect(await it.createKey()).toBe('ok');
    expect(await store.state()).toBe('CONNECTED');
  });

  drill('DS-15: an HSM is removed by its address, and its backup stays', async (it) => {
    const { world, clusterId: ClusterId } = it;
    const operator = await Operator.of(world, ClusterId);
    const remove = (input: object) => cloudhsm<{ HsmId: string }>(world, 'DeleteHsm', { ClusterId, ...input });
    const [first, second] = (await clusterOf(world, ClusterId)).hsms;
    const two = { HsmId: first?.hsmId, EniIp: first?.eniIp };
    expect(await answerOf(remove(two))).toMatch(INVALID);
    expect(await answerOf(remove({}))).toMatch(INVALID);
    expect(await answerOf(remove({ EniIp: '10.9.9.9' }))).toMatch('CloudHsmResourceNotFoundException: ');
    expect(await answerOf(cloudhsm(world, 'DeleteCluster', { ClusterId }))).toMatch(INVALID);
    const leave = async () => {
      expect(await remove({ EniIp: second?.eniIp })).toEqual({ HsmId: second?.hsmId });
    };
    await backupFrom(world, ClusterId, () =>
      world.kind === 'containers'
        ? leave()
        : world.chaos.whileHeld('DeleteHsm/back it up', async () => {
            await leave();
            const states = async () => (await hsmsOf(world, ClusterId)).map(({ HsmId, State }) => [HsmId, State]);
            expect(await states()).toContainEqual([second?.hsmId, 'DELETE_IN_PROGRESS']);
          }),
    );
    await clusterWhen(world, ClusterId, (cluster) => isWhole(cluster, 1) && cluster.state === 'ACTIVE');
    expect(await it.decrypt()).toBe('ok');
    expect(await it.createKey()).toMatch('CloudHsmClusterInvalidConfigurationException: ');

    // A tool knows the HSMs that it was told, until it is told anew.
    await until(world, 'the deleted HSM still answers', async () => {
      const { screen } = await operator.cmu('quit');
      return screen.includes(`Connection to server '${second?.eniIp}' failed`) || undefined;
    });
    const { dialogue } = await operator.cmu('info server 1');
    expect(dialogue[2]?.split(/ {2,}/)).toContain('Disconnected');
    await operator.configureServers(first?.eniIp ?? '');
    expect(await operator.servers()).toEqual([first?.eniIp]);
    expect((await operator.cmu('quit')).screen.join()).not.toContain(second?.eniIp);
    expect((await operator.asOfficer('createUser CU alice Password1', 'y')).exitCode).toBe(0);
    const login = userLogin('Password1', 'alice');
    const session = await operator.kmu(login, 'getHSMInfo');
    expect(session.answerTo(login)).toEqual([returned('LoginHSM'), ...nodes({ 0: undefined })]);
    expect(session.screen.join()).not.toContain(second?.eniIp);
    expect((await operator.asOfficer('deleteUser CU alice')).exitCode).toBe(0);
    await addHsms(world, await clusterOf(world, ClusterId), [second?.availabilityZone ?? '']);
    await until(world, 'no key can be made', async () => ((await it.createKey()) === 'ok' ? true : undefined));
  });

  for (const { how, silence } of SILENCED) {
    drill(`D8: communication failure: every HSM is ${how}`, async (it) => {
      const { world, kms, store, clusterId, a, ciphertext } = it;
      const { hsms } = await clusterOf(world, clusterId);
      const epochs = await passwordEpochs(world, clusterId);
      for (const { hsmId } of hsms) await silence(world, hsmId);

      const decrypting = kms.decrypt({ CiphertextBlob: ciphertext });
      expect(await answerOf(decrypting)).toMatch(CANNOT_COMMUNICATE);
      // No fault of the service: the SDK does not repeat it by itself.
      await expect(decrypting).rejects.toMatchObject({ $fault: 'client', $metadata: { httpStatusCode: 400 } });
      expect(await it.encrypt(a)).toMatch(CANNOT_COMMUNICATE);
      const random = kms.generateRandom({ NumberOfBytes: 32, CustomKeyStoreId: store.id });
      expect(await answerOf(random)).toMatch(/^DependencyTimeoutException: KMS cannot communicate/);
      expect(await store.state()).toBe('CONNECTED');
      expect(await it.keyState(a)).toBe('Enabled true');

      for (const { hsmId } of hsms) await world.chaos.start(hsmId);
      await it.recovers();
      expect(await store.state()).toBe('CONNECTED');
      // An HSM that has just been started still has the state that it had before.
      const after = await until(world, 'an HSM does not answer', () =>
        passwordEpochs(world, clusterId).catch(() => undefined),
      );
      expect(after).toEqual(epochs);
    });
  }
});
