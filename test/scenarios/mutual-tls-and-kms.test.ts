import { connectHsm, type HsmConnection } from '@keystorm/hsm-client';
import { Secret } from '@keystorm/runtime';
import { expect } from 'vitest';
import { type Credential, issueCredential } from '../../packages/hsm-node/src/crypto/certificates.ts';
import { addHsms, asOfficer, isWhole, OFFICER } from '../worlds/fixture.ts';
import { scenario } from '../worlds/scenario.ts';
import { answerOf, clusterOf, clusterWhen, until } from '../worlds/world.ts';
import { CANNOT_COMMUNICATE, type Drill, drillFixture } from './drills/drill.ts';

type Level = Parameters<HsmConnection['setMtlsEnforcement']>[0];

/** Sets the level on every HSM, as the officer `admin` of a machine that has a certificate. */
async function enforce({ world, clusterId }: Drill, client: Credential, level: Level): Promise<void> {
  const identity = { certificate: client.certificate, privateKey: new Secret(client.privateKey) };
  const trustAnchor = world.customer.ca.certificate;
  for (const { hsmId, dataAddress } of (await clusterOf(world, clusterId)).hsms) {
    const hsm = connectHsm(world.operator, { endpoint: { hsmId, address: dataAddress }, trustAnchor, identity });
    try {
      await hsm.login(OFFICER);
      await hsm.setMtlsEnforcement(level);
    } finally {
      hsm.close();
    }
  }
}

// Source: AWS CloudHSM User Guide, "Set up mutual TLS between client and AWS CloudHSM": key stores do not support it.
scenario('a key store of a cluster that enforces mutual TLS serves again when it does so no more', async (world) => {
  const it = await drillFixture(world, { hsmType: 'hsm2m.medium' });
  const { store, clusterId } = it;
  const authority = await issueCredential(world.operator, 'authority', 'authority');
  const client = await issueCredential(world.operator, 'client', 'transport', authority);
  await asOfficer(world, clusterId, (hsm) => hsm.registerTrustAnchor(authority.certificate));
  expect(await it.decrypt()).toBe('ok');

  await enforce(it, client, 'MTLS_ENFORCEMENT_CLUSTER');
  await until(world, 'KMS goes on', async () => (CANNOT_COMMUNICATE === (await it.decrypt()) ? true : undefined));
  expect(await store.state()).toBe('CONNECTED');
  await enforce(it, client, 'MTLS_ENFORCEMENT_NONE');
  await it.recovers();

  await enforce(it, client, 'MTLS_ENFORCEMENT_CLUSTER');
  expect(await store.disconnect()).toBe('DISCONNECTED');
  expect(await store.connect()).toBe('FAILED INTERNAL_ERROR');

  // What the cluster-manager does goes on: killed HSMs are brought level, new ones are made from a backup.
  const { hsms, subnets } = await clusterOf(world, clusterId);
  await world.chaos.kill(hsms[0]!.hsmId);
  await clusterWhen(world, clusterId, (cluster) => isWhole(cluster, hsms.length));
  const grown = await addHsms(world, await clusterOf(world, clusterId), [subnets[2]!.availabilityZone]);
  expect(grown.hsms.map(({ keys }) => keys)).toEqual([2, 2, 2]);
  const added = grown.hsms.find(({ hsmId }) => hsms.every((hsm) => hsm.hsmId !== hsmId))!;
  const nobody = { endpoint: { hsmId: added.hsmId, address: added.dataAddress } };
  const stranger = connectHsm(world.operator, { ...nobody, trustAnchor: world.customer.ca.certificate });
  expect(await answerOf(stranger.info())).toMatch(/certificate/);
  stranger.close();

  await enforce(it, client, 'MTLS_ENFORCEMENT_NONE');
  expect(await store.disconnect()).toBe('DISCONNECTED');
  expect(await store.connect()).toBe('CONNECTED');
  expect(await it.decrypt()).toBe('ok');
});
