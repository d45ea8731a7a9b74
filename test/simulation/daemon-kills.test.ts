import { expect, test } from 'vitest';
import { killDaemons } from '../chaos/daemon-kills.ts';
import { withSimulatedWorld } from '../worlds/simulated-world.ts';

const KILLS_OF_EACH = 20;

test.each(['a', 'b', 'c', 'd'])('daemons are killed at any moment, seed %s', async (seed) => {
  await withSimulatedWorld(seed, async (world) => {
    const { kills } = await killDaemons(world, seed, KILLS_OF_EACH);
    expect(kills).toEqual({ 'control-plane': KILLS_OF_EACH, 'cluster-manager': KILLS_OF_EACH });
  });
});
