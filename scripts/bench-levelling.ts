// Measures how long HSMs take to get the keys of their cluster, up to as many as fit:
//   npm run bench:levelling -- [--hsm-type hsm1.medium] [--keys 250,1000,2000,3300]
// Starts a system of processes with three HSMs, and for each number of keys: makes them while an HSM is down, starts that
// HSM, and waits until it is level; then adds a fourth HSM, and waits for that. Prints a table; where the time grows with the
// number of keys and no faster, the last column does not grow.
import { parseArgs } from 'node:util';
import type { ClusterHsm } from '@keystorm/protocol';
import { activeCluster, asOfficer, cryptoUser, isWhole, onHsm } from '../test/worlds/fixture.ts';
import { withProcessWorld } from '../test/worlds/process-world.ts';
import { cloudhsm, clusterOf, clusterWhen, REGION, type World } from '../test/worlds/world.ts';

const AT_ONCE = 16;
const USER = cryptoUser('bench');

async function hsmOf(world: World, clusterId: string, index: number): Promise<ClusterHsm> {
  const hsm = (await clusterOf(world, clusterId)).hsms[index];
  if (hsm === undefined) throw new Error(`${clusterId} has no HSM ${index}`);
  return hsm;
}

async function makeKeys(world: World, clusterId: string, count: number): Promise<void> {
  await onHsm(world, await hsmOf(world, clusterId, 0), async (hsm) => {
    await hsm.login(USER);
    let left = count;
    const worker = async () => {
      while (left > 0) {
        left -= 1;
        await hsm.generateKey({ label: `key ${left}`, id: new Uint8Array(), lengthBytes: 32, extractable: false });
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, worker));
  });
}

/** Seconds until all HSMs of the cluster are in service with that many keys, and agree on them. */
async function secondsUntilLevel(world: World, clusterId: string, hsms: number, keys: number): Promise<number> {
  const { clock } = world.operator;
  const began = clock.monotonic();
  await clusterWhen(
    world,
    clusterId,
    (cluster) => isWhole(cluster, hsms) && cluster.hsms.every((hsm) => hsm.ailment === '' && hsm.keys === keys),
  );
  return (clock.monotonic() - began) / 1_000;
}

async function measure(world: World, clusterId: string, before: number, keys: number) {
  const { availabilityZone: AvailabilityZone } = await hsmOf(world, clusterId, 0);
  const away = await hsmOf(world, clusterId, 2);
  await world.chaos.kill(away.hsmId, { stayDown: true });
  await makeKeys(world, clusterId, keys - before);
  await clusterWhen(world, clusterId, (cluster) => cluster.hsms.slice(0, 2).every((hsm) => hsm.keys === keys));
  await world.chaos.start(away.hsmId);
  const returned = await secondsUntilLevel(world, clusterId, 3, keys);
  await cloudhsm(world, 'CreateHsm', { ClusterId: clusterId, AvailabilityZone });
  const added = await secondsUntilLevel(world, clusterId, 4, keys);
  const { hsmId: HsmId } = await hsmOf(world, clusterId, 3);
  await cloudhsm(world, 'DeleteHsm', { ClusterId: clusterId, HsmId });
  await clusterWhen(world, clusterId, (cluster) => isWhole(cluster, 3));
  return { returned, added };
}

/** Some sizes up to the documented capacity. Source: AWS CloudHSM User Guide, "AWS CloudHSM quotas". */
const SIZES: Readonly<Record<string, string>> = {
  'hsm1.medium': '250,1000,2000,3300',
  'hsm2m.medium': '1000,4000,8000,16666',
};

const { values } = parseArgs({
  options: { 'hsm-type': { type: 'string', default: 'hsm1.medium' }, keys: { type: 'string' } },
});
const hsmType = values['hsm-type'];
const sizes = (values.keys ?? SIZES[hsmType] ?? '').split(',').map(Number);
if (SIZES[hsmType] === undefined) {
  console.error(`--hsm-type takes ${Object.keys(SIZES).join(' or ')}.`);
  process.exit(2);
}
if (!sizes.every((size, index) => Number.isInteger(size) && size > (sizes[index - 1] ?? 0))) {
  console.error('--keys takes whole numbers that grow, separated by commas.');
  process.exit(2);
}
await withProcessWorld(async (world) => {
  const { clusterId } = await activeCluster(world, 3, REGION, hsmType);
  await asOfficer(world, clusterId, (hsm) => hsm.createUser(USER));
  console.log('  keys  missed by a returning HSM, level after  an HSM added, level after  for each key');
  let before = 0;
  for (const keys of sizes) {
    const { returned, added } = await measure(world, clusterId, before, keys);
    const missed = String(keys - before).padStart(25);
    console.log(
      `${String(keys).padStart(6)}${missed}${`${returned.toFixed(2)} s`.padStart(15)}${`${added.toFixed(2)} s`.padStart(25)}${`${((added / keys) * 1_000).toFixed(2)} ms`.padStart(14)}`,
    );
    before = keys;
  }
});
