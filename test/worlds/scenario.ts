import { test } from 'vitest';
import { withProcessWorld } from './process-world.ts';
import { withSimulatedWorld } from './simulated-world.ts';
import type { World } from './world.ts';

/** Registers a scenario twice: once in a simulated world, once in one made of processes. */
export function scenario(name: string, run: (world: World) => Promise<void>): void {
  test(`${name} (simulated)`, async () => {
    await withSimulatedWorld(name, run);
  });
  test(`${name} (processes)`, () => withProcessWorld(run));
}
