import { KMS } from '@aws-sdk/client-kms';
import { expect } from 'vitest';
import { ec2 } from '../../worlds/ec2.ts';
import { failureCounts, passwordEpochs } from '../../worlds/fixture.ts';
import { Operator } from '../../worlds/operator.ts';
import { describeDrills } from '../../worlds/scenario.ts';
import { ACCESS_KEY, answerOf, cloudhsm, harness, REGION } from '../../worlds/world.ts';
import { CANNOT_COMMUNICATE, type Drill, drillFixture, expectFailedConnect } from './drill.ts';

const NO_SESSION =
  'KMSInternalException: There are no PKCS #11 sessions available in the associated CloudHSM cluster. Back off and retry the request.';

/** Source: AWS KMS Developer Guide, "Troubleshooting a custom key store". */
describeDrills('drills: clusters that nobody reaches, or that fail', drillFixture, (drill) => {
  drill('D8, D16, DS-19: communication failure, and NETWORK_ERRORS', async (it) => {
    const epochs = await passwordEpochs(it.world, it.clusterId);
    await lab(it, 'net-cut');
    const decrypting = it.kms.decrypt({ CiphertextBlob: it.ciphertext });
    expect(await answerOf(decrypting)).toMatch(CANNOT_COMMUNICATE);
    // No fault of the service: the SDK does not repeat it by itself.
    await expect(decrypting).rejects.toMatchObject({ $fault: 'client', $metadata: { httpStatusCode: 400 } });
    expect(await it.store.state()).toBe('CONNECTED');
    expect(await it.keyState(it.a)).toBe('Enabled true');
    await lab(it, 'net-heal');
    await it.recovers();
    expect(await it.store.state()).toBe('CONNECTED');
    expect(await passwordEpochs(it.world, it.clusterId)).toEqual(epochs);

    expect(await it.store.disconnect()).toBe('DISCONNECTED');
    await lab(it, 'net-cut');
    await expectFailedConnect(it, 'NETWORK_ERRORS');
    await lab(it, 'net-heal');
    expect(await it.store.connect()).toBe('CONNECTED');
    expect(await it.decrypt()).toBe('ok');
    expect(await failureCounts(it.world, it.clusterId)).toEqual([0, 0]);
  });

  drill('DS-19: the rules of the security group are gone', async (it) => {
    const { world, store, clusterId } = it;
    const operator = await Operator.of(world, clusterId);
    const { Clusters } = await cloudhsm<{ Clusters: readonly { SecurityGroup: string }[] }>(world, 'DescribeClusters', {
      Filters: { clusterIds: [clusterId] },
    });
    const GroupId = Clusters[0]?.SecurityGroup;
    const IpPermissions = [{ IpProtocol: 'tcp', FromPort: 2223, ToPort: 2225, UserIdGroupPairs: [{ GroupId }] }];
    await ec2(world, 'RevokeSecurityGroupIngress', { GroupId, IpPermissions });
    expect(await it.decrypt()).toMatch(CANNOT_COMMUNICATE);
    const { screen } = await operator.cmu('quit');
    for (const name of await operator.servers()) expect(screen).toContain(`Connection to server '${name}' failed`);

    expect(await store.disconnect()).toBe('DISCONNECTED');
    expect(await answerOf(store.connect())).toMatch(/^CloudHsmClusterInvalidConfigurationException: /);
    expect(await store.state()).toBe('DISCONNECTED');
    await ec2(world, 'AuthorizeSecurityGroupIngress', { GroupId, IpPermissions });
    expect(await store.connect()).toBe('CONNECTED');
    await it.recovers();
  });

  drill('D7: no PKCS #11 sessions', async (it) => {
    expect(await lab(it, 'hsm-faults', { sessionsExhausted: true })).toEqual({ hsms: 2 });
    expect(await it.decrypt()).toBe(NO_SESSION);
    const asked = { CiphertextBlob: it.ciphertext };
    await expect(it.kms.decrypt(asked)).rejects.toMatchObject({ $metadata: { httpStatusCode: 500 } });
    expect(await it.store.state()).toBe('CONNECTED');
    expect(await it.keyState(it.a)).toBe('Enabled true');
    // A simulation cannot make the SDK back off on its clock.
    if (it.world.kind === 'simulated') await lab(it, 'hsm-faults');
    else expect((await decryptWithRetries(it, () => lab(it, 'hsm-faults'))).Plaintext).toEqual(it.plaintext);
    expect(await it.decrypt()).toBe('ok');
  });

  drill('D13: INTERNAL_ERROR', async (it) => {
    expect(await it.store.disconnect()).toBe('DISCONNECTED');
    await lab(it, 'hsm-faults', { errorCode: 'INTERNAL', calls: ['ChangePassword'] });
    await expectFailedConnect(it, 'INTERNAL_ERROR');
    await lab(it, 'hsm-faults');
    expect(await it.store.connect()).toBe('CONNECTED');
    expect(await it.decrypt()).toBe('ok');
  });

  drill('what the lab is asked for wrongly is refused, and changes nothing', async (it) => {
    for (const [path, more, refusal] of [
      ['hsm-faults', { errorCode: 'NO_SUCH_CODE' }, 'there is no such error code'],
      ['hsm-faults', { errorRate: 2 }, 'errorRate'],
      ['net-cut', { clusterId: 'cluster-zzzzzzzzzzz' }, 'Cluster cluster-zzzzzzzzzzz could not be found.'],
    ] as const)
      expect(await answerOf(lab(it, path, more))).toContain(refusal);
    expect(await it.decrypt()).toBe('ok');
  });
});

/** Decrypts with as many attempts as the SDK makes by default; a refused attempt is followed by `afterRefusal`. */
async function decryptWithRetries({ kms, ciphertext }: Drill, afterRefusal: () => Promise<unknown>) {
  const { endpoint } = kms.config;
  const client = new KMS({ region: REGION, credentials: ACCESS_KEY, ...(endpoint && { endpoint }) });
  client.middlewareStack.add(
    (next) => async (attempt) => {
      try {
        return await next(attempt);
      } catch (error) {
        await afterRefusal();
        throw error;
      }
    },
    { step: 'finalizeRequest', priority: 'low' },
  );
  try {
    return await client.decrypt({ CiphertextBlob: ciphertext });
  } finally {
    client.destroy();
  }
}

function lab({ world, clusterId }: Drill, path: string, more: object = {}): Promise<unknown> {
  return harness(world, `lab/${path}`, { clusterId, region: REGION, ...more });
}
