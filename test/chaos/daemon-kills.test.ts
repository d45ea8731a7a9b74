import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { withProcessWorld } from '../worlds/process-world.ts';
import { until } from '../worlds/world.ts';
import { type Deeds, killDaemons } from './daemon-kills.ts';

const KILLS_OF_EACH = 50;

test('the control plane and the cluster-manager are killed at any moment: nothing acknowledged is lost', {
  timeout: 900_000,
}, async () => {
  const seed = process.env.KEYSTORM_SEED ?? randomUUID();
  console.log(`KEYSTORM_SEED=${seed} makes the same choices again`);
  await withProcessWorld(async (world, system) => {
    const deeds = await killDaemons(world, seed, KILLS_OF_EACH);
    console.log(described(deeds));
    for (const count of Object.values(deeds.kills)) expect(count).toBeGreaterThanOrEqual(KILLS_OF_EACH);
    for (const what of ['keys', 'ciphertexts', 'aliases', 'connects', 'hsmsCreated', 'hsmsDeleted'] as const)
      expect(deeds[what], what).toBeGreaterThan(0);
    // Every HSM has its process, and nobody else has one.
    await until(world, 'appliances are left over', async () => {
      const { clusters } = await world.clusterService.call('ListClusters', { region: '' }, { deadlineMs: 5_000 });
      const appliances = (await system.processes()).filter(({ name }) => name.startsWith('appliance'));
      return appliances.length === clusters.flatMap(({ hsms }) => hsms).length ? true : undefined;
    });
  });
});

function described({ kills, ...others }: Deeds): string {
  const count = (counts: Readonly<Record<string, number>>) =>
    Object.entries(counts).map(([what, times]) => `${times} ${what}`);
  return `killed: ${count(kills).join(', ')}; done meanwhile: ${count({ ...others }).join(', ')}`;
}
