import { expect } from 'vitest';
import {
  cutDaemons,
  healDaemons,
  killDaemons,
  pauseDaemons,
  startDaemons,
} from '../../packages/cli/src/containers/compose-system.ts';
import { type Daemon, readDaemons } from '../../packages/cli/src/containers/compose-file.ts';
import { connectedStore, isWhole } from '../worlds/fixture.ts';
import { describeScenarios } from '../worlds/scenario.ts';
import { describeTally, startTraffic, type Tally } from '../worlds/traffic.ts';
import { answerOf, clusterWhen } from '../worlds/world.ts';

const ZONE = 'us-east-1b';
/** Answers to each of 16 clients, before, during and after. */
const ANSWERS = 100;
/**
 * Share of the requests: tells a service that goes on from one that is out. On a machine that is shared, where a request takes
 * as long as a deadline, some fail; how many is printed.
 */
const SUCCESS_MIN = 0.9;

interface Loss {
  readonly how: string;
  readonly lose: (zone: readonly Daemon[]) => Promise<void>;
  readonly restore: (zone: readonly Daemon[]) => Promise<void>;
}

const LOSSES: readonly Loss[] = [
  { how: 'killed, and comes back', lose: (zone) => killDaemons(zone), restore: () => Promise.resolve() },
  { how: 'killed, and started later', lose: (zone) => killDaemons(zone, { stayDown: true }), restore: startDaemons },
  { how: 'paused', lose: pauseDaemons, restore: startDaemons },
  { how: 'taken off the network', lose: cutDaemons, restore: healDaemons },
];

describeScenarios(
  'containers: the loss of an Availability Zone',
  (world) => connectedStore(world, { hsms: 3 }).then((made) => ({ world, ...made })),
  (scenario) => {
    for (const { how, lose, restore } of LOSSES)
      scenario(`its HSMs are ${how}`, async ({ world, store, clusterId }) => {
        const zone = readDaemons().filter(({ appliance }) => appliance?.availabilityZone === ZONE);
        const { id } = await store.newKey();
        const traffic = startTraffic(world, { keyIds: [id] });
        await traffic.answers(ANSWERS);
        expect(traffic.lap().wrong).toBe(0);

        await lose(zone);
        await traffic.answers(ANSWERS);
        const during = traffic.lap();
        console.log(`${how}: ${describeTally(during)}`);
        // A key is made although one HSM of three is away.
        const made = await store.newKey();

        await restore(zone);
        await clusterWhen(world, clusterId, (cluster) => isWhole(cluster, 3));
        await traffic.answers(ANSWERS);
        const after = await traffic.stop();
        console.log(`${how}, then: ${describeTally(after)}`);
        expect([during.wrong, after.wrong]).toEqual([0, 0]);
        expect(successOf(during)).toBeGreaterThanOrEqual(SUCCESS_MIN);
        expect(successOf(after)).toBeGreaterThanOrEqual(SUCCESS_MIN);
        expect(await store.state()).toBe('CONNECTED');
        const kms = world.kms();
        expect(await answerOf(kms.encrypt({ KeyId: made.id, Plaintext: Buffer.from('made meanwhile') }))).toBe('ok');
      });
  },
);

function successOf({ succeeded, failed }: Tally): number {
  const failures = Object.values(failed).reduce((sum, count) => sum + count, 0);
  return succeeded / (succeeded + failures);
}
