import { type ClusterSession, type HsmEndpoint, openClusterSession } from '@keystorm/hsm-client';
import { type Runtime, Secret } from '@keystorm/runtime';
import {
  type ActiveHsm,
  claimOf,
  DEADLINE,
  hostOf,
  inWorld,
  type TestAppliance,
  USER_PASSWORD,
  type World,
} from '../../packages/hsm-node/src/hsm-node.fixture.ts';

const HSMS = 3;

/** Three HSMs of one cluster in a simulation; what the cluster-manager would do for them is done by hand. */
export interface HsmCluster {
  readonly world: World;
  /** The machine of the client. */
  readonly client: Runtime;
  readonly endpoints: readonly HsmEndpoint[];
  readonly hsms: readonly TestAppliance[];
  readonly officer: ActiveHsm['officer'];
  /** Name of the machine of an HSM, for the simulation's faults. */
  readonly machine: (index: number) => string;
  openSession(): ClusterSession;
  /** Starts a crashed HSM again and brings it level with another one. */
  restart(index: number, peer?: number): Promise<void>;
}

/** Runs a test against a cluster with the crypto user `kmsuser`. */
export async function withHsmCluster(
  seed: number | string,
  work: (cluster: HsmCluster) => Promise<void>,
  hsmType = 'hsm1.medium',
): Promise<void> {
  await inWorld(seed, async (world) => {
    const claim = (number: number) =>
      claimOf(number - 1, hostOf(number), { dataAddress: `${hostOf(number)}:2223`, hsmType });
    const first = await world.activeHsm(1, claim(1));
    const { sealed } = await first.admin.call('Backup', {}, DEADLINE);
    const hsms: TestAppliance[] = [first];
    for (let number = 2; number <= HSMS; number += 1) {
      const hsm = await world.start(number);
      await hsm.admin.call('Claim', claim(number), DEADLINE);
      await hsm.admin.call('Restore', { sealed }, DEADLINE);
      await hsm.admin.call('SetLevel', { level: true }, DEADLINE);
      hsms.push(hsm);
    }
    const client = world.sim.runtime('client');
    const endpoints = hsms.map((_, index) => ({
      hsmId: claim(index + 1).hsmId,
      address: `${hostOf(index + 1)}:2223`,
    }));
    await work({
      world,
      client,
      endpoints,
      hsms,
      officer: first.officer,
      machine: (index) => `appliance-${index + 1}`,
      openSession: () =>
        openClusterSession(client, {
          endpoints,
          trustAnchor: world.customer.ca.certificate,
          credentials: {
            userType: 'USER_TYPE_CU',
            userName: 'kmsuser',
            passwords: [{ password: new Secret(USER_PASSWORD) }],
          },
        }),
      async restart(index, peer) {
        const hsm = await world.start(index + 1);
        hsms[index] = hsm;
        if (peer !== undefined) await bringLevel(hsms[peer] as TestAppliance, hsm);
        await hsm.admin.call('SetLevel', { level: true }, DEADLINE);
      },
    });
  });
}

/** Gives one HSM all objects and tombstones of another. */
async function bringLevel(from: TestAppliance, to: TestAppliance): Promise<void> {
  const { objects } = await from.admin.call('ListObjects', {}, DEADLINE);
  const handles = objects.map(({ handle }) => handle);
  const { maskedObjects } = await from.admin.call('ExportObjects', { handles }, DEADLINE);
  await to.admin.call('ImportObjects', { maskedObjects }, DEADLINE);
}
