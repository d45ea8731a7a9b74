import { SeededRandom } from '@keystorm/runtime/sim';
import { expect, test } from 'vitest';
import { Guest } from '../histories/guest.ts';
import { calm, linearizability } from '../histories/judgement.ts';
import { Workload } from '../histories/workload.ts';
import { connectedStore } from '../worlds/fixture.ts';
import { withProcessWorld } from '../worlds/process-world.ts';
import { clusterWhen, type World } from '../worlds/world.ts';

const ROUNDS = 10;
/** In each round. */
const HSM_KILLS = 15;
const KILLS_OF_EVERYTHING = 2;
const CLIENTS = 6;
/** In one round of so many the store is disconnected and connected as well. */
const OWNED_EVERY = 3;
/** Between two kills, and between a kill and the start after it, at most. Milliseconds. */
const PAUSE_MS_MAX = 1_000;
const AWAY_MS_MAX = 200;
const DAEMONS = ['control-plane', 'cluster-manager'];

/** Kills HSMs, given by their appliances, and everything at once, while clients go on. */
async function storm(world: World, random: SeededRandom, appliances: readonly string[]): Promise<void> {
  const { chaos, operator } = world;
  const strikes = [
    ...Array.from({ length: HSM_KILLS }, () => [appliances[random.int(appliances.length)]!]),
    ...Array.from({ length: KILLS_OF_EVERYTHING }, () => [...appliances, ...DAEMONS]),
  ].sort(() => random.int(2) - 0.5);
  for (const targets of strikes) {
    await operator.clock.sleep(random.int(PAUSE_MS_MAX));
    await Promise.all(targets.map((target) => chaos.kill(target, { stayDown: true })));
    await operator.clock.sleep(random.int(AWAY_MS_MAX));
    await Promise.all(targets.map((target) => chaos.start(target)));
  }
}

test('after 150 kills of HSMs and 20 of everything, what was acknowledged is there, and every history is linearizable', () =>
  withProcessWorld(async (world) => {
    const seed = `storm ${world.operator.random.uuid()}`;
    const { store, clusterId } = await connectedStore(world, { hsms: 3 });
    for (let round = 0; round < ROUNDS; round += 1) {
      const random = new SeededRandom(`${seed} ${round}`);
      const cluster = await clusterWhen(world, clusterId, () => true);
      const workload = new Workload(world, random, store.id, `round-${round}`);
      const guest = await Guest.create(world, random, cluster, `guest${round}`);
      let rages = true;
      const goesOn = () => rages;
      const owned = round % OWNED_EVERY === 0 ? [workload.owner(goesOn)] : [];
      const clients = Array.from({ length: CLIENTS }, () => workload.client(goesOn));
      // Which appliance an HSM is, nobody can be asked while everything is dead.
      const appliances = cluster.hsms.map(({ applianceId }) => applianceId);
      const raging = storm(world, random, appliances).finally(() => (rages = false));
      await Promise.all([raging, ...clients, ...owned, guest.live(goesOn)]);
      const agreed = await agreement(world, clusterId);
      const violations = await calm(world, workload, clusterId);
      const { done, refused, unknown } = workload.counts;
      console.log(`${seed} ${round}: ${done} done, ${refused} refused, ${unknown} unknown; HSMs agree after ${agreed}`);
      violations.push(...linearizability(workload, guest), ...workload.violations, ...guest.violations);
      expect(violations).toEqual([]);
    }
  }));

/** Waits until all HSMs hold the same key objects; says how long that took. */
async function agreement(world: World, clusterId: string): Promise<string> {
  const { clock } = world.operator;
  const beganMs = clock.monotonic();
  await clusterWhen(
    world,
    clusterId,
    ({ hsms }) =>
      hsms.every(({ state, ailment }) => state === 'ACTIVE' && ailment === '') &&
      new Set(hsms.map(({ keysDigest }) => keysDigest)).size === 1,
  );
  return `${((clock.monotonic() - beganMs) / 1_000).toFixed(1)} s`;
}
