import { expect } from 'vitest';
import { connectedStore, cryptoUser, OFFICER, onHsm } from '../worlds/fixture.ts';
import { scrape, valuesOf } from '../worlds/metrics.ts';
import { scenario, simulatedScenario } from '../worlds/scenario.ts';
import { answerOf, callAws, clusterOf, clusterWhen, until, type World } from '../worlds/world.ts';

/** Waits until the values of a metric are these, in whatever order. */
function measured(
  world: World,
  name: string,
  values: readonly number[],
  labels: Readonly<Record<string, string>> = {},
) {
  return until(world, `${name} does not become ${values.join()}`, async () => {
    const found = valuesOf(await scrape(world), name, labels).toSorted((a, b) => a - b);
    return JSON.stringify(found) === JSON.stringify(values) ? true : undefined;
  });
}

scenario('Prometheus reads how everything fares in one place', async (world) => {
  const { store, clusterId } = await connectedStore(world);
  const { id: KeyId } = await store.newKey();
  for (let i = 0; i < 3; i += 1)
    await callAws(world, 'kms', 'Encrypt', { KeyId, Plaintext: Buffer.from('x').toString('base64') });
  await callAws(world, 'kms', 'DisableKey', { KeyId });
  await answerOf(callAws(world, 'kms', 'Encrypt', { KeyId, Plaintext: '' }));
  await answerOf(callAws(world, 'kms', 'MadeUp'));
  await callAws(world, 'cloudhsm', 'ListTags', { ResourceId: clusterId });
  await measured(world, 'hsm_keys_token_occupied', [1, 1]);
  await measured(world, 'hsm_keys_max', [3_300, 3_300], { cluster_id: clusterId, region: 'us-east-1' });
  await measured(world, 'hsm_users_max', [250, 250]);
  // Health checks bring the numbers of HSMs, whichever of them were asked to encrypt; where one is slow, two are.
  await until(world, 'HSMs do not count what they encrypt', async () => {
    const calls = valuesOf(await scrape(world), 'hsm_calls_total', { call: 'Encrypt' });
    return calls.reduce((sum, value) => sum + value, 0) >= 3 ? true : undefined;
  });
  const samples = await scrape(world);
  const requests = (labels: Readonly<Record<string, string>>) => valuesOf(samples, 'kms_api_requests_total', labels);
  expect(requests({ operation: 'Encrypt', code: 'ok' })).toEqual([3]);
  expect(requests({ operation: 'Encrypt', code: 'ValidationException' })).toEqual([1]);
  expect(requests({ operation: 'unknown', code: 'UnknownOperationException' })).toEqual([1]);
  expect(requests({ operation: 'MadeUp' })).toEqual([]);
  expect(valuesOf(samples, 'kms_custom_key_stores', { state: 'CONNECTED' })).toEqual([1]);
  expect(valuesOf(samples, 'hsm_unhealthy')).toEqual([0, 0]);
  expect(valuesOf(samples, 'cm_hsms', { state: 'ACTIVE' })).toEqual([2]);
  expect(valuesOf(samples, 'cm_clusters', { state: 'ACTIVE' })).toEqual([1]);
  expect(valuesOf(samples, 'cm_api_requests_total', { operation: 'ListTags', status: '200' })).toEqual([1]);
  for (const records of valuesOf(samples, 'hsm_audit_records_total')) expect(records).toBeGreaterThan(2);
});

simulatedScenario(
  'users that drift apart, a lost HSM and a lost cluster-manager show in the metrics',
  async (world) => {
    const { clusterId } = await connectedStore(world);
    const { hsms } = await clusterOf(world, clusterId);
    await measured(world, 'hsm_users_available', [247, 247]);
    await onHsm(world, hsms[0]!, async (hsm) => {
      await hsm.login(OFFICER);
      await hsm.createUser(cryptoUser('drifted'));
      await measured(world, 'hsm_ssl_ctxs_occupied', [2], { hsm_id: hsms[0]!.hsmId });
    });
    await measured(world, 'hsm_ssl_ctxs_occupied', [1, 1]);
    await measured(world, 'hsm_ssl_ctxs_max', [2_048, 2_048]);
    await measured(world, 'hsm_users_available', [246, 247]);
    await world.chaos.kill(hsms[1]!.hsmId, { stayDown: true });
    await clusterWhen(world, clusterId, (cluster) => cluster.hsms.some(({ state }) => state === 'DEGRADED'));
    await measured(world, 'hsm_unhealthy', [1], { hsm_id: hsms[1]!.hsmId });
    await measured(world, 'hsm_unhealthy', [0], { hsm_id: hsms[0]!.hsmId });
    // What it last said of itself is not told as if it were so now.
    expect(valuesOf(await scrape(world), 'hsm_users_available')).toEqual([246]);
    await measured(world, 'keystorm_up', [1, 1]);
    await world.chaos.kill('cluster-manager', { stayDown: true });
    await measured(world, 'keystorm_up', [0], { process: 'cluster-manager' });
    const samples = await scrape(world);
    expect(valuesOf(samples, 'kms_custom_key_stores')).toEqual([1]);
    expect(valuesOf(samples, 'hsm_unhealthy')).toEqual([]);
  },
);
