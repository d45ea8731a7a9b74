import { chainBeginning, type ClusterHsm } from '@keystorm/protocol';
import { Secret } from '@keystorm/runtime';
import { describe, expect } from 'vitest';
import { codeOf } from '../../packages/hsm-node/src/hsm-node.fixture.ts';
import { activeCluster, asOfficer, cryptoUser, isWhole, onHsm, OFFICER } from '../worlds/fixture.ts';
import { auditEvents, collected, logs, opcodeOf } from '../worlds/audit-logs.ts';
import { simulatedScenario } from '../worlds/scenario.ts';
import { cloudhsm, clusterWhen, harness, OTHER_REGION, until, type World } from '../worlds/world.ts';

const USER = cryptoUser('somebody');
const WRONG = { ...USER, password: new Secret('wrong1234') };

async function opcodesOf(world: World, clusterId: string, hsmId: string): Promise<readonly string[]> {
  return (await auditEvents(world, clusterId, { logStreamNames: [hsmId] })).map(opcodeOf);
}

/** Tries a wrong password until the HSM has compared it. */
async function guessWrongly(world: World, hsm: ClusterHsm): Promise<void> {
  await until(world, `${hsm.hsmId} takes no login`, async () => {
    const code = await onHsm(world, hsm, (connection) => codeOf(connection.login(WRONG)));
    return code === 'WRONG_PASSWORD' ? true : undefined;
  });
}

/** Logs in on an HSM, and waits until that is in its stream. Returns what is in it. */
async function streamBegun(world: World, clusterId: string, hsm: ClusterHsm): Promise<readonly string[]> {
  await onHsm(world, hsm, (connection) => connection.login(OFFICER));
  return until(world, `${hsm.hsmId} logs nothing`, async () => {
    const events = await auditEvents(world, clusterId, { logStreamNamePrefix: hsm.hsmId });
    return events.length > 0 ? events.map(opcodeOf) : undefined;
  });
}

describe('the audit logs of HSMs', () => {
  simulatedScenario(
    'each HSM has a stream: the first begins with its making, the others with a login',
    async (world) => {
      const { clusterId, hsms } = await activeCluster(world, 3);
      await asOfficer(world, clusterId, (hsm) => hsm.createUser(USER));
      await collected(world, clusterId, 'CN_CREATE_USER', 3);
      const [first, ...others] = await Promise.all(hsms.map(({ hsmId }) => opcodesOf(world, clusterId, hsmId)));
      expect(first?.slice(0, 6)).toEqual([
        'CN_INIT_TOKEN',
        'CN_GEN_PSWD_ENC_KEY',
        'CN_CREATE_APPLIANCE_USER',
        'CN_INIT_DONE',
        'CN_LOGIN',
        'CN_CHANGE_PSWD',
      ]);
      for (const opcodes of others) expect(opcodes.slice(0, 2)).toEqual(['CN_LOGIN', 'CN_CREATE_USER']);
      const { logStreams } = await logs<{ logStreams: { logStreamName: string }[] }>(world, 'DescribeLogStreams', {
        logGroupName: `/aws/cloudhsm/${clusterId}`,
      });
      expect(logStreams.map(({ logStreamName }) => logStreamName)).toEqual(hsms.map(({ hsmId }) => hsmId).toSorted());
      expect(await logs(world, 'DescribeLogGroups', {}, OTHER_REGION)).toEqual({ logGroups: [] });
    },
  );

  simulatedScenario('a wrong password is logged where it was tried, a key object where it is', async (world) => {
    const { clusterId, hsms } = await activeCluster(world, 2);
    await asOfficer(world, clusterId, (hsm) => hsm.createUser(USER));
    for (const hsm of hsms) await guessWrongly(world, hsm);
    const guesses = await collected(world, clusterId, '"Response : 163:"', 2);
    expect(guesses.map(({ logStreamName }) => logStreamName).toSorted()).toEqual(
      hsms.map(({ hsmId }) => hsmId).toSorted(),
    );
    const before = (await auditEvents(world, clusterId, { filterPattern: '"Key Handle"' })).length;
    await onHsm(world, hsms[0]!, async (hsm) => {
      await hsm.login(USER);
      await hsm.generateKey({ label: 'a key', id: new Uint8Array(), lengthBytes: 32, extractable: false });
    });
    await clusterWhen(world, clusterId, (cluster) => cluster.hsms.every(({ keys }) => keys === 1));
    await collected(world, clusterId, 'CN_GENERATE_KEY', 1);
    // The service brings the key to the other HSM, and that is not logged.
    const about = await auditEvents(world, clusterId, { filterPattern: '"Key Handle"' });
    expect(about.slice(before).map((event) => [event.logStreamName, opcodeOf(event)])).toEqual([
      [hsms[0]?.hsmId, 'CN_GENERATE_KEY'],
    ]);
  });

  simulatedScenario('nothing is lost or doubled while the cluster-manager and HSMs are killed', async (world) => {
    const { clusterId, hsms } = await activeCluster(world, 2);
    await asOfficer(world, clusterId, (hsm) => hsm.createUser(USER));
    for (const target of ['cluster-manager', hsms[0]!.hsmId, 'cluster-manager']) {
      await world.chaos.kill(target);
      await clusterWhen(world, clusterId, (cluster) => isWhole(cluster, 2));
      for (const hsm of hsms) await guessWrongly(world, hsm);
    }
    await collected(world, clusterId, '"Response : 163:"', 6);
    for (const { hsmId } of hsms) {
      const { records } = await world.clusterService.call(
        'ReadAuditLog',
        { hsmId, fromSequence: 0, recordsMax: 1_000 },
        { deadlineMs: 5_000 },
      );
      expect(records.map(({ sequence }) => sequence)).toEqual(records.map((_, index) => index));
      expect(records[0]?.previousHash).toEqual(chainBeginning(hsmId));
    }
  });

  simulatedScenario('the log of an HSM outlives it, and that of a cluster the cluster', async (world) => {
    const { clusterId, hsms } = await activeCluster(world, 2);
    await asOfficer(world, clusterId, (hsm) => hsm.createUser(USER));
    const [first, second] = [hsms[0]!, hsms[1]!];
    await guessWrongly(world, second);
    await cloudhsm(world, 'DeleteHsm', { ClusterId: clusterId, HsmId: second.hsmId });
    await clusterWhen(world, clusterId, (cluster) => isWhole(cluster, 1));
    expect((await collected(world, clusterId, '"Response : 163:"', 1))[0]?.logStreamName).toBe(second.hsmId);
    await cloudhsm(world, 'DeleteHsm', { ClusterId: clusterId, HsmId: first.hsmId });
    await clusterWhen(world, clusterId, (cluster) => cluster.hsms.length === 0);
    await cloudhsm(world, 'DeleteCluster', { ClusterId: clusterId });
    await clusterWhen(world, clusterId, ({ state }) => state === 'DELETED');
    for (const { hsmId } of hsms) expect(await opcodesOf(world, clusterId, hsmId)).toContain('CN_CREATE_USER');
  });

  simulatedScenario('DS-29: an HSM that the service replaces begins a new stream, with a login', async (world) => {
    const { clusterId, hsms } = await activeCluster(world, 2);
    const [well, sick] = [hsms[0]!, hsms[1]!];
    expect((await streamBegun(world, clusterId, sick))[0]).toBe('CN_LOGIN');
    await world.chaos.kill(sick.hsmId, { stayDown: true });
    await clusterWhen(world, clusterId, (cluster) => cluster.hsms.some(({ state }) => state === 'DEGRADED'));
    const before = await opcodesOf(world, clusterId, sick.hsmId);
    await harness(world, 'lab/replace-hsm', { hsmId: sick.hsmId });
    const { hsms: now } = await clusterWhen(
      world,
      clusterId,
      (cluster) => isWhole(cluster, 2) && cluster.hsms.every(({ hsmId }) => hsmId !== sick.hsmId),
    );
    const fresh = now.find(({ hsmId }) => hsmId !== well.hsmId)!;
    expect((await streamBegun(world, clusterId, fresh))[0]).toBe('CN_LOGIN');
    expect(await opcodesOf(world, clusterId, sick.hsmId)).toEqual(before);
  });
});
